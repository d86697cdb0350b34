/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.testkit.contract.TaskRun;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A fresh database, whichever it is, and the connector's settings for it. One test each. */
public abstract class SqlDatabase {
    /** A connection in auto-commit mode; the caller closes it. */
    public abstract Connection connect() throws SQLException;

    /** The settings that lead the connector to this database. */
    abstract Map<String, String> address();

    static Map<String, String> address(String url, String user, String password) {
        return Map.of("connection.url", url, "connection.user", user, "connection.password", password);
    }

    public final void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Rows of a query, each column as text. */
    public List<Map<String, String>> query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            return query(statement, sql);
        }
    }

    static List<Map<String, String>> query(Statement statement, String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            ResultSetMetaData columns = result.getMetaData();
            List<Map<String, String>> rows = new ArrayList<>();
            while (result.next()) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.put(columns.getColumnLabel(i), result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** The only value of a query. */
    final String value(String sql) throws SQLException {
        return query(sql).get(0).values().iterator().next();
    }

    /** The connector's settings for this database, and some more. */
    public final Map<String, String> config(String... more) {
        Map<String, String> config = new HashMap<>(address());
        config.put("name", "jdbc-test");
        config.put("connection.timeout.ms", "500");
        config.put("retry.backoff.ms", "5");
        config.put("retry.backoff.max.ms", "100");
        return with(config, more);
    }

    /** A task whose letters are kept. */
    final TaskRun task(Reports reports, String... more) {
        return new TaskRun(new JdbcSinkTask(), with(config(Reports.SETTINGS), more), reports);
    }

    private static Map<String, String> with(Map<String, String> config, String... more) {
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        return config;
    }
}
