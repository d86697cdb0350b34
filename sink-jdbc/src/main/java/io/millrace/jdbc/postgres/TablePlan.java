/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.FieldEncoder;
import io.millrace.sink.record.Row;
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
 * @param fields all columns that are written, the key's first; the key's alone for deletes
 * @param keyColumns how many of them are the key's
 * @param write SQL that writes whole rows, or deletes rows
 * @param update SQL that writes parts of rows, or {@code null} for deletes and where there is no key
 */
record TablePlan(PgTable table, List<PlannedField> fields, int keyColumns, String write, @Nullable String update) {

    /**
     * One column.
     *
     * @param name of the column
     * @param fromKey whether its value comes from the event's key and not from its row
     * @param position in the key or in the row
     * @param binding how the value gets there
     */
    record PlannedField(String name, boolean fromKey, int position, Binding binding) {}

    /**
     * Writes all fields of an event.
     *
     * @param key the event's key, or {@code null} if it has none
     * @param row the event's row, or {@code null} for a delete
     */
    void encode(@Nullable Row key, @Nullable Row row, WireBuffer out) {
        for (int i = 0; i < fields.size(); i++) {
            PlannedField field = fields.get(i);
            Row source = field.fromKey ? key : row;
            if (source == null || source.isAbsent(field.position) || source.isNull(field.position)) {
                out.writeInt(FieldEncoder.NULL);
            } else {
                field.binding.encoder().write(source, field.position, out);
            }
        }
    }

    /** Which columns beyond the key's an event left out: one bit each, in the plan's order. */
    long absent(Row row, int word) {
        long bits = 0;
        int first = keyColumns + word * Sql.MASK_BITS;
        int last = Math.min(fields.size(), first + Sql.MASK_BITS);
        for (int i = first; i < last; i++) {
            if (row.isAbsent(fields.get(i).position)) {
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
