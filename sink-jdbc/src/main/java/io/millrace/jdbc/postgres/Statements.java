/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.Group;
import io.millrace.jdbc.batch.GroupStatements;
import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.batch.Told;
import io.millrace.jdbc.postgres.KindPlan.RowsSql;
import io.millrace.jdbc.postgres.KindPlan.Staged;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.spi.Batch;
import io.millrace.sink.spi.Outcome;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Executes groups. Rows go as one array per column; many rows at once are copied to a temporary table first, which the
 * statement takes them from. Confined to its lane.
 */
final class Statements implements GroupStatements<TablePlan> {
    /** Rows that go straight into their table are worth it sooner: ADR 16. */
    private static final int STRAIGHT_SHARE = 10;

    private final LaneConnection connection;
    private final Planner planner;
    private final int copyFrom;
    private final int straightFrom;
    private final StagingTables staging;
    private final ArrayRows arrays = new ArrayRows();
    private final CopiedRows copied = new CopiedRows();
    private boolean[] found = new boolean[64];

    /** @param copyFrom from how many values on, rows times columns, they are copied */
    Statements(LaneConnection connection, Planner planner, int copyFrom, StagingTables staging) {
        this.connection = connection;
        this.planner = planner;
        this.copyFrom = copyFrom;
        this.straightFrom = Math.max(1, copyFrom / STRAIGHT_SHARE);
        this.staging = staging;
    }

    @Override
    public void prepare(List<Group<TablePlan>> groups) throws SQLException {
        for (Group<TablePlan> group : groups) {
            Staged staged = staged(group, group.size());
            if (staged != null) {
                staging.make(staged.table());
            }
        }
    }

    /** How so many rows of a group would be copied, or {@code null} if they are not. */
    private @Nullable Staged staged(Group<TablePlan> group, int size) {
        return group.kind() == Group.Kind.TRUNCATE || values(group, size) < copyFrom
                ? null
                : group.plan().of(group.kind()).staged();
    }

    /** What a row saves by being copied grows with its columns, and what a temporary table costs does not: ADR 16. */
    private static long values(Group<TablePlan> group, int rows) {
        return (long) rows * group.plan().fields().size();
    }

    @Override
    public boolean isSingle(Group<TablePlan> group) {
        return group.kind() == Group.Kind.TRUNCATE
                || (staged(group, group.size()) == null
                        && group.plan().of(group.kind()).arrays().older() == null);
    }

    @Override
    public long wakeAt() {
        return staging.dropAt();
    }

    @Override
    public void wakeUp() {
        staging.drop();
    }

    @Override
    public void execute(Batch batch, Group<TablePlan> group, int from, int to, Told told)
            throws SQLException, PlanException {
        switch (group.kind()) {
            case TRUNCATE -> {
                ChangeEvent event = batch.event(group.entries()[from]);
                connection.prepare(planner.truncate(event.destination())).executeUpdate();
            }
            case DELETE, WRITE -> {
                CopyTarget itself = values(group, to - from) < straightFrom
                        ? null
                        : group.plan().of(group.kind()).itself();
                if (itself != null) {
                    copied.copy(connection.open(), itself, batch, group, from, to);
                    return;
                }
                Staged staged = copy(batch, group, from, to);
                PreparedStatement statement = statement(staged, batch, group, from, to);
                if (statement.executeUpdate() < to - from) {
                    for (int older : older(staged, group, from)) {
                        told.tell(older, Outcome.STALE);
                    }
                }
            }
            case UPDATE -> {
                Staged staged = copy(batch, group, from, to);
                update(statement(staged, batch, group, from, to), to - from);
                tellOfMissing(staged, group, from, to, told);
            }
        }
    }

    /** Copies rows if that pays. Returns where they are, or {@code null} if they were not copied. */
    private @Nullable Staged copy(Batch batch, Group<TablePlan> group, int from, int to) throws SQLException {
        Staged staged = staged(group, to - from);
        if (staged == null || !staging.isFree(staged.table())) {
            return null;
        }
        staging.use(staged.table());
        try {
            copied.copy(connection.open(), staged.table().copy(), batch, group, from, to);
        } catch (SQLException e) {
            throw staging.failed(staged.table(), e);
        }
        return staged;
    }

    /** The statement that writes rows, with the rows. */
    private PreparedStatement statement(@Nullable Staged staged, Batch batch, Group<TablePlan> group, int from, int to)
            throws SQLException {
        if (staged != null) {
            return connection.prepare(staged.sql().write());
        }
        PreparedStatement statement =
                connection.prepare(group.plan().of(group.kind()).arrays().write());
        arrays.bind(statement, batch, group, from, to);
        return statement;
    }

    /** The entries among the rows written last that are older than what the table has. */
    private Set<Integer> older(@Nullable Staged staged, Group<TablePlan> group, int from) throws SQLException {
        RowsSql sql = staged == null ? group.plan().of(group.kind()).arrays() : staged.sql();
        if (sql.older() == null) {
            return Set.of();
        }
        PreparedStatement query = connection.prepare(sql.older());
        if (staged == null) {
            arrays.bindAgain(query, group.plan());
        }
        Set<Integer> older = new HashSet<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                older.add(group.entries()[from + (int) rows.getLong(1) - 1]);
            }
        }
        return older;
    }

    private void update(PreparedStatement statement, int count) throws SQLException {
        if (found.length < count) {
            found = new boolean[count];
        }
        Arrays.fill(found, 0, count, false);
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found[(int) rows.getLong(1) - 1] = true;
            }
        }
    }

    private void tellOfMissing(@Nullable Staged staged, Group<TablePlan> group, int from, int to, Told told)
            throws SQLException {
        Set<Integer> older = null;
        for (int i = 0; i < to - from; i++) {
            if (found[i]) {
                continue;
            }
            older = older == null ? older(staged, group, from) : older;
            int entry = group.entries()[from + i];
            if (older.contains(entry)) {
                told.tell(entry, Outcome.STALE);
            } else if (group.plan().awaitsRows()) {
                told.tell(entry, Told.NO_ROW);
            }
        }
    }

    /** Executes a statement that takes one entry's key alone. Returns how many rows it met. */
    int executeForKey(String sql, Batch batch, TablePlan plan, int entry) throws SQLException {
        PreparedStatement statement = connection.prepare(sql);
        arrays.bindKey(statement, batch, plan, entry);
        return statement.executeUpdate();
    }
}
