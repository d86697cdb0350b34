/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SortedMap;
import java.util.TreeMap;

/** All rows of a table as one system has them, by key. Confined to one thread. */
public final class TableRows {
    private final Table table;
    private final SortedMap<String, SortedMap<String, String>> rows = new TreeMap<>();

    /**
     * No rows yet.
     *
     * @param table the table they belong to
     */
    public TableRows(Table table) {
        this.table = table;
    }

    /**
     * Adds a row or replaces the one with its key.
     *
     * @param row a JSON object with a field for each column
     */
    public void put(JsonNode row) {
        rows.put(table.keyOf(row), table.valuesOf(row));
    }

    /**
     * Replaces those columns of a row that are given. A row that is not there is created from what is given.
     *
     * @param row a JSON object with the key and any columns
     */
    public void merge(JsonNode row) {
        rows.computeIfAbsent(table.keyOf(row), key -> new TreeMap<>()).putAll(table.valuesOf(row));
    }

    /**
     * Removes a row; no effect if it is not there.
     *
     * @param key a JSON object with the columns of the key
     */
    public void remove(JsonNode key) {
        rows.remove(table.keyOf(key));
    }

    /**
     * How many there are.
     *
     * @return number of rows
     */
    public int size() {
        return rows.size();
    }

    SortedMap<String, SortedMap<String, String>> byKey() {
        return rows;
    }
}
