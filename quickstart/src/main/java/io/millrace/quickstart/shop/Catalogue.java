/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.shop;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.quickstart.compare.CanonicalJson;
import io.millrace.quickstart.compare.Form;
import io.millrace.quickstart.compare.Table;
import io.millrace.quickstart.compare.TableRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads tables of a PostgreSQL database, definitions and rows. Stateless: each call uses the connection given. */
public final class Catalogue {
    private static final String TABLES =
            """
            SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = 'public' ORDER BY tablename
            """;
    private static final String COLUMNS =
            """
            SELECT column_name, udt_name, numeric_scale FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name = ? ORDER BY ordinal_position
            """;
    private static final String KEY =
            """
            SELECT a.attname FROM pg_index i
            CROSS JOIN unnest(i.indkey) WITH ORDINALITY AS k(number, place)
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
            WHERE i.indisprimary AND i.indrelid = ('public.' || quote_ident(?))::regclass ORDER BY k.place
            """;

    private Catalogue() {}

    /**
     * All tables of the schema {@code public}, as they are now.
     *
     * @param connection a connection to the database
     * @return tables by name
     * @throws SQLException if the database does not answer
     */
    public static List<Table> tables(Connection connection) throws SQLException {
        List<Table> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet names = statement.executeQuery(TABLES)) {
            while (names.next()) {
                tables.add(table(connection, names.getString(1)));
            }
        }
        return tables;
    }

    private static Table table(Connection connection, String name) throws SQLException {
        Map<String, Form> columns = new LinkedHashMap<>();
        each(
                connection,
                COLUMNS,
                name,
                row -> columns.put(row.getString(1), Form.of(row.getString(2), row.getObject(3) != null)));
        List<String> key = new ArrayList<>();
        each(connection, KEY, name, row -> key.add(row.getString(1)));
        return new Table(name, key, columns);
    }

    /**
     * How many rows a table has.
     *
     * @param connection a connection to the database
     * @param table the table
     * @return number of rows; 0 if there is no such table
     * @throws SQLException if the database does not answer
     */
    public static long count(Connection connection, Table table) throws SQLException {
        if (!exists(connection, table)) {
            return 0;
        }
        try (Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM " + table.name())) {
            count.next();
            return count.getLong(1);
        }
    }

    /**
     * All rows of a table.
     *
     * @param connection a connection to the database
     * @param table the table
     * @return its rows; none if there is no such table
     * @throws SQLException if the database does not answer
     */
    public static TableRows rows(Connection connection, Table table) throws SQLException {
        TableRows rows = new TableRows(table);
        if (exists(connection, table)) {
            read(connection, table, rows::put);
        }
        return rows;
    }

    /** The server itself writes the rows as JSON: no driver's idea of a type stands between. */
    private static void read(Connection connection, Table table, Consumer<JsonNode> each) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT to_jsonb(t) FROM " + table.name() + " t")) {
            while (rows.next()) {
                each.accept(CanonicalJson.read(rows.getString(1)));
            }
        }
    }

    private static boolean exists(Connection connection, Table table) throws SQLException {
        List<Boolean> answer = new ArrayList<>();
        each(
                connection,
                "SELECT to_regclass('public.' || quote_ident(?)) IS NOT NULL",
                table.name(),
                row -> answer.add(row.getBoolean(1)));
        return answer.contains(true);
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private static void each(Connection connection, String query, String parameter, RowReader reader)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }
}
