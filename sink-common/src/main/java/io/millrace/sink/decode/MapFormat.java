/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.Skipped;
import io.millrace.sink.record.SourceOperation;
import io.millrace.sink.record.SourcePosition;
import java.util.BitSet;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Schemaless records: the same formats as with a schema, but recognised record by record. Task thread only. */
final class MapFormat implements RecordFormat {
    private static final int BYTES_PER_COLUMN = 64;

    private final EventFactory events;
    private final UnavailableValue unavailable;
    private final @Nullable SourcePositions positions;
    private final SourceBlock.OfMap block = new SourceBlock.OfMap();
    private final MapShapes shapes;

    /**
     * @param names which fields are columns
     * @param positions reads positions in the log of the source, or {@code null} if nobody needs them
     */
    MapFormat(
            EventFactory events, FieldNames names, UnavailableValue unavailable, @Nullable SourcePositions positions) {
        this.events = events;
        this.shapes = new MapShapes(names);
        this.positions = positions;
        this.unavailable = unavailable;
    }

    @Override
    public Decoded decode(Incoming record, KeyReader keys) throws DecodeException {
        Map<?, ?> value = (Map<?, ?>) Objects.requireNonNull(record.value(), "a value is there");
        if (value.get("op") instanceof String op && (value.containsKey("after") || value.containsKey("source"))) {
            return envelope(record, keys, value, op);
        }
        if (value.size() == 2 && value.containsKey("schema") && value.containsKey("payload")) {
            throw DecodeException.systemic(
                    "schema-not-read",
                    "the value is JSON with its schema inside, but it is read as if there were none; set"
                            + " 'value.converter.schemas.enable' to 'true', or, if it is decoded here, 'decode.format' to"
                            + " 'json_with_schema' or 'auto'");
        }
        return flat(record, keys, value);
    }

    private Decoded envelope(Incoming record, KeyReader keys, Map<?, ?> value, String op) throws DecodeException {
        long timestamp = value.get("source") instanceof Map<?, ?> block
                ? FlatFormat.number(block.get("ts_ms"))
                : Origin.NO_TIMESTAMP;
        SourcePosition position = positions != null && value.get("source") instanceof Map<?, ?> told
                ? positions.read(block.at(told))
                : null;
        return switch (op) {
            case "c" -> upsert(record, keys, value, SourceOperation.CREATE, timestamp, position);
            case "r" -> upsert(record, keys, value, SourceOperation.SNAPSHOT, timestamp, position);
            case "u" -> upsert(record, keys, value, SourceOperation.UPDATE, timestamp, position);
            case "d" ->
                value.get("before") instanceof Map<?, ?> before
                        ? events.delete(record, keys, row(record, before), before, timestamp, position)
                        : events.delete(record, keys, null, null, timestamp, position);
            case "t" -> events.truncate(record, timestamp, position);
            case "m" -> Skipped.LOGICAL_MESSAGE;
            default ->
                throw DecodeException.rejected(
                        "unknown-operation",
                        "field 'op' of the envelope must be one of c, r, u, d, t, m, not '" + op + "'");
        };
    }

    private Decoded upsert(
            Incoming record,
            KeyReader keys,
            Map<?, ?> value,
            SourceOperation kind,
            long timestamp,
            @Nullable SourcePosition position)
            throws DecodeException {
        if (!(value.get("after") instanceof Map<?, ?> after)) {
            throw DecodeException.rejected("no-after", "op '" + kind.code() + "' without a value in field 'after'");
        }
        return events.upsert(record, keys, row(record, after), after, bytes(after), kind, timestamp, position);
    }

    private Decoded flat(Incoming record, KeyReader keys, Map<?, ?> value) throws DecodeException {
        SourceOperation kind = FlatFormat.operation(value.get(FlatFormat.DELETED), value.get(FlatFormat.OPERATION));
        Row row = row(record, value);
        return kind == SourceOperation.DELETE
                ? events.delete(record, keys, row, value, Origin.NO_TIMESTAMP, null)
                : events.upsert(record, keys, row, value, bytes(value), kind, Origin.NO_TIMESTAMP, null);
    }

    private Row row(Incoming record, Map<?, ?> values) throws DecodeException {
        MapShape shape = shapes.of(record.topic(), values);
        BitSet absent = null;
        for (int i = 0; i < shape.size(); i++) {
            if (unavailable.matches(values.get(shape.field(i)))) {
                absent = absent == null ? new BitSet() : absent;
                absent.set(i);
            }
        }
        return new MapRow(shape, values, absent);
    }

    private static int bytes(Map<?, ?> values) {
        int bytes = values.size() * BYTES_PER_COLUMN;
        for (@Nullable Object value : values.values()) {
            bytes += RowReader.size(value);
        }
        return bytes;
    }
}
