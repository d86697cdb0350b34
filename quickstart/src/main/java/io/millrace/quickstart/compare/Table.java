/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A table of the source.
 *
 * @param name its name
 * @param key columns of the primary key, in its order
 * @param columns all columns in their order, with the form of their values
 */
public record Table(String name, List<String> key, Map<String, Form> columns) {
    /** Copies the collections. */
    public Table {
        key = List.copyOf(key);
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /**
     * Which row it is.
     *
     * @param row a JSON object with the columns of the key at least
     * @return the key as text, such as {@code order_id=17 line=2}
     */
    public String keyOf(JsonNode row) {
        return key.stream().map(column -> column + "=" + text(column, row)).collect(Collectors.joining(" "));
    }

    /**
     * What is in a row.
     *
     * @param row a JSON object with a field for each column
     * @return text of each field there is, those that the table does not have included
     */
    public SortedMap<String, String> valuesOf(JsonNode row) {
        SortedMap<String, String> values = new TreeMap<>();
        row.fieldNames().forEachRemaining(column -> values.put(column, text(column, row)));
        return values;
    }

    private String text(String column, JsonNode row) {
        return columns.getOrDefault(column, Form.JSON).canonical(row.path(column));
    }
}
