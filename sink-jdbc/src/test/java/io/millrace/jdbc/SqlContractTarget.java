/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.sink.connect.SinkConfig;
import io.millrace.sink.spi.Target;
import io.millrace.testkit.contract.Capability;
import io.millrace.testkit.contract.ContractTarget;
import io.millrace.testkit.proxy.FaultProxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A database behind a fault proxy, whichever it is. Confined to the test's thread. */
final class SqlContractTarget implements ContractTarget {
    /** Columns of the table that no event has. */
    private static final Set<String> OTHERS = Set.of("token");

    private final FaultProxy proxy;
    private final String directUrl;
    private final Map<String, String> config = new HashMap<>();
    private final String table;

    /**
     * @param directUrl leads to the server past the proxy, user and password included
     * @param config the connector's settings, which lead through the proxy
     * @param table the table's name as SQL
     * @param create makes the table
     */
    SqlContractTarget(FaultProxy proxy, String directUrl, Map<String, String> config, String table, String create)
            throws SQLException {
        this.proxy = proxy;
        this.directUrl = directUrl;
        this.table = table;
        this.config.putAll(config);
        this.config.put("connection.timeout.ms", "1000");
        this.config.put("statement.timeout.ms", "5000");
        this.config.put("socket.timeout.ms", "6000");
        this.config.put("schema.evolution", "add");
        try (Connection connection = DriverManager.getConnection(directUrl);
                Statement statement = connection.createStatement()) {
            statement.execute(create);
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
        return plugin.target(new SinkConfig(plugin).parse(config), "contract-0");
    }

    @Override
    public String destination() {
        return "orders";
    }

    @Override
    public Map<Long, Map<String, Object>> rows() throws SQLException {
        Map<Long, Map<String, Object>> rows = new HashMap<>();
        try (Connection connection = DriverManager.getConnection(directUrl);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM " + table)) {
            ResultSetMetaData columns = result.getMetaData();
            while (result.next()) {
                Map<String, Object> row = new HashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    if (!OTHERS.contains(columns.getColumnName(i))) {
                        Object value = result.getObject(i);
                        boolean plain = value == null || value instanceof Long || value instanceof Integer;
                        row.put(columns.getColumnName(i), plain ? value : result.getString(i));
                    }
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
        Map<String, String> all = new HashMap<>(config);
        all.putAll(settings);
        return new SinkConfig(new JdbcPlugin())
                .validate(all).stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .map(value -> value.name())
                        .toList();
    }

    @Override
    public void close() {
        proxy.close();
    }
}
