/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.sink.connect.SinkConfig;
import io.millrace.sink.spi.Target;
import io.millrace.testkit.contract.Capability;
import io.millrace.testkit.contract.ContractTarget;
import io.millrace.testkit.contract.TargetContractTest;
import io.millrace.testkit.proxy.FaultProxy;
import io.millrace.testkit.server.PostgresServer;
import io.millrace.testkit.server.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** PostgreSQL keeps the contract. */
class PostgresContractIT extends TargetContractTest {
    @Override
    protected ContractTarget newTarget() throws Exception {
        return new PostgresContractTarget(TestServers.postgres(), more());
    }

    /** Settings beside those that are needed. */
    Map<String, String> more() {
        return Map.of();
    }

    private static final class PostgresContractTarget implements ContractTarget {
        private final PostgresServer server;
        private final FaultProxy proxy;
        private final String database;
        private final Map<String, String> more;

        PostgresContractTarget(PostgresServer server, Map<String, String> more) throws SQLException {
            this.server = server;
            this.more = more;
            this.database = server.createDatabase("contract");
            this.proxy = FaultProxy.before("127.0.0.1", server.port());
            try (Connection connection = server.connect(database);
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity integer CHECK (quantity <> "
                                + REFUSED_QUANTITY + "), note text)");
            }
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of(
                    Capability.KEEPS_ROWS,
                    Capability.PARTIAL_ROWS,
                    Capability.REFUSES_ROWS,
                    Capability.REHEARSES,
                    Capability.TRUNCATE,
                    Capability.SCHEMALESS);
        }

        @Override
        public Target open() {
            JdbcPlugin plugin = new JdbcPlugin();
            Map<String, String> config = new HashMap<>(Map.of(
                    "connection.url",
                    server.jdbcUrl(database, proxy.port()),
                    "connection.user",
                    server.user(),
                    "connection.password",
                    server.password(),
                    "connection.timeout.ms",
                    "1000",
                    "statement.timeout.ms",
                    "5000",
                    "socket.timeout.ms",
                    "6000",
                    "schema.evolution",
                    "add"));
            config.putAll(more);
            return plugin.target(new SinkConfig(plugin).parse(config), "contract-0");
        }

        @Override
        public String destination() {
            return "orders";
        }

        @Override
        public Map<Long, Map<String, Object>> rows() throws SQLException {
            Map<Long, Map<String, Object>> rows = new HashMap<>();
            try (Connection connection = server.connect(database);
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT * FROM orders")) {
                ResultSetMetaData columns = result.getMetaData();
                while (result.next()) {
                    Map<String, Object> row = new HashMap<>();
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        row.put(columns.getColumnName(i), result.getObject(i));
                    }
                    rows.put(result.getLong("id"), row);
                }
            }
            return rows;
        }

        @Override
        public void interrupt() {
            proxy.refuse();
            proxy.cutAll();
        }

        @Override
        public void restore() {
            proxy.pass();
        }

        @Override
        public void loseReplies() {
            proxy.dropResponse();
        }

        @Override
        public List<String> refusedKeys(Map<String, String> settings) {
            Map<String, String> config = new HashMap<>(settings);
            config.put("connection.url", "jdbc:postgresql://localhost/x");
            return new SinkConfig(new JdbcPlugin())
                    .validate(config).stream()
                            .filter(value -> !value.errorMessages().isEmpty())
                            .map(value -> value.name())
                            .toList();
        }

        @Override
        public void close() {
            proxy.close();
        }
    }
}
