/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.server.PostgresServer;
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

/** A fresh database on the suite's PostgreSQL, and tasks that write to it. One test each. */
public final class Database {
    private final PostgresServer server = TestServers.postgres();
    private final String name;

    public Database() {
        try {
            name = server.createDatabase("jdbc");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void execute(String... statements) throws SQLException {
        try (Connection connection = server.connect(name);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    public Connection connect() throws SQLException {
        return server.connect(name);
    }

    /** Rows of a query, each column as PostgreSQL prints it. */
    public List<Map<String, String>> query(String sql) throws SQLException {
        try (Connection connection = server.connect(name);
                Statement statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'");
            try (ResultSet result = statement.executeQuery(sql)) {
                ResultSetMetaData columns = result.getMetaData();
                List<Map<String, String>> rows = new ArrayList<>();
                while (result.next()) {
                    Map<String, String> row = new LinkedHashMap<>();
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        row.put(columns.getColumnName(i), result.getString(i));
                    }
                    rows.add(row);
                }
                return rows;
            }
        }
    }

    /** The rows of a table, every column cast to text, in the order of {@code orderBy}. */
    public List<Map<String, String>> table(String table, String orderBy) throws SQLException {
        List<Map<String, String>> columns = query("SELECT attname FROM pg_attribute WHERE attrelid = '" + table
                + "'::regclass AND attnum > 0 ORDER BY attnum");
        String casts = String.join(
                ", ",
                columns.stream()
                        .map(column -> '"' + column.get("attname") + "\"::text AS \"" + column.get("attname") + '"')
                        .toList());
        // Qualified, or it would order by the text.
        return query("SELECT " + casts + " FROM " + table + " AS t ORDER BY t." + orderBy);
    }

    /** The connector's settings for this database, and some more. */
    public Map<String, String> config(String... more) {
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

    /** The same for connections through another port, such as a fault proxy's. */
    Map<String, String> configThrough(int port, String... more) {
        Map<String, String> config = config(more);
        config.put("connection.url", server.jdbcUrl(name, port));
        return config;
    }

    /** A task of the connector. */
    public TaskRun task(String... more) {
        return new TaskRun(new JdbcSinkTask(), config(more));
    }
}
