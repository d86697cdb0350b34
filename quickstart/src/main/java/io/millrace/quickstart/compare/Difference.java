/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.compare;

/**
 * A row, or a column of it, that a target has otherwise than the source.
 *
 * @param table name of the table
 * @param key key of the row, as {@link Table#keyOf} writes it
 * @param what what is different
 */
public record Difference(String table, String key, String what) {
    private static final int LONGEST_VALUE = 60;
    private static final int CONTEXT = 20;

    static Difference missing(Table table, String key) {
        return new Difference(table.name(), key, "is missing in the target");
    }

    static Difference surplus(Table table, String key) {
        return new Difference(table.name(), key, "is in the target alone");
    }

    static Difference column(Table table, String key, String column, String source, String target) {
        int from = Math.max(0, commonStart(source, target) - CONTEXT);
        return new Difference(
                table.name(),
                key,
                column + " is " + excerpt(source, from) + " in the source and " + excerpt(target, from)
                        + " in the target");
    }

    private static int commonStart(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        int index = 0;
        while (index < shorter && one.charAt(index) == other.charAt(index)) {
            index++;
        }
        return index;
    }

    /** The part of a long value in which it differs. */
    private static String excerpt(String value, int from) {
        if (value.length() <= LONGEST_VALUE) {
            return value;
        }
        int to = Math.min(value.length(), from + LONGEST_VALUE);
        return (from > 0 ? "..." : "") + value.substring(from, to) + (to < value.length() ? "..." : "");
    }

    @Override
    public String toString() {
        return table + " " + key + ": " + what;
    }
}
