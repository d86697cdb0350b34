/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.ansi;

import com.zaxxer.hikari.HikariConfig;
import io.millrace.jdbc.InsertMode;
import io.millrace.jdbc.JdbcSettings;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.batch.SqlErrors;
import io.millrace.jdbc.batch.TableName;
import io.millrace.jdbc.rowwise.Dialect;
import io.millrace.jdbc.rowwise.JavaTimeForm;
import io.millrace.jdbc.rowwise.TargetTable;
import io.millrace.jdbc.rowwise.TemporalForm;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.spi.FailureClassifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Any database, as far as it keeps to standard SQL and its driver to JDBC 4.2. Stateless and thread-safe.
 *
 * <p>{@code MERGE} is standard too, but few databases take it with parameters alone, and fewer in the same form. An update,
 * and an insert of what it has not met, is the same everywhere.
 */
public final class AnsiDialect implements Dialect {
    private static final Logger LOG = LoggerFactory.getLogger(AnsiDialect.class);

    private final int statementSeconds;
    private final int socketMillis;
    private final SqlErrors failures;

    public AnsiDialect(JdbcSettings settings) {
        this.statementSeconds = (int) Math.max(1, settings.statementTimeout().toSeconds());
        this.socketMillis = (int) settings.socketTimeout().toMillis();
        this.failures = new SqlErrors(new AnsiErrors(settings.insertMode() == InsertMode.INSERT));
    }

    @Override
    public void configure(HikariConfig pool, JdbcSettings settings, String task) {
        // What a driver can be told besides, every driver calls differently: it belongs into the URL.
    }

    @Override
    public void borrowed(Connection connection) throws SQLException {
        try {
            connection.setNetworkTimeout(Runnable::run, socketMillis);
        } catch (SQLFeatureNotSupportedException | AbstractMethodError e) {
            LOG.debug("The driver has no time-out for its connection; it may have one in the URL", e);
        }
    }

    @Override
    public void prepared(PreparedStatement statement) throws SQLException {
        statement.setQueryTimeout(statementSeconds);
    }

    @Override
    public String quote(String identifier) {
        return TableName.quote(identifier);
    }

    @Override
    public @Nullable TargetTable read(Connection connection, TableName name) throws SQLException {
        return AnsiCatalogue.read(connection, name);
    }

    @Override
    public @Nullable String upsertClause(
            Connection connection, TargetTable table, List<String> columns, int keyColumns) {
        return null;
    }

    @Override
    public @Nullable String ignoreClause(TargetTable table, List<String> columns, int keyColumns) throws PlanException {
        if (keyColumns == 0) {
            throw new PlanException(
                    "no-key",
                    "table '" + table.name()
                            + "': without a key there is no saying in standard SQL which rows are there"
                            + " already; set 'key.source', or 'insert.mode' to 'insert'");
        }
        return null;
    }

    /** A delete, and no TRUNCATE: that ends the transaction in many databases, and is refused where others refer to it. */
    @Override
    public String truncate(String table) {
        return "DELETE FROM " + table;
    }

    @Override
    public int mostRows() {
        return 1;
    }

    @Override
    public TemporalForm temporalForm() {
        return new JavaTimeForm();
    }

    @Override
    public boolean hasInfiniteFloats() {
        return false;
    }

    @Override
    public @Nullable String columnType(ColumnType type, int keyColumns) {
        return AnsiTypes.sql(type, keyColumns > 0);
    }

    @Override
    public FailureClassifier failures() {
        return failures;
    }
}
