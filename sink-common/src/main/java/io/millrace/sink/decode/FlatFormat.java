/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.SourceOperation;
import io.millrace.sink.record.SourcePartition;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records whose value is the row itself: flat records, and change events flattened by Debezium's
 * {@code ExtractNewRecordState}, which may say in {@code __op} and {@code __deleted} what happened. Task thread only.
 */
final class FlatFormat implements RecordFormat {
    static final String DELETED = "__deleted";
    static final String OPERATION = "__op";
    private static final String SOURCE_TIMESTAMP = "__source_ts_ms";

    /** Fields that steer and are no columns. */
    static final Set<String> CONTROL_FIELDS = Set.of(DELETED, OPERATION);

    private final EventFactory events;
    private final RowReader rows;
    private final @Nullable Field deleted;
    private final @Nullable Field operation;
    private final @Nullable Field sourceTimestamp;

    FlatFormat(Schema schema, EventFactory events, StructShapes shapes, UnavailableValue unavailable) {
        this.events = events;
        this.rows = new RowReader(shapes.of(schema), unavailable);
        this.deleted = schema.field(DELETED);
        this.operation = schema.field(OPERATION);
        this.sourceTimestamp = schema.field(SOURCE_TIMESTAMP);
    }

    /** Whether a flat record is a flattened change event. */
    static boolean isFlattened(Schema schema) {
        return schema.field(DELETED) != null || schema.field(OPERATION) != null;
    }

    @Override
    public Decoded decode(SinkRecord record, SourcePartition source, KeyReader keys) throws DecodeException {
        Struct value = (Struct) record.value();
        Row row = rows.read(value);
        SourceOperation kind =
                operation(deleted == null ? null : value.get(deleted), operation == null ? null : value.get(operation));
        long timestamp = sourceTimestamp == null ? Origin.NO_TIMESTAMP : number(value.get(sourceTimestamp));
        return kind == SourceOperation.DELETE
                ? events.delete(record, source, keys, row, value, timestamp, null)
                : events.upsert(record, source, keys, row, value, rows.lastBytes(), kind, timestamp, null);
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
