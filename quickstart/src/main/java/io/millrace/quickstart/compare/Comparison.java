/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * What came out of comparing a table of the source with the same table of a target, column by column.
 *
 * @param table name of the table
 * @param sourceRows how many rows the source has
 * @param targetRows how many the target has
 * @param differences one for each row and column that differs
 */
public record Comparison(String table, int sourceRows, int targetRows, List<Difference> differences) {
    private static final String ABSENT = "not there";

    /** Copies the differences. */
    public Comparison {
        differences = List.copyOf(differences);
    }

    /**
     * Compares every column of every row, both ways.
     *
     * @param table the table
     * @param source rows of the source
     * @param target rows of the target
     * @return the result
     */
    public static Comparison of(Table table, TableRows source, TableRows target) {
        List<Difference> differences = new ArrayList<>();
        source.byKey().forEach((key, row) -> {
            SortedMap<String, String> other = target.byKey().get(key);
            if (other == null) {
                differences.add(Difference.missing(table, key));
            } else if (!row.equals(other)) {
                compareColumns(table, key, row, other, differences);
            }
        });
        target.byKey().keySet().stream()
                .filter(key -> !source.byKey().containsKey(key))
                .forEach(key -> differences.add(Difference.surplus(table, key)));
        return new Comparison(table.name(), source.size(), target.size(), differences);
    }

    private static void compareColumns(
            Table table,
            String key,
            SortedMap<String, String> source,
            SortedMap<String, String> target,
            List<Difference> differences) {
        TreeSet<String> columns = new TreeSet<>(source.keySet());
        columns.addAll(target.keySet());
        for (String column : columns) {
            String here = source.getOrDefault(column, ABSENT);
            String there = target.getOrDefault(column, ABSENT);
            if (!here.equals(there)) {
                differences.add(Difference.column(table, key, column, here, there));
            }
        }
    }

    /**
     * Whether the target has exactly the source's rows.
     *
     * @return true if nothing differs
     */
    public boolean equal() {
        return differences.isEmpty();
    }
}
