/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.server.PostgresServer;
import io.millrace.testkit.server.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** A fresh database on the suite's PostgreSQL, and tasks that write to it. One test each. */
public final class Database extends SqlDatabase {
    private final PostgresServer server = TestServers.postgres();
    private final String name;

    public Database() {
        try {
            name = server.createDatabase("jdbc");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Connection connect() throws SQLException {
        return server.connect(name);
    }

    @Override
    Map<String, String> address() {
        return address(server.jdbcUrl(name), server.user(), server.password());
    }

    /** Rows of a query, each column as PostgreSQL prints it. */
    @Override
    public List<Map<String, String>> query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'");
            return query(statement, sql);
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

    /** The connector's settings for connections through another port, such as a fault proxy's. */
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
