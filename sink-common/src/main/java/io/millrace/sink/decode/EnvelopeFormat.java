/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.Skipped;
import io.millrace.sink.record.SourceOperation;
import io.millrace.sink.record.SourcePosition;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Change events in Debezium's envelope, whoever has decoded it. Task thread only. */
final class EnvelopeFormat implements RecordFormat {
    private final EventFactory events;
    private final Envelope envelope;
    private final @Nullable SourcePositions positions;

    /** @param positions reads positions in the log of the source, or {@code null} if nobody needs them */
    EnvelopeFormat(EventFactory events, Envelope envelope, @Nullable SourcePositions positions) {
        this.events = events;
        this.envelope = envelope;
        this.positions = positions;
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

    @Override
    public Decoded decode(Incoming record, KeyReader keys) throws DecodeException {
        envelope.open(record);
        String op = envelope.operation();
        if (op == null || op.length() != 1) {
            throw unknownOperation(op);
        }
        return switch (op.charAt(0)) {
            case 'c' -> upsert(record, keys, SourceOperation.CREATE);
            case 'r' -> upsert(record, keys, SourceOperation.SNAPSHOT);
            case 'u' -> upsert(record, keys, SourceOperation.UPDATE);
            case 'd' -> delete(record, keys);
            case 't' -> events.truncate(record, envelope.timestamp(), position());
            case 'm' -> Skipped.LOGICAL_MESSAGE;
            default -> throw unknownOperation(op);
        };
    }

    private Decoded upsert(Incoming record, KeyReader keys, SourceOperation kind) throws DecodeException {
        Row row = envelope.after();
        if (row == null) {
            throw DecodeException.rejected("no-after", "op '" + kind.code() + "' without a value in field 'after'");
        }
        Object image = Objects.requireNonNull(envelope.image(), "a row is made of something");
        return events.upsert(record, keys, row, image, envelope.bytes(), kind, envelope.timestamp(), position());
    }

    private Decoded delete(Incoming record, KeyReader keys) throws DecodeException {
        Row row = envelope.before();
        return events.delete(record, keys, row, envelope.image(), envelope.timestamp(), position());
    }

    private @Nullable SourcePosition position() {
        SourceBlock told = positions == null ? null : envelope.source();
        return positions == null || told == null ? null : positions.read(told);
    }

    private static DecodeException unknownOperation(@Nullable String op) {
        return DecodeException.rejected(
                "unknown-operation",
                "field 'op' of the envelope must be one of c, r, u, d, t, m, not "
                        + (op == null ? "null" : "'" + op + "'"));
    }
}
