/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.mysql;

import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.rowwise.ColumnChange;
import io.millrace.jdbc.rowwise.TargetColumn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * SQL that changes columns. {@code MODIFY COLUMN} takes a whole definition and drops whatever it does not repeat: character
 * set, default, comment, checks. So the server's own words are taken, and only the type in them, or its NOT NULL, is
 * changed. Stateless.
 */
final class MySqlColumnChanges {
    private static final String NOT_NULL = " NOT NULL";

    private MySqlColumnChanges() {}

    /** @param table as SQL */
    static String sql(Connection connection, MySqlDialect dialect, String table, List<ColumnChange> changes)
            throws SQLException, PlanException {
        String[] lines = createStatement(connection, table).split("\n");
        List<String> actions = new ArrayList<>();
        for (ColumnChange change : changes) {
            String name = dialect.quote(change.column().name());
            actions.add("MODIFY COLUMN " + name + " " + changed(definition(lines, name, table), change, table));
        }
        return "ALTER TABLE " + table + " " + String.join(", ", actions);
    }

    private static String createStatement(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW CREATE TABLE " + table)) {
            row.next();
            return row.getString(2);
        }
    }

    private static String definition(String[] lines, String name, String table) throws PlanException {
        for (String line : lines) {
            String trimmed = line.strip();
            if (trimmed.startsWith(name + " ")) {
                String definition = trimmed.substring(name.length() + 1);
                return definition.endsWith(",") ? definition.substring(0, definition.length() - 1) : definition;
            }
        }
        throw new PlanException(
                "ddl-impossible",
                "table " + table + " does not tell how column " + name + " is defined; change it by hand");
    }

    private static String changed(String definition, ColumnChange change, String table) throws PlanException {
        TargetColumn column = change.column();
        String declared = column.type().declared();
        if (!definition.toLowerCase(Locale.ROOT).startsWith(declared.toLowerCase(Locale.ROOT))) {
            throw new PlanException(
                    "ddl-impossible",
                    "column '" + column.name() + "' of table " + table + " is defined as something else than '"
                            + declared + "'; change it by hand");
        }
        String rest = definition.substring(declared.length());
        if (change.dropNotNull() && rest.contains(NOT_NULL)) {
            // Defaults and comments, which may quote the same words, come behind it.
            int at = rest.indexOf(NOT_NULL);
            rest = rest.substring(0, at) + " NULL" + rest.substring(at + NOT_NULL.length());
        }
        return (change.type() == null ? declared : change.type()) + rest;
    }
}
