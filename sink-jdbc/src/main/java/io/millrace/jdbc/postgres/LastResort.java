/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.dlq.Failure;
import io.millrace.jdbc.InsertMode;
import io.millrace.jdbc.batch.Group;
import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.batch.Refusals;
import io.millrace.sink.spi.Batch;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends circles of rows that wait for each other. Confined to its lane.
 *
 * <p>Topics are not read in the source's order, and after a crash rows fall back to earlier states for a moment. Then two
 * rows can each hold the value that the other one is to get, or a row that is to go holds one that a new row waits for
 * while others still refer to it: no order of single writes leads out of that. So a row whose event has been refused often
 * gives its own unique values up: they become NULL, or, where they cannot and nothing refers to the row, the row goes. The
 * event itself is still owed and brings everything back as soon as what it wants is free.
 */
final class LastResort implements Refusals<TablePlan> {
    private static final Logger LOG = LoggerFactory.getLogger(LastResort.class);

    /** With growing back-off these take some seconds: whatever resolves by itself has done so. */
    private static final int ATTEMPTS = 8;

    private static final Set<String> CIRCULAR = Set.of("jdbc.23505", "jdbc.23P01", "jdbc.23503");

    private static final String UNIQUE_COLUMNS =
            "SELECT DISTINCT a.attname, a.attnotnull FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid"
                    + " AND a.attnum = ANY (i.indkey) WHERE i.indrelid = CAST(? AS regclass)"
                    + " AND (i.indisunique OR i.indisexclusion) AND a.attgenerated = '' ORDER BY a.attname";
    private static final String IS_REFERRED_TO =
            "SELECT EXISTS (SELECT FROM pg_constraint WHERE confrelid = CAST(? AS regclass) AND contype = 'f')";

    private final LaneConnection connection;
    private final Statements statements;

    LastResort(LaneConnection connection, Statements statements) {
        this.connection = connection;
        this.statements = statements;
    }

    /** Whether an entry that has just been refused has come to this. */
    @Override
    public boolean isDue(Batch batch, int entry, Failure failure) {
        return batch.attempts(entry) >= ATTEMPTS
                && CIRCULAR.contains(failure.code().value());
    }

    @Override
    public Failure refused(Batch batch, Group<TablePlan> group, int entry, Failure failure) throws SQLException {
        if (isDue(batch, entry, failure)) {
            vacate(batch, group, entry);
        }
        return ofRow(failure, group);
    }

    /** Where rows are only ever created, a value that is taken stays taken: there is nothing to wait for. */
    private static Failure ofRow(Failure failure, Group<TablePlan> group) {
        boolean taken = group.kind() == Group.Kind.WRITE
                && group.plan().mode() == InsertMode.INSERT
                && failure instanceof Failure.Dependency
                && JdbcFailures.isTaken(failure.code());
        return taken ? new Failure.Rejected(failure.code(), failure.message(), failure.cause()) : failure;
    }

    /** Makes the row of an entry give up what others may wait for. */
    private void vacate(Batch batch, Group<TablePlan> group, int entry) throws SQLException {
        TablePlan plan = group.plan();
        String sql = plan.restores() ? sql(plan, group.kind()) : null;
        if (sql == null) {
            return;
        }
        Savepoint before = connection.open().setSavepoint();
        try {
            if (statements.executeForKey(sql, batch, plan, entry) > 0) {
                LOG.info(
                        "A row of {} has given up its unique values for the moment, since events wait for each other",
                        plan.table().name());
            }
        } catch (SQLException e) {
            // It stays held; if nothing else resolves it, it becomes a dead letter in the end.
            LOG.debug(
                    "A row of {} cannot give up its unique values", plan.table().name(), e);
            connection.open().rollback(before);
        }
        connection.open().releaseSavepoint(before);
    }

    private @Nullable String sql(TablePlan plan, Group.Kind kind) throws SQLException {
        Sql key =
                new Sql(plan.table().name(), plan.fields().subList(0, plan.keyColumns()), plan.keyColumns(), Map.of());
        List<String> nullable = new ArrayList<>();
        boolean all = uniqueColumns(plan, kind, nullable);
        // A part of a row could not bring the row back.
        if (!all && kind == Group.Kind.WRITE && !isReferredTo(plan.table())) {
            return key.delete();
        }
        return nullable.isEmpty() ? null : key.setNull(nullable);
    }

    /** Collects columns that can be NULL for a while. Returns whether that is all that the event would bring back. */
    private boolean uniqueColumns(TablePlan plan, Group.Kind kind, List<String> nullable) throws SQLException {
        boolean all = true;
        try (PreparedStatement query = connection.open().prepareStatement(UNIQUE_COLUMNS)) {
            query.setString(1, plan.table().name().sql());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    String column = rows.getString(1);
                    if (isKey(plan, column) || (kind != Group.Kind.DELETE && !isWritten(plan, column))) {
                        continue;
                    }
                    if (rows.getBoolean(2)) {
                        all = false;
                    } else {
                        nullable.add(column);
                    }
                }
            }
        }
        return all;
    }

    private static boolean isKey(TablePlan plan, String column) {
        return plan.fields().subList(0, plan.keyColumns()).stream()
                .anyMatch(field -> field.name().equals(column));
    }

    private static boolean isWritten(TablePlan plan, String column) {
        return plan.fields().stream().anyMatch(field -> field.name().equals(column));
    }

    private boolean isReferredTo(PgTable table) throws SQLException {
        try (PreparedStatement query = connection.open().prepareStatement(IS_REFERRED_TO)) {
            query.setString(1, table.name().sql());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }
}
