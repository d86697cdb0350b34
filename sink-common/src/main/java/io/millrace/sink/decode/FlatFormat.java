/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.SourceOperation;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Records whose value is the row itself: flat records, and change events flattened by Debezium's
 * {@code ExtractNewRecordState}, which may say in {@code __op} and {@code __deleted} what happened. Task thread only.
 */
final class FlatFormat implements RecordFormat {
    static final String DELETED = "__deleted";
    static final String OPERATION = "__op";

    /** Fields that steer and are no columns. */
    static final Set<String> CONTROL_FIELDS = Set.of(DELETED, OPERATION);

    private final EventFactory events;
    private final FlatValue value;

    FlatFormat(EventFactory events, FlatValue value) {
        this.events = events;
        this.value = value;
    }

    /** Whether a flat record is a flattened change event. */
    static boolean isFlattened(Schema schema) {
        return schema.field(DELETED) != null || schema.field(OPERATION) != null;
    }

    @Override
    public Decoded decode(Incoming record, KeyReader keys) throws DecodeException {
        Row row = value.open(record);
        SourceOperation kind = operation(value.told(FlatValue.DELETED), value.told(FlatValue.OPERATION));
        long timestamp = number(value.told(FlatValue.SOURCE_TIMESTAMP));
        return kind == SourceOperation.DELETE
                ? events.delete(record, keys, row, value.image(), timestamp, null)
                : events.upsert(record, keys, row, value.image(), value.bytes(), kind, timestamp, null);
    }

    /** What the control fields say; {@code __deleted} is text or a boolean. */
    static SourceOperation operation(@Nullable Object deleted, @Nullable Object operation) {
        if ("d".equals(operation) || (deleted != null && Boolean.parseBoolean(deleted.toString()))) {
            return SourceOperation.DELETE;
        }
        if ("c".equals(operation)) {
            return SourceOperation.CREATE;
        }
        if ("u".equals(operation)) {
            return SourceOperation.UPDATE;
        }
        return "r".equals(operation) ? SourceOperation.SNAPSHOT : SourceOperation.UNKNOWN;
    }

    static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : Origin.NO_TIMESTAMP;
    }
}
