/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.InsertMode;
import io.millrace.jdbc.batch.FieldEncoder;
import io.millrace.jdbc.batch.Group;
import io.millrace.jdbc.batch.Plan;
import io.millrace.jdbc.postgres.type.Binding;
import io.millrace.jdbc.postgres.type.PgColumn;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.Upsert;
import io.millrace.sink.wire.WireBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How events of one shape get into one table: worked out once per shape. Confined to its lane.
 *
 * <p>An entry's wire form is a row of PostgreSQL's binary format: for each field its length and its bytes. The key's
 * columns come first, so that comparing the first bytes of two entries orders them by key.
 *
 * @param table the table
 * @param fields all columns that are written, the key's first; the key's and what is said of the event for deletes
 * @param keyColumns how many of them are the key's
 * @param event what is said of events besides their rows
 * @param write writes whole rows, or deletes rows
 * @param update writes parts of rows, or {@code null} for deletes and where that is not possible
 * @param mode what upserts do
 */
record TablePlan(
        PgTable table,
        List<PlannedField> fields,
        int keyColumns,
        EventRow event,
        KindPlan write,
        @Nullable KindPlan update,
        InsertMode mode)
        implements Plan {
    /** The statements for groups of a kind. */
    KindPlan of(Group.Kind kind) {
        KindPlan found = kind == Group.Kind.UPDATE ? update : write;
        if (found == null) {
            throw new IllegalStateException("Parts of rows cannot be written to table '" + table.name() + "'");
        }
        return found;
    }

    /** Whether a part of a row waits until its row is there. */
    boolean awaitsRows() {
        return mode != InsertMode.UPDATE;
    }

    /** Whether an upsert brings back whatever its row may have lost. */
    boolean restores() {
        return mode == InsertMode.UPSERT;
    }

    /** Where a column's value comes from. */
    enum From {
        KEY,
        ROW,
        /** The event itself. */
        EVENT
    }

    /**
     * One column.
     *
     * @param column of the table
     * @param from where its value comes from
     * @param position there
     * @param binding how the value gets into the column
     */
    record PlannedField(PgColumn column, From from, int position, Binding binding) {
        String name() {
            return column.name();
        }
    }

    /** Writes all fields of an event. */
    void encode(ChangeEvent of, WireBuffer out) {
        RowKey rowKey = of.key();
        Row key = rowKey == null ? null : rowKey.row();
        Row row = of instanceof Upsert upsert ? upsert.row() : null;
        event.of(of);
        for (int i = 0; i < fields.size(); i++) {
            PlannedField field = fields.get(i);
            Row source = source(field.from, key, row);
            if (source == null || source.isAbsent(field.position) || source.isNull(field.position)) {
                out.writeInt(FieldEncoder.NULL);
            } else {
                field.binding.encoder().write(source, field.position, out);
            }
        }
    }

    private @Nullable Row source(From from, @Nullable Row key, @Nullable Row row) {
        if (from == From.ROW) {
            return row;
        }
        return from == From.KEY ? key : event;
    }

    /** Which columns beyond the key's an event left out: one bit each, in the plan's order. */
    long absent(Row row, int word) {
        long bits = 0;
        int first = keyColumns + word * Sql.MASK_BITS;
        int last = Math.min(fields.size(), first + Sql.MASK_BITS);
        for (int i = first; i < last; i++) {
            PlannedField field = fields.get(i);
            if (field.from == From.ROW && row.isAbsent(field.position)) {
                bits |= 1L << i - first;
            }
        }
        return bits;
    }

    /** How many words of bits {@link #absent} has. */
    int absentWords() {
        return Sql.maskWords(fields.size() - keyColumns);
    }
}
