/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.millrace.dlq.order.LedgerStore;
import io.millrace.jdbc.InsertMode;
import io.millrace.jdbc.JdbcSettings;
import io.millrace.jdbc.LedgerSettings;
import io.millrace.jdbc.batch.BatchCommit;
import io.millrace.jdbc.batch.ConnectionPool;
import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.batch.TransactionWriter;
import io.millrace.jdbc.postgres.type.Binding.Wire;
import io.millrace.sink.spi.Capabilities;
import io.millrace.sink.spi.FailureClassifier;
import io.millrace.sink.spi.LaneContext;
import io.millrace.sink.spi.LaneParts;
import io.millrace.sink.spi.Lanes;
import io.millrace.sink.spi.ProgressStore;
import io.millrace.sink.spi.Target;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Tables of a PostgreSQL database. Task thread only. */
public final class PostgresTarget implements Target {
    /** Lanes that keep progress, too: keys with letters, and letters that are replayed. */
    private static final int LETTER_LANES = 2;

    private static final Duration LONGEST_IDLE_IN_TRANSACTION = Duration.ofSeconds(10);

    private final JdbcSettings settings;
    private final HikariDataSource pool;
    private final JdbcFailures failures;
    private final @Nullable PostgresProgress progress;
    private final @Nullable LetterLedgerTable letters;
    private int lanes;

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
        this.progress = settings.ledger()
                .map(ledger -> new PostgresProgress(pool, new LedgerTable(ledger), settings.lanes() + LETTER_LANES))
                .orElse(null);
        this.letters = settings.letterLedger().map(LetterLedgerTable::new).orElse(null);
    }

    private static HikariDataSource pool(JdbcSettings settings, String task, Supplier<JdbcSettings> current) {
        HikariConfig config = ConnectionPool.settings(settings, org.postgresql.Driver.class.getName(), task, current);
        config.setDataSourceProperties(driver(settings, task));
        if (settings.letterLedger().isPresent()) {
            config.setMaximumPoolSize(config.getMaximumPoolSize() + 1);
        }
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
        // Rows do not belong in the messages of exceptions, which end in logs.
        driver.setProperty("logServerErrorDetail", "false");
        driver.setProperty("options", options(settings));
        return driver;
    }

    private static String options(JdbcSettings settings) {
        String options = "-c statement_timeout=" + settings.statementTimeout().toMillis();
        if (settings.ledger().isEmpty() && settings.letterLedger().isEmpty()) {
            return options;
        }
        // A worker that stands still in the middle of a transaction holds the rows that its successor must take over.
        return options + " -c idle_in_transaction_session_timeout=" + LONGEST_IDLE_IN_TRANSACTION.toMillis();
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }

    @Override
    public Capabilities capabilities() {
        boolean sourcePositions = settings.tables().needsSourcePositions()
                || settings.ledger().map(LedgerSettings::sourcePositions).orElse(false);
        return new Capabilities(
                new Lanes.ByKey(settings.lanes()),
                settings.tables().general().handling(),
                settings.tables().handling(),
                sourcePositions);
    }

    @Override
    public LaneParts lane(LaneContext context) {
        LaneConnection connection = new LaneConnection(pool);
        int lane = lanes++;
        BatchCommit commit = progress == null ? BatchCommit.plain(connection) : progress.commitOf(connection, lane);
        return parts(
                context,
                connection,
                letters == null ? commit : new LetterLedgerCommit(connection, letters, commit),
                settings);
    }

    @Override
    public LaneParts rehearsal(LaneContext context) {
        LaneConnection connection = new LaneConnection(pool);
        BatchCommit none = BatchCommit.rehearsal(connection, "SET CONSTRAINTS ALL IMMEDIATE");
        return parts(context, connection, none, settings.forRehearsal());
    }

    private LaneParts parts(LaneContext context, LaneConnection connection, BatchCommit commit, JdbcSettings settings) {
        Planner planner = new Planner(connection, settings);
        StagingTables staging = new StagingTables(connection, context.time());
        Statements statements = new Statements(connection, planner, settings.copyFrom(), staging);
        return new LaneParts(
                new PostgresEncoder(planner),
                new TransactionWriter<>(
                        connection, commit, planner, statements, new LastResort(connection, statements), failures));
    }

    @Override
    public Optional<ProgressStore> progress() {
        return Optional.ofNullable(progress);
    }

    @Override
    public Optional<LedgerStore> letterLedger() {
        return letters == null
                ? Optional.empty()
                : Optional.of(new PostgresLetterLedger(pool, letters, settings.connectTimeout()));
    }

    /**
     * Makes partitions of a connector that is stopped go on from other offsets.
     *
     * @param offsets by partition; {@code null} for what Kafka has
     */
    public static void alterOffsets(JdbcSettings settings, Map<TopicPartition, @Nullable Long> offsets)
            throws SQLException, PlanException {
        try (HikariDataSource pool = pool(settings, "offsets", () -> settings)) {
            new PostgresProgress(pool, new LedgerTable(settings.ledger().orElseThrow()), 0).alter(offsets);
        }
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
