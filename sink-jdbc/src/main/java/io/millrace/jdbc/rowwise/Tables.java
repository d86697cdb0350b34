/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import io.millrace.jdbc.JdbcSettings;
import io.millrace.jdbc.SchemaEvolution;
import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.batch.TableName;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.Destination;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables that events go to, as the catalogue describes them; creates and extends them if it may. Confined to its lane.
 *
 * <p>Several tasks may find the same thing missing at the same moment, and not every database has locks or conditions for
 * that. So whoever is refused looks again: if everything is there by now, another one has made it. Only the key is NOT
 * NULL, and no defaults are set: those of the source that come along are not to be trusted.
 */
final class Tables {
    private static final int ATTEMPTS = 3;

    /** Under the same name as PostgreSQL's, so that it can be sent to the people who change tables. */
    private static final Logger DDL = LoggerFactory.getLogger("io.millrace.jdbc.ddl");

    private final LaneConnection connection;
    private final Dialect dialect;
    private final ColumnFit fit;
    private final SchemaEvolution evolution;
    private final boolean executes;
    private final Set<String> logged = new HashSet<>();
    private final Duration lockTimeout;
    private final Duration statementTimeout;
    private final Map<Destination, TargetTable> tables = new HashMap<>();

    Tables(LaneConnection connection, Dialect dialect, JdbcSettings settings) {
        this.connection = connection;
        this.dialect = dialect;
        this.fit = new ColumnFit(dialect);
        this.evolution = settings.evolution();
        this.executes = settings.ddl().execute();
        this.lockTimeout = settings.ddl().lockTimeout();
        this.statementTimeout = settings.statementTimeout();
    }

    void forget() {
        tables.clear();
    }

    /** A table's name as SQL. */
    String sql(TargetTable table) {
        return sql(table.name());
    }

    private String sql(TableName name) {
        String table = dialect.quote(name.table());
        return name.schema().map(schema -> dialect.quote(schema) + "." + table).orElse(table);
    }

    /** The table of a destination, which must be there. */
    TargetTable existing(Destination destination) throws SQLException, PlanException {
        return table(destination, List.of(), List.of(), List.of(), true);
    }

    /**
     * The table of a destination with all these columns.
     *
     * @param marks columns that mark deleted rows
     * @param delete whether it is needed for deletes alone, which do not tell what other columns there are
     */
    TargetTable table(
            Destination destination, List<Column> key, List<Column> others, List<Column> marks, boolean delete)
            throws SQLException, PlanException {
        TableName name = TableName.parse(destination.name());
        TargetTable table = tables.get(destination);
        if (table == null) {
            table = dialect.read(connection.open(), name);
        }
        if (table == null) {
            table = create(name, key, others, marks, delete);
        }
        for (int attempt = 1; !isComplete(table, key, others, marks); attempt++) {
            table = extend(table, missing(table, key, others), missing(table, marks, List.of()), attempt);
        }
        if (!delete && evolution == SchemaEvolution.EVOLVE) {
            table = evolve(table, key, others);
        } else if (!delete && evolution == SchemaEvolution.VALIDATE) {
            ColumnFit.requireAll(table, others);
        }
        tables.put(destination, table);
        return table;
    }

    private static boolean isComplete(TargetTable table, List<Column> key, List<Column> others, List<Column> marks) {
        return missing(table, key, others).isEmpty()
                && missing(table, marks, List.of()).isEmpty();
    }

    private TargetTable create(
            TableName name, List<Column> key, List<Column> others, List<Column> marks, boolean delete)
            throws SQLException, PlanException {
        if (!evolution.adds()) {
            throw new PlanException(
                    "no-table",
                    "table '" + name + "' does not exist, or the user may not see it; create it, or set"
                            + " 'schema.evolution' to 'add'");
        }
        if (delete) {
            throw new PlanException(
                    "no-table",
                    "table '" + name + "' does not exist, and a delete does not tell what its columns are; create it");
        }
        String ddl = createStatement(name, key, others, marks);
        requireExecuted(name, List.of(ddl));
        SQLException refused = run(ddl);
        TargetTable table = dialect.read(connection.open(), name);
        if (table == null) {
            if (refused != null) {
                throw refused;
            }
            throw new PlanException("no-table", "table '" + name + "' was created and is not visible to the user");
        }
        return table;
    }

    private TargetTable extend(TargetTable table, List<Column> missing, List<Column> marks, int attempt)
            throws SQLException, PlanException {
        if (!evolution.adds()) {
            throw new PlanException(
                    "unknown-column",
                    "table '" + table.name() + "' has no column "
                            + Stream.concat(missing.stream(), marks.stream())
                                    .map(Column::name)
                                    .toList()
                            + "; add it, leave the field out of the events, or set 'schema.evolution' to 'add'");
        }
        List<String> ddl = new ArrayList<>();
        for (Column column : missing) {
            ddl.add("ALTER TABLE " + sql(table) + " ADD COLUMN " + definition(table.name(), column, 0));
        }
        for (Column mark : marks) {
            ddl.add("ALTER TABLE " + sql(table) + " ADD COLUMN " + mark(table.name(), mark));
        }
        requireExecuted(table.name(), ddl);
        for (String addition : ddl) {
            // One by one: several in one statement are not standard, and another task may have added some of them.
            SQLException refused = run(addition);
            if (refused != null && attempt == ATTEMPTS) {
                throw refused;
            }
        }
        return reread(table);
    }

    private TargetTable reread(TargetTable table) throws SQLException, PlanException {
        connection.forgetStatements();
        TargetTable reread = dialect.read(connection.open(), table.name());
        if (reread == null) {
            throw new PlanException("no-table", "table '" + table.name() + "' has just gone");
        }
        return reread;
    }

    /** Widens columns that are too narrow, and lets columns take NULL. */
    private TargetTable evolve(TargetTable narrow, List<Column> key, List<Column> others)
            throws SQLException, PlanException {
        TargetTable table = narrow;
        List<ColumnChange> changes = fit.changes(table, key, others);
        for (int attempt = 1; !changes.isEmpty(); attempt++) {
            String ddl = dialect.changeColumns(connection.open(), sql(table), changes);
            requireExecuted(table.name(), List.of(ddl));
            SQLException refused = run(ddl);
            table = reread(table);
            changes = fit.changes(table, key, others);
            if (attempt == ATTEMPTS && !changes.isEmpty()) {
                throw new PlanException(
                        "ddl-refused",
                        "table '" + table.name() + "' cannot be changed"
                                + (refused == null ? "" : " [" + refused.getErrorCode() + "]")
                                + "; the statement was: " + ddl);
            }
        }
        return table;
    }

    /** @throws PlanException with the statements in its message, if others are to execute them */
    private void requireExecuted(TableName table, List<String> ddl) throws PlanException {
        if (executes) {
            return;
        }
        String sql = String.join("; ", ddl);
        if (logged.add(sql)) {
            DDL.warn("To be executed by hand ('schema.ddl' is 'log'): {};", sql);
        }
        throw new PlanException(
                "ddl-needed",
                "table '" + table + "' does not fit its events, and 'schema.ddl' is 'log'; execute: " + sql);
    }

    private String createStatement(TableName name, List<Column> key, List<Column> others, List<Column> marks)
            throws PlanException {
        List<String> parts = new ArrayList<>();
        for (Column column : key) {
            parts.add(definition(name, column, key.size()) + " NOT NULL");
        }
        for (Column column : others) {
            parts.add(definition(name, column, 0));
        }
        for (Column mark : marks) {
            parts.add(mark(name, mark));
        }
        if (!key.isEmpty()) {
            List<String> names =
                    key.stream().map(column -> dialect.quote(column.name())).toList();
            parts.add("PRIMARY KEY (" + String.join(", ", names) + ")");
        }
        return "CREATE TABLE " + sql(name) + " (" + String.join(", ", parts) + ")" + dialect.tableOptions();
    }

    /** Rows that are there already are not deleted. */
    private String mark(TableName table, Column mark) throws PlanException {
        return definition(table, mark, 0) + (mark.optional() ? "" : " DEFAULT FALSE NOT NULL");
    }

    private String definition(TableName table, Column column, int keyColumns) throws PlanException {
        String type = dialect.columnType(column.type(), keyColumns);
        if (type == null) {
            throw new PlanException(
                    "no-column-type",
                    "there is no type for a new column '" + column.name() + "' of table '" + table
                            + "': its values are " + column.type().describe() + ". Create the column by hand");
        }
        return dialect.quote(column.name()) + " " + type;
    }

    /** Returns why it was refused, if it was. */
    private @Nullable SQLException run(String ddl) throws SQLException {
        // Whatever the transaction has read so far is not needed any more, and nothing was written before a plan is
        // made.
        connection.rollback();
        DDL.info("Changing the database: {}", ddl);
        limitLocks(lockTimeout);
        try (Statement statement = connection.open().createStatement()) {
            statement.execute(ddl);
            connection.commit();
            return null;
        } catch (SQLException e) {
            DDL.debug("Refused: {}", ddl, e);
            connection.rollback();
            return e;
        } finally {
            limitLocks(statementTimeout);
        }
    }

    /** Everybody else who wants the table waits behind a change that waits. */
    private void limitLocks(Duration longest) throws SQLException {
        String sql = dialect.tableLockTimeout(longest);
        if (sql != null) {
            try (Statement statement = connection.open().createStatement()) {
                statement.execute(sql);
            }
        }
    }

    private static List<Column> missing(TargetTable table, List<Column> key, List<Column> others) {
        List<Column> missing = new ArrayList<>();
        for (Column column : key) {
            if (table.column(column.name()) == null) {
                missing.add(column);
            }
        }
        for (Column column : others) {
            if (table.column(column.name()) == null) {
                missing.add(column);
            }
        }
        return missing;
    }
}
