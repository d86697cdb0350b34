/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.Group;
import io.millrace.jdbc.batch.GroupStatements;
import io.millrace.jdbc.batch.KeySort;
import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.batch.Told;
import io.millrace.jdbc.postgres.type.Binding.Wire;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Upsert;
import io.millrace.sink.spi.Batch;
import io.millrace.sink.spi.Outcome;
import io.millrace.sink.wire.WireBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Executes groups: turns the rows of their entries into one array per column and hands those to a prepared statement.
 * Confined to its lane; arrays are reused.
 */
final class Statements implements GroupStatements<TablePlan> {
    private final LaneConnection connection;
    private final Planner planner;
    private final List<ArrayParameter> parameters = new ArrayList<>();
    private int[] cursors = new int[64];
    private boolean[] found = new boolean[64];

    Statements(LaneConnection connection, Planner planner) {
        this.connection = connection;
        this.planner = planner;
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
                PreparedStatement statement = connection.prepare(group.plan().write());
                bind(statement, batch, group, from, to);
                if (statement.executeUpdate() < to - from) {
                    for (int older : older(group, from)) {
                        told.tell(older, Outcome.STALE);
                    }
                }
            }
            case UPDATE -> update(batch, group, from, to, told);
        }
    }

    /** The entries of those bound last that are older than their rows. */
    private Set<Integer> older(Group<TablePlan> group, int from) throws SQLException {
        String sql = group.plan().older();
        if (sql == null) {
            return Set.of();
        }
        PreparedStatement query = connection.prepare(sql);
        for (int column = 0; column < group.plan().fields().size(); column++) {
            query.setObject(column + 1, parameter(column));
        }
        Set<Integer> older = new HashSet<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                older.add(group.entries()[from + (int) rows.getLong(1) - 1]);
            }
        }
        return older;
    }

    private void update(Batch batch, Group<TablePlan> group, int from, int to, Told told) throws SQLException {
        TablePlan plan = group.plan();
        String sql = plan.update();
        if (sql == null) {
            throw new IllegalStateException(
                    "Parts of rows cannot be written to table '" + plan.table().name() + "'");
        }
        PreparedStatement statement = connection.prepare(sql);
        bind(statement, batch, group, from, to);
        bindMasks(statement, batch, group, from, to);
        int count = to - from;
        if (found.length < count) {
            found = new boolean[count];
        }
        Arrays.fill(found, 0, count, false);
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found[(int) rows.getLong(1) - 1] = true;
            }
        }
        tellOfMissing(group, from, to, told);
    }

    private void tellOfMissing(Group<TablePlan> group, int from, int to, Told told) throws SQLException {
        Set<Integer> older = null;
        for (int i = 0; i < to - from; i++) {
            if (found[i]) {
                continue;
            }
            older = older == null ? older(group, from) : older;
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
        byte[] bytes = batch.bytes().array();
        int at = batch.start(entry);
        for (int column = 0; column < plan.keyColumns(); column++) {
            ArrayParameter parameter = parameter(column);
            int length = 4 + Math.max(0, KeySort.intAt(bytes, at));
            parameter.begin(plan.fields().get(column).binding().wire(), 1).write(bytes, at, length);
            at += length;
            statement.setObject(column + 1, parameter);
        }
        return statement.executeUpdate();
    }

    /** Every entry is a row of fields; what a statement wants is columns. */
    private void bind(PreparedStatement statement, Batch batch, Group<TablePlan> group, int from, int to)
            throws SQLException {
        int count = to - from;
        if (cursors.length < count) {
            cursors = new int[count];
        }
        for (int i = 0; i < count; i++) {
            cursors[i] = batch.start(group.entries()[from + i]);
        }
        byte[] bytes = batch.bytes().array();
        List<TablePlan.PlannedField> fields = group.plan().fields();
        for (int column = 0; column < fields.size(); column++) {
            ArrayParameter parameter = parameter(column);
            WireBuffer out = parameter.begin(fields.get(column).binding().wire(), count);
            for (int i = 0; i < count; i++) {
                int length = 4 + Math.max(0, KeySort.intAt(bytes, cursors[i]));
                out.write(bytes, cursors[i], length);
                cursors[i] += length;
            }
            statement.setObject(column + 1, parameter);
        }
    }

    private void bindMasks(PreparedStatement statement, Batch batch, Group<TablePlan> group, int from, int to)
            throws SQLException {
        TablePlan plan = group.plan();
        for (int word = 0; word < plan.absentWords(); word++) {
            int index = plan.fields().size() + word;
            ArrayParameter parameter = parameter(index);
            WireBuffer out = parameter.begin(Wire.INT8, to - from);
            for (int i = from; i < to; i++) {
                Upsert upsert = (Upsert) batch.event(group.entries()[i]);
                out.writeInt(8);
                out.writeLong(plan.absent(upsert.row(), word));
            }
            statement.setObject(index + 1, parameter);
        }
    }

    private ArrayParameter parameter(int index) {
        while (parameters.size() <= index) {
            parameters.add(new ArrayParameter());
        }
        return parameters.get(index);
    }
}
