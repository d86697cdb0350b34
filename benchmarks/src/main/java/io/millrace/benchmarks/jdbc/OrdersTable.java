/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.jdbc;

import io.millrace.benchmarks.data.Events;
import io.millrace.benchmarks.data.OrderRecords;
import io.millrace.benchmarks.data.RecordShape;
import io.millrace.jdbc.DdlSettings;
import io.millrace.jdbc.InsertMode;
import io.millrace.jdbc.JdbcPlugin;
import io.millrace.jdbc.JdbcSettings;
import io.millrace.jdbc.SchemaEvolution;
import io.millrace.jdbc.Tables;
import io.millrace.jdbc.ansi.AnsiDialect;
import io.millrace.jdbc.rowwise.RowwiseTarget;
import io.millrace.sink.connect.SinkConfig;
import io.millrace.sink.spi.Target;
import io.millrace.testkit.server.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/**
 * A table of its own on a real PostgreSQL server, and the way there. Confined to one thread.
 *
 * <p>The server is the one that {@value #URL} names, or else one that is started for this JVM.
 */
public final class OrdersTable implements AutoCloseable {
    /** JDBC URL of a server to use. It is shared by the JVMs that JMH forks. */
    public static final String URL = "millrace.benchmarks.postgres.url";

    /** User of that server. */
    public static final String USER = "millrace.benchmarks.postgres.user";

    /** Password of that server. */
    public static final String PASSWORD = "millrace.benchmarks.postgres.password";

    private final String url;
    private final String user;
    private final String password;
    private final Target target;

    /** Makes the table anew, with the columns of {@code shape}. */
    public OrdersTable(RecordShape shape) throws SQLException {
        this(shape, Map.of());
    }

    /** @param settings more of the configuration; what is known of an earlier table is forgotten */
    OrdersTable(RecordShape shape, Map<String, String> settings) throws SQLException {
        String given = System.getProperty(URL);
        url = given == null ? TestServers.postgres().jdbcUrl("postgres") : given;
        user = System.getProperty(USER, "postgres");
        password = given == null ? TestServers.postgres().password() : System.getProperty(PASSWORD, "");
        String table = Events.DESTINATION.name();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS millrace_ledger, " + table);
            statement.execute(OrderRecords.createTable(table, shape));
        }
        JdbcPlugin plugin = new JdbcPlugin();
        Map<String, String> config = new HashMap<>(settings);
        config.put("connection.url", url);
        config.put("connection.user", user);
        config.put("connection.password", password);
        target = plugin.target(new SinkConfig(plugin).parse(config), "benchmark");
    }

    /** The same table as any database that only knows standard SQL, by PostgreSQL's driver. */
    static OrdersTable rowByRow(RecordShape shape) throws SQLException {
        OrdersTable table = new OrdersTable(shape);
        table.close();
        return new OrdersTable(table);
    }

    private OrdersTable(OrdersTable other) {
        url = other.url;
        user = other.user;
        password = other.password;
        JdbcSettings settings = new JdbcSettings(
                url,
                Optional.of(user),
                Optional.of(new Password(password)),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(90),
                1,
                Tables.of(InsertMode.UPSERT, SchemaEvolution.NONE),
                new DdlSettings(true, Duration.ofSeconds(2)),
                0,
                Optional.empty(),
                Optional.empty());
        target = new RowwiseTarget(
                new AnsiDialect(settings), settings, "org.postgresql.Driver", "benchmark", () -> settings);
    }

    /** A connection beside the target's, with the driver's best setting for plain batches. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url + "?reWriteBatchedInserts=true", user, password);
    }

    Target target() {
        return target;
    }

    @Override
    public void close() {
        target.close();
    }
}
