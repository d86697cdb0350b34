/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import com.zaxxer.hikari.HikariConfig;
import io.millrace.jdbc.JdbcSettings;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.batch.TableName;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.spi.FailureClassifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where databases differ. Stateless and thread-safe; a new database is one of these and a line in the registry. */
public interface Dialect {
    /** Sets what sessions and the driver need: time zone, strictness, time-outs. */
    void configure(HikariConfig pool, JdbcSettings settings, String task);

    /** Called with each connection that a lane borrows, and with each statement it prepares. */
    default void prepared(PreparedStatement statement) throws SQLException {}

    /** See {@link #prepared}. */
    default void borrowed(Connection connection) throws SQLException {}

    /** An identifier as SQL, whatever it holds. */
    String quote(String identifier);

    /** The table as it is now, or {@code null} if there is none of that name. */
    @Nullable
    TargetTable read(Connection connection, TableName name) throws SQLException;

    /**
     * What comes behind {@code INSERT INTO t (...) VALUES (...), (...)} so that rows which are there already are replaced;
     * {@code null} if rows are to be updated first and those that are missing inserted afterwards.
     *
     * @param columns columns that are written, the key's first
     * @param keyColumns how many of them are the key's
     * @throws PlanException if an upsert could hit another row than the key's
     */
    @Nullable
    String upsertClause(Connection connection, TargetTable table, List<String> columns, int keyColumns)
            throws SQLException, PlanException;

    /**
     * As {@link #upsertClause}, but rows which are there already stay as they are.
     *
     * @param keyColumns how many of the columns are the key's; 0 if whatever is unique counts
     */
    @Nullable
    String ignoreClause(TargetTable table, List<String> columns, int keyColumns) throws PlanException;

    /** SQL that bounds the wait for a lock on a whole table from now on; {@code null} if there is none. */
    default @Nullable String tableLockTimeout(Duration longest) {
        return null;
    }

    /** SQL that empties a table. */
    String truncate(String table);

    /** How many rows one statement may carry; 1 for a driver's own batches of single rows. */
    int mostRows();

    /** How large a statement, or a single row, may be in bytes. */
    default long mostBytes(Connection connection) throws SQLException {
        return Long.MAX_VALUE;
    }

    /** How it is told dates and times. */
    TemporalForm temporalForm();

    /** Whether floating-point columns take infinity and NaN. */
    boolean hasInfiniteFloats();

    /**
     * The type of a column that we create, one that keeps everything; {@code null} if there is none.
     *
     * @param keyColumns how many columns the key has if this is one of them, else 0
     */
    @Nullable
    String columnType(ColumnType type, int keyColumns);

    /** What comes behind the closing bracket of {@code CREATE TABLE}. */
    default String tableOptions() {
        return "";
    }

    /**
     * A type that takes everything a column holds and everything that events may bring besides; {@code null} if the column
     * is wide enough, or there is no such type.
     */
    default @Nullable String widerType(TargetColumn column, ColumnType events) {
        return null;
    }

    /**
     * SQL that changes columns, and nothing about them that need not be changed.
     *
     * @param table as SQL
     * @throws PlanException if that is not possible
     */
    default String changeColumns(Connection connection, String table, List<ColumnChange> changes)
            throws SQLException, PlanException {
        throw new PlanException("ddl-impossible", "columns of table " + table + " cannot be changed; do it by hand");
    }

    /** Its table of errors. */
    FailureClassifier failures();
}
