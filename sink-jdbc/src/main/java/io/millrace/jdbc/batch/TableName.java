/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.batch;

import java.util.Optional;

/**
 * The name of a table. Immutable.
 *
 * @param schema schema, or empty for the first of the search path that has the table
 * @param table table, exactly as the database spells it
 */
public record TableName(Optional<String> schema, String table) {
    /** Reads {@code table} or {@code schema.table}; whatever stands behind the first dot is the table. */
    public static TableName parse(String name) {
        int dot = name.indexOf('.');
        return dot <= 0
                ? new TableName(Optional.empty(), name)
                : new TableName(Optional.of(name.substring(0, dot)), name.substring(dot + 1));
    }

    /** The name as SQL. */
    public String sql() {
        return schema.map(name -> quote(name) + "." + quote(table)).orElseGet(() -> quote(table));
    }

    /** An identifier as SQL, whatever it holds. */
    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    @Override
    public String toString() {
        return schema.map(name -> name + "." + table).orElse(table);
    }
}
