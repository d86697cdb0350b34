/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.decode.avro.AvroInput;
import io.millrace.sink.decode.avro.AvroRecord;
import io.millrace.sink.decode.avro.AvroType;
import io.millrace.sink.decode.raw.BadBytesException;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Values in Avro. Task thread only. */
final class AvroSource implements ValueSource {
    private final AvroRecord type;
    private final UnavailableValue unavailable;
    private final AvroInput in = new AvroInput();

    AvroSource(AvroRecord type, UnavailableValue unavailable) {
        this.type = type;
        this.unavailable = unavailable;
    }

    @Override
    public Envelope envelope(StructShapes shapes, boolean positions) throws DecodeException {
        Schema schema = type.schema();
        AvroRowReader after = reader(schema.field("after"), shapes);
        Field was = schema.field("before");
        AvroRowReader before = was == null ? null : reader(was, shapes);
        if (after == null) {
            throw DecodeException.rejected("bad-schema", "field 'after' of the Avro schema is no record");
        }
        return new AvroEnvelope(type, before, after, positions);
    }

    private @Nullable AvroRowReader reader(Field field, StructShapes shapes) {
        AvroRecord row = type.record(field.index());
        return row == null
                ? null
                : new AvroRowReader(new RowPlan(row.schema(), shapes.of(row.schema()), unavailable, List.of()), row);
    }

    @Override
    public FlatValue flat(StructShapes shapes) {
        Schema schema = type.schema();
        return new AvroFlat(new RowPlan(schema, shapes.of(schema), unavailable, FlatValue.TOLD), type);
    }

    @Override
    public @Nullable Object whole(Incoming record) throws DecodeException {
        return whole(in, type, record.bytes(), record.start(), record.end());
    }

    /** A value as Connect's data model has it. */
    static @Nullable Object whole(AvroInput in, AvroType type, byte[] document, int start, int end)
            throws DecodeException {
        try {
            in.open(document, start, end);
            Object value = type.read(in);
            in.requireEnd();
            return value;
        } catch (IOException e) {
            throw DecodeException.rejected(AvroInput.broken(e));
        } catch (BadBytesException e) {
            throw DecodeException.rejected(e);
        }
    }
}
