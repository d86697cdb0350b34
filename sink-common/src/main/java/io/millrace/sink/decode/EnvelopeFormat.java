/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.Skipped;
import io.millrace.sink.record.SourceOperation;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.record.SourcePosition;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Debezium's envelope: {@code before}, {@code after}, {@code source}, {@code op}. Task thread only. */
final class EnvelopeFormat implements RecordFormat {
    private final EventFactory events;
    private final Field operation;
    private final Field after;
    private final @Nullable Field before;
    private final @Nullable Field source;
    private final @Nullable Field sourceTimestamp;
    private final RowReader rows;
    private final @Nullable SourcePositions positions;
    private final SourceBlock.@Nullable OfStruct block;

    /** @param positions reads positions in the log of the source, or {@code null} if nobody needs them */
    EnvelopeFormat(
            Schema schema,
            EventFactory events,
            StructShapes shapes,
            UnavailableValue unavailable,
            @Nullable SourcePositions positions) {
        this.events = events;
        this.operation = schema.field("op");
        this.after = schema.field("after");
        this.before = schema.field("before");
        this.source = schema.field("source");
        this.sourceTimestamp = timestampField(source);
        this.rows = new RowReader(shapes.of(after.schema()), unavailable);
        this.positions = positions;
        this.block = positions == null || source == null || source.schema().type() != Schema.Type.STRUCT
                ? null
                : new SourceBlock.OfStruct(source.schema());
    }

    /** Whether a value schema is an envelope. A logical message has an {@code op}, too, but no {@code after}. */
    static boolean matches(Schema schema) {
        Field op = schema.field("op");
        Field after = schema.field("after");
        return op != null
                && op.schema().type() == Schema.Type.STRING
                && after != null
                && after.schema().type() == Schema.Type.STRUCT;
    }

    private static @Nullable Field timestampField(@Nullable Field source) {
        if (source == null || source.schema().type() != Schema.Type.STRUCT) {
            return null;
        }
        Field field = source.schema().field("ts_ms");
        return field != null && field.schema().type() == Schema.Type.INT64 ? field : null;
    }

    @Override
    public Decoded decode(SinkRecord record, SourcePartition partition, KeyReader keys) throws DecodeException {
        Struct envelope = (Struct) record.value();
        String op = (String) envelope.get(operation);
        if (op == null || op.length() != 1) {
            throw unknownOperation(op);
        }
        return switch (op.charAt(0)) {
            case 'c' -> upsert(record, partition, keys, envelope, SourceOperation.CREATE);
            case 'r' -> upsert(record, partition, keys, envelope, SourceOperation.SNAPSHOT);
            case 'u' -> upsert(record, partition, keys, envelope, SourceOperation.UPDATE);
            case 'd' -> delete(record, partition, keys, envelope);
            case 't' -> events.truncate(record, partition, timestamp(envelope), position(envelope));
            case 'm' -> Skipped.LOGICAL_MESSAGE;
            default -> throw unknownOperation(op);
        };
    }

    private Decoded upsert(
            SinkRecord record, SourcePartition partition, KeyReader keys, Struct envelope, SourceOperation kind)
            throws DecodeException {
        Struct image = (Struct) envelope.get(after);
        if (image == null) {
            throw DecodeException.rejected("no-after", "op '" + kind.code() + "' without a value in field 'after'");
        }
        Row row = rows.read(image);
        return events.upsert(
                record, partition, keys, row, image, rows.lastBytes(), kind, timestamp(envelope), position(envelope));
    }

    private Decoded delete(SinkRecord record, SourcePartition partition, KeyReader keys, Struct envelope)
            throws DecodeException {
        Object image = before == null ? null : envelope.get(before);
        Row row = image == null ? null : rows.read((Struct) image);
        return events.delete(record, partition, keys, row, image, timestamp(envelope), position(envelope));
    }

    private @Nullable SourcePosition position(Struct envelope) {
        if (positions == null || block == null || source == null) {
            return null;
        }
        Struct told = (Struct) envelope.get(source);
        return told == null ? null : positions.read(block.at(told));
    }

    private long timestamp(Struct envelope) {
        if (source == null || sourceTimestamp == null) {
            return Origin.NO_TIMESTAMP;
        }
        Struct block = (Struct) envelope.get(source);
        Long millis = block == null ? null : (Long) block.get(sourceTimestamp);
        return millis == null ? Origin.NO_TIMESTAMP : millis;
    }

    private static DecodeException unknownOperation(@Nullable String op) {
        return DecodeException.rejected(
                "unknown-operation",
                "field 'op' of the envelope must be one of c, r, u, d, t, m, not "
                        + (op == null ? "null" : "'" + op + "'"));
    }
}
