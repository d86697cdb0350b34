/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import static io.millrace.jdbc.batch.KeySort.intAt;

import io.millrace.jdbc.batch.FieldEncoder;
import io.millrace.jdbc.batch.Group;
import io.millrace.jdbc.batch.GroupStatements;
import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.batch.Told;
import io.millrace.sink.spi.Batch;
import io.millrace.sink.spi.Outcome;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Executes groups with a statement's own parameters, several rows at a time. Confined to its lane. */
final class RowStatements implements GroupStatements<RowPlan> {
    private static final int MOST_BATCHED = 1_024;
    private static final BitSet NO_COLUMNS = new BitSet();

    private final LaneConnection connection;
    private final RowPlanner planner;
    private int[] offsets = new int[64];
    private int[] pending = new int[MOST_BATCHED];
    private int[] missingRows = new int[64];
    private final BitSet present = new BitSet();

    RowStatements(LaneConnection connection, RowPlanner planner) {
        this.connection = connection;
        this.planner = planner;
    }

    @Override
    public void execute(Batch batch, Group<RowPlan> group, int from, int to, Told told)
            throws SQLException, PlanException {
        switch (group.kind()) {
            case TRUNCATE -> {
                String sql = planner.truncate(batch.event(group.entries()[from]).destination());
                connection.prepare(sql).executeUpdate();
            }
            case DELETE -> {
                if (group.plan().marksDeleted()) {
                    // A row that is not there needs no mark.
                    updateParts(batch, group, from, to, RowStatements::leaveOut);
                } else {
                    inChunks(batch, group, from, to, true);
                }
            }
            case WRITE -> {
                switch (group.plan().form()) {
                    case INSERT -> insert(batch, group, from, to);
                    case UPDATE_THEN_INSERT -> updateThenInsert(batch, group, from, to);
                    case INSERT_MISSING -> insertMissing(batch, group, from, to);
                    case UPDATE -> updateParts(batch, group, from, to, RowStatements::leaveOut);
                }
            }
            case UPDATE -> {
                // With 'insert.mode' 'update', a row that is not there is none of our business.
                boolean mustBeThere = group.plan().form() != RowPlan.Form.UPDATE;
                updateParts(batch, group, from, to, mustBeThere ? told : RowStatements::leaveOut);
            }
        }
    }

    private static void leaveOut(int entry, Outcome outcome) {}

    private void insert(Batch batch, Group<RowPlan> group, int from, int to) throws SQLException {
        if (group.plan().mostRows() == 1) {
            insertOneByOne(batch, group.plan(), group.entries(), from, to);
        } else {
            inChunks(batch, group, from, to, false);
        }
    }

    /** One by one: what is not folded may hold a key twice, and the second must find the first. */
    private void insertMissing(Batch batch, Group<RowPlan> group, int from, int to) throws SQLException {
        RowPlan plan = group.plan();
        for (int i = from; i < to; i++) {
            PreparedStatement statement = connection.prepare(plan.sql().update(NO_COLUMNS));
            bindUpdate(statement, batch, plan, group.entries()[i], NO_COLUMNS);
            if (statement.executeUpdate() == 0) {
                insertOneByOne(batch, plan, group.entries(), i, i + 1);
            }
        }
    }

    /** Statements of as many rows as a power of two has that is not more than what is left, or would be too large. */
    private void inChunks(Batch batch, Group<RowPlan> group, int from, int to, boolean delete) throws SQLException {
        RowPlan plan = group.plan();
        int[] entries = group.entries();
        for (int at = from; at < to; ) {
            int most = fitting(batch, plan, entries, at, Math.min(to, at + plan.mostRows()));
            int power = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(most);
            PreparedStatement statement = connection.prepare(
                    delete ? plan.sql().delete(power) : plan.sql().insert(power));
            int parameter = 1;
            for (int i = at; i < at + (1 << power); i++) {
                parameter = bind(statement, parameter, batch, plan, entries[i]);
            }
            statement.executeUpdate();
            at += 1 << power;
        }
    }

    /** How many entries from a position on are within the bounds of a statement; at least one. */
    private static int fitting(Batch batch, RowPlan plan, int[] entries, int from, int to) {
        // Half of it: text grows when it is quoted.
        long left = plan.mostBytes() / 2;
        int count = 0;
        for (int i = from; i < to && (left >= batch.length(entries[i]) || count == 0); i++) {
            left -= batch.length(entries[i]);
            count++;
        }
        return count;
    }

    private void insertOneByOne(Batch batch, RowPlan plan, int[] entries, int from, int to) throws SQLException {
        PreparedStatement statement = connection.prepare(plan.sql().insert(0));
        for (int i = from; i < to; i++) {
            bind(statement, 1, batch, plan, entries[i]);
            statement.addBatch();
            if (i == to - 1 || (i - from) % MOST_BATCHED == MOST_BATCHED - 1) {
                executeBatch(statement);
            }
        }
    }

    private void updateThenInsert(Batch batch, Group<RowPlan> group, int from, int to) throws SQLException {
        RowPlan plan = group.plan();
        int[] entries = group.entries();
        if (missingRows.length < to - from) {
            missingRows = new int[to - from];
        }
        int missing = 0;
        PreparedStatement statement = connection.prepare(plan.sql().update());
        for (int at = from; at < to; at += MOST_BATCHED) {
            int end = Math.min(to, at + MOST_BATCHED);
            for (int i = at; i < end; i++) {
                bindUpdate(statement, batch, plan, entries[i], null);
                statement.addBatch();
            }
            int[] counts = executeBatch(statement);
            for (int i = at; i < end; i++) {
                if (count(counts[i - at], statement, batch, plan, entries[i], null) == 0) {
                    missingRows[missing++] = entries[i];
                }
            }
        }
        if (missing > 0) {
            insertOneByOne(batch, plan, missingRows, 0, missing);
        }
    }

    /** Rows that lack the same columns share a statement. */
    private void updateParts(Batch batch, Group<RowPlan> group, int from, int to, Told told) throws SQLException {
        RowPlan plan = group.plan();
        BitSet done = new BitSet(to - from);
        for (int first = from; first < to; first = from + done.nextClearBit(first - from)) {
            findPresent(batch, plan, group.entries()[first]);
            BitSet columns = (BitSet) present.clone();
            PreparedStatement statement = connection.prepare(plan.sql().update(columns));
            int size = 0;
            for (int i = first; i < to && size < MOST_BATCHED; i++) {
                if (!done.get(i - from)) {
                    findPresent(batch, plan, group.entries()[i]);
                    if (present.equals(columns)) {
                        done.set(i - from);
                        pending[size++] = group.entries()[i];
                        bindUpdate(statement, batch, plan, group.entries()[i], columns);
                        statement.addBatch();
                    }
                }
            }
            int[] counts = executeBatch(statement);
            for (int i = 0; i < size; i++) {
                if (count(counts[i], statement, batch, plan, pending[i], columns) == 0) {
                    told.tell(pending[i], Told.NO_ROW);
                }
            }
        }
    }

    /** Some drivers do not say how many rows an update in a batch has met: it does no harm to ask again. */
    private int count(
            int told, PreparedStatement statement, Batch batch, RowPlan plan, int entry, @Nullable BitSet columns)
            throws SQLException {
        if (told != Statement.SUCCESS_NO_INFO) {
            return told;
        }
        bindUpdate(statement, batch, plan, entry, columns);
        return statement.executeUpdate();
    }

    /** A batch that has failed leaves its parameters behind in some drivers. */
    private static int[] executeBatch(PreparedStatement statement) throws SQLException {
        try {
            return statement.executeBatch();
        } finally {
            statement.clearBatch();
        }
    }

    private void findPresent(Batch batch, RowPlan plan, int entry) {
        present.clear();
        byte[] bytes = batch.bytes().array();
        int at = batch.start(entry);
        for (int i = 0; i < plan.fields().size(); i++) {
            int length = intAt(bytes, at);
            if (i >= plan.keyColumns() && length != RowPlan.ABSENT) {
                present.set(i);
            }
            at += Integer.BYTES + Math.max(0, length);
        }
    }

    /** Executes SQL that has the columns of an entry's key as its parameters; returns how many rows it has met. */
    int executeForKey(String sql, Batch batch, RowPlan plan, int entry) throws SQLException {
        PreparedStatement statement = connection.prepare(sql);
        byte[] bytes = batch.bytes().array();
        int at = batch.start(entry);
        for (int i = 0; i < plan.keyColumns(); i++) {
            set(statement, i + 1, plan.fields().get(i), bytes, at);
            at += Integer.BYTES + Math.max(0, intAt(bytes, at));
        }
        return statement.executeUpdate();
    }

    /** Whether an entry brings a value, or NULL, for a column. */
    boolean writes(Batch batch, RowPlan plan, int entry, String column) {
        findPresent(batch, plan, entry);
        for (int i = plan.keyColumns(); i < plan.fields().size(); i++) {
            if (plan.fields().get(i).field().target().name().equals(column)) {
                return present.get(i);
            }
        }
        return false;
    }

    /** Binds all fields in order; returns the next parameter. */
    private int bind(PreparedStatement statement, int parameter, Batch batch, RowPlan plan, int entry)
            throws SQLException {
        byte[] bytes = batch.bytes().array();
        int at = batch.start(entry);
        for (int i = 0; i < plan.fields().size(); i++) {
            int length = intAt(bytes, at);
            set(statement, parameter + i, plan.fields().get(i), bytes, at);
            at += Integer.BYTES + Math.max(0, length);
        }
        return parameter + plan.fields().size();
    }

    /** Binds the columns that are to be written and then the key. */
    private void bindUpdate(PreparedStatement statement, Batch batch, RowPlan plan, int entry, @Nullable BitSet columns)
            throws SQLException {
        byte[] bytes = batch.bytes().array();
        int size = plan.fields().size();
        if (offsets.length < size) {
            offsets = Arrays.copyOf(offsets, size);
        }
        int at = batch.start(entry);
        for (int i = 0; i < size; i++) {
            offsets[i] = at;
            at += Integer.BYTES + Math.max(0, intAt(bytes, at));
        }
        int parameter = 1;
        for (int i = plan.keyColumns(); i < size; i++) {
            if (columns == null || columns.get(i)) {
                set(statement, parameter++, plan.fields().get(i), bytes, offsets[i]);
            }
        }
        for (int i = 0; i < plan.keyColumns(); i++) {
            set(statement, parameter++, plan.fields().get(i), bytes, offsets[i]);
        }
    }

    private static void set(
            PreparedStatement statement, int parameter, RowPlan.PlannedField field, byte[] bytes, int at)
            throws SQLException {
        int length = intAt(bytes, at);
        if (length == FieldEncoder.NULL) {
            statement.setNull(parameter, field.sqlType());
        } else {
            field.setter().set(statement, parameter, bytes, at + Integer.BYTES, length);
        }
    }
}
