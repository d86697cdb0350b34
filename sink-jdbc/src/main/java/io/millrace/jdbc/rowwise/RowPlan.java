/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import io.millrace.dlq.FailureCode;
import io.millrace.jdbc.batch.FieldEncoder;
import io.millrace.jdbc.batch.Plan;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Row;
import io.millrace.sink.spi.BadRecordException;
import io.millrace.sink.wire.WireBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How events of one shape get into one table. Confined to its lane.
 *
 * <p>An entry's wire form is for each field its length and its bytes, the key's fields first, so that comparing the first
 * bytes of two entries orders them by key.
 *
 * @param table the table
 * @param fields all columns that are written, the key's first; for deletes the key's, and those that mark deleted rows
 * @param keyColumns how many of them are the key's
 * @param marks what columns that mark deleted rows get
 * @param form how whole rows are written
 * @param sql statements
 * @param mostRows how many rows one statement may carry, a power of two
 * @param mostBytes how large a statement, or a single row, may be
 */
record RowPlan(
        TargetTable table,
        List<PlannedField> fields,
        int keyColumns,
        Marks marks,
        Form form,
        RowSql sql,
        int mostRows,
        long mostBytes)
        implements Plan {
    /** Length that stands for a column which the source left out. */
    static final int ABSENT = -2;

    /** Whether deletes only mark rows. */
    boolean marksDeleted() {
        return fields.size() > keyColumns;
    }

    /** How whole rows are written. */
    enum Form {
        /** One insert of several rows; with a clause that replaces those that are there, or without. */
        INSERT,
        /** Rows are updated, and those that were not there inserted. */
        UPDATE_THEN_INSERT,
        /** Rows are looked for, one by one, and those that are not there inserted. */
        INSERT_MISSING,
        /** Rows are updated, and those that are not there left out. */
        UPDATE
    }

    /** Where a value comes from. */
    enum From {
        KEY,
        ROW,
        /** What an event says by being one: whether its row is deleted. */
        MARKS
    }

    /**
     * One column.
     *
     * @param field what it is about
     * @param from where its value comes from
     * @param position in the key, in the row, or among the marks
     * @param encoder writes a value
     * @param setter hands it to a statement
     */
    record PlannedField(Field field, From from, int position, FieldEncoder encoder, ParameterSetter setter) {
        int sqlType() {
            return field.targetType().family().sqlType();
        }
    }

    /**
     * Writes all fields of an event.
     *
     * @param key the event's key, or {@code null} if it has none
     * @param row the event's row, or {@code null} for a delete
     * @param event the event itself
     */
    void encode(@Nullable Row key, @Nullable Row row, ChangeEvent event, WireBuffer out) {
        marks.set(event);
        int start = out.size();
        for (int i = 0; i < fields.size(); i++) {
            PlannedField field = fields.get(i);
            Row source =
                    switch (field.from) {
                        case KEY -> key;
                        case ROW -> row;
                        case MARKS -> marks;
                    };
            if (source != null && source.isAbsent(field.position)) {
                out.writeInt(ABSENT);
            } else if (source == null || source.isNull(field.position)) {
                if (!field.field.target().nullable()) {
                    throw field.field.bad("null-value", "the column takes no NULL");
                }
                out.writeInt(FieldEncoder.NULL);
            } else {
                field.encoder.write(source, field.position, out);
            }
        }
        if (out.size() - start > mostBytes) {
            throw new BadRecordException(
                    FailureCode.of("jdbc", "too-large"),
                    "the row has more than " + mostBytes + " bytes, which is what the server takes in one statement"
                            + " (max_allowed_packet); let it take more");
        }
    }
}
