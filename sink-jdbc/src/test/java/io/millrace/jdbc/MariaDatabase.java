/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.server.MariaDbServer;
import io.millrace.testkit.server.TestServers;
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

/** A fresh database, on the suite's MariaDB if no other is given. One test each. */
final class MariaDatabase {
    private final MariaDbServer server;
    private final String name;

    MariaDatabase() {
        this(TestServers.mariadb());
    }

    MariaDatabase(MariaDbServer server) {
        this.server = server;
        try {
            name = server.createDatabase("jdbc");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    String name() {
        return name;
    }

    Connection connect() throws SQLException {
        return server.connect(name);
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Rows of a query, each column as text. */
    List<Map<String, String>> query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
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
    String value(String sql) throws SQLException {
        return query(sql).get(0).values().iterator().next();
    }

    /** The connector's settings for this database, and some more. */
    Map<String, String> config(String... more) {
        Map<String, String> config = new HashMap<>();
        config.put("name", "jdbc-test");
        config.put("connection.url", server.jdbcUrl(name));
        config.put("connection.user", server.user());
        config.put("connection.password", server.password());
        config.put("connection.timeout.ms", "500");
        config.put("retry.backoff.ms", "5");
        config.put("retry.backoff.max.ms", "100");
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        return config;
    }

    /** A task whose letters are kept. */
    TaskRun task(Reports reports, String... settings) {
        Map<String, String> config = config(Reports.SETTINGS);
        for (int i = 0; i < settings.length; i += 2) {
            config.put(settings[i], settings[i + 1]);
        }
        return new TaskRun(new JdbcSinkTask(), config, reports);
    }
}
