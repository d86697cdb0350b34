/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.millrace.jdbc.InsertMode;
import io.millrace.jdbc.JdbcSettings;
import io.millrace.jdbc.batch.ConnectionPool;
import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.postgres.Binding.Wire;
import io.millrace.sink.spi.Capabilities;
import io.millrace.sink.spi.FailureClassifier;
import io.millrace.sink.spi.LaneContext;
import io.millrace.sink.spi.LaneParts;
import io.millrace.sink.spi.Lanes;
import io.millrace.sink.spi.Target;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Tables of a PostgreSQL database. Task thread only. */
public final class PostgresTarget implements Target {
    private final JdbcSettings settings;
    private final HikariDataSource pool;
    private final JdbcFailures failures;

    /**
     * Does not connect yet.
     *
     * @param task what connections call themselves at the server
     * @param current the settings as they are now, for logins that change
     */
    public PostgresTarget(JdbcSettings settings, String task, Supplier<JdbcSettings> current) {
        this.settings = settings;
        this.failures = new JdbcFailures(settings.insertMode() == InsertMode.INSERT);
        this.pool = pool(settings, task, current);
    }

    private static HikariDataSource pool(JdbcSettings settings, String task, Supplier<JdbcSettings> current) {
        HikariConfig config = ConnectionPool.settings(settings, org.postgresql.Driver.class.getName(), task, current);
        config.setDataSourceProperties(driver(settings, task));
        return new HikariDataSource(config);
    }

    private static Properties driver(JdbcSettings settings, String task) {
        Properties driver = new Properties();
        driver.setProperty("ApplicationName", "millrace " + task);
        driver.setProperty("tcpKeepAlive", "true");
        driver.setProperty("connectTimeout", seconds(settings.connectTimeout()));
        driver.setProperty("loginTimeout", seconds(settings.connectTimeout()));
        driver.setProperty("socketTimeout", seconds(settings.socketTimeout()));
        // Arrays of these types are built here in binary; the driver must not turn them into text.
        driver.setProperty(
                "binaryTransferEnable",
                Arrays.stream(Wire.values())
                        .map(wire -> wire.type().toUpperCase(java.util.Locale.ROOT) + "_ARRAY")
                        .collect(Collectors.joining(",")));
        driver.setProperty("prepareThreshold", "1");
        driver.setProperty(
                "options", "-c statement_timeout=" + settings.statementTimeout().toMillis());
        return driver;
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                new Lanes.ByKey(settings.lanes()),
                settings.tables().general().handling(),
                settings.tables().handling());
    }

    @Override
    public LaneParts lane(LaneContext context) {
        LaneConnection connection = new LaneConnection(pool);
        Planner planner = new Planner(connection, settings);
        return new LaneParts(new PostgresEncoder(planner), new PostgresWriter(connection, planner, failures));
    }

    @Override
    public FailureClassifier classifier() {
        return failures;
    }

    @Override
    public void close() {
        pool.close();
    }
}
