/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import static io.millrace.jdbc.batch.KeySort.intAt;

import io.millrace.jdbc.batch.Group;
import io.millrace.jdbc.postgres.type.Binding.Wire;
import io.millrace.sink.record.Upsert;
import io.millrace.sink.spi.Batch;
import io.millrace.sink.wire.WireBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rows as one array per column, a statement's parameters. Confined to its lane; arrays are reused. */
final class ArrayRows {
    private final List<ArrayParameter> parameters = new ArrayList<>();
    private int[] cursors = new int[64];

    /** Every entry is a row of fields; what a statement wants is columns. */
    void bind(PreparedStatement statement, Batch batch, Group<TablePlan> group, int from, int to) throws SQLException {
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
                int length = 4 + Math.max(0, intAt(bytes, cursors[i]));
                out.write(bytes, cursors[i], length);
                cursors[i] += length;
            }
            statement.setObject(column + 1, parameter);
        }
        if (group.kind() == Group.Kind.UPDATE) {
            bindMasks(statement, batch, group, from, to);
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
                out.writeInt(Long.BYTES);
                out.writeLong(plan.absent(upsert.row(), word));
            }
            statement.setObject(index + 1, parameter);
        }
    }

    /** Binds the fields that have been bound last to a further statement. */
    void bindAgain(PreparedStatement statement, TablePlan plan) throws SQLException {
        for (int column = 0; column < plan.fields().size(); column++) {
            statement.setObject(column + 1, parameter(column));
        }
    }

    /** Binds one entry's key alone. */
    void bindKey(PreparedStatement statement, Batch batch, TablePlan plan, int entry) throws SQLException {
        byte[] bytes = batch.bytes().array();
        int at = batch.start(entry);
        for (int column = 0; column < plan.keyColumns(); column++) {
            ArrayParameter parameter = parameter(column);
            int length = 4 + Math.max(0, intAt(bytes, at));
            parameter.begin(plan.fields().get(column).binding().wire(), 1).write(bytes, at, length);
            at += length;
            statement.setObject(column + 1, parameter);
        }
    }

    private ArrayParameter parameter(int index) {
        while (parameters.size() <= index) {
            parameters.add(new ArrayParameter());
        }
        return parameters.get(index);
    }
}
