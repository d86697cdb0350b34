/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.millrace.jdbc.InsertMode;
import io.millrace.jdbc.JdbcSettings;
import io.millrace.jdbc.batch.BatchCommit;
import io.millrace.jdbc.batch.ConnectionPool;
import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.batch.Refusals;
import io.millrace.jdbc.batch.TransactionWriter;
import io.millrace.sink.spi.Capabilities;
import io.millrace.sink.spi.FailureClassifier;
import io.millrace.sink.spi.LaneContext;
import io.millrace.sink.spi.LaneParts;
import io.millrace.sink.spi.Lanes;
import io.millrace.sink.spi.Target;
import java.util.function.Supplier;

/** Tables of a database that is written row by row. Task thread only. */
public final class RowwiseTarget implements Target {
    private final Dialect dialect;
    private final JdbcSettings settings;
    private final HikariDataSource pool;

    /**
     * Does not connect yet.
     *
     * @param driver class of the driver
     * @param task what connections call themselves
     * @param current the settings as they are now, for logins that change
     */
    public RowwiseTarget(
            Dialect dialect, JdbcSettings settings, String driver, String task, Supplier<JdbcSettings> current) {
        this.dialect = dialect;
        this.settings = settings;
        this.pool = pool(dialect, settings, driver, task, current);
    }

    private static HikariDataSource pool(
            Dialect dialect, JdbcSettings settings, String driver, String task, Supplier<JdbcSettings> current) {
        HikariConfig config = ConnectionPool.settings(settings, driver, task, current);
        dialect.configure(config, settings, task);
        return new HikariDataSource(config);
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                new Lanes.ByKey(settings.lanes()),
                settings.tables().general().handling(),
                settings.tables().handling(),
                false);
    }

    @Override
    public LaneParts lane(LaneContext context) {
        LaneConnection connection = new LaneConnection(pool, dialect::borrowed, dialect::prepared);
        return parts(connection, BatchCommit.plain(connection), settings);
    }

    @Override
    public LaneParts rehearsal(LaneContext context) {
        LaneConnection connection = new LaneConnection(pool, dialect::borrowed, dialect::prepared);
        return parts(connection, BatchCommit.rehearsal(connection, ""), settings.forRehearsal());
    }

    private LaneParts parts(LaneConnection connection, BatchCommit commit, JdbcSettings settings) {
        RowPlanner planner = new RowPlanner(connection, dialect, settings);
        RowStatements statements = new RowStatements(connection, planner);
        // In other modes the event that waits would not bring back what its row has given up.
        Refusals<RowPlan> refusals = settings.insertMode() == InsertMode.UPSERT
                ? new LastResort(connection, statements, dialect)
                : Refusals.asTheyAre();
        return new LaneParts(
                new RowEncoder(planner, settings.insertMode()),
                new TransactionWriter<>(connection, commit, planner, statements, refusals, dialect.failures()));
    }

    @Override
    public FailureClassifier classifier() {
        return dialect.failures();
    }

    @Override
    public void close() {
        pool.close();
    }
}
