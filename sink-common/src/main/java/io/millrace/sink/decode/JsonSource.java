/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import com.fasterxml.jackson.core.JsonParser;
import io.millrace.sink.decode.raw.BadBytesException;
import io.millrace.sink.decode.raw.JsonText;
import io.millrace.sink.decode.raw.JsonValues;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Values in JSON with a schema. Task thread only. */
final class JsonSource implements ValueSource {
    private final Schema schema;
    private final UnavailableValue unavailable;

    JsonSource(Schema schema, UnavailableValue unavailable) {
        this.schema = schema;
        this.unavailable = unavailable;
    }

    @Override
    public Envelope envelope(StructShapes shapes, boolean positions) throws DecodeException {
        Schema row = schema.field("after").schema();
        try {
            RowPlan plan = new RowPlan(row, shapes.of(row), unavailable, List.of());
            return new JsonEnvelope(schema, new JsonRowReader(plan), positions);
        } catch (BadBytesException e) {
            throw DecodeException.rejected(e);
        }
    }

    @Override
    public FlatValue flat(StructShapes shapes) throws DecodeException {
        try {
            return new JsonFlat(new RowPlan(schema, shapes.of(schema), unavailable, FlatValue.TOLD));
        } catch (BadBytesException e) {
            throw DecodeException.rejected(e);
        }
    }

    @Override
    public @Nullable Object whole(Incoming record) throws DecodeException {
        return whole(schema, record.bytes(), record.start(), record.end());
    }

    /** A value as Connect's data model has it. */
    static @Nullable Object whole(Schema schema, byte[] document, int start, int end) throws DecodeException {
        try (JsonParser in = JsonText.parser(document, start, end)) {
            if (in.nextToken() == null) {
                throw BadBytesException.of("bad-json", "there is no JSON value");
            }
            Object value = JsonValues.read(in, schema);
            JsonText.requireEnd(in);
            return value;
        } catch (IOException e) {
            throw DecodeException.rejected(JsonText.broken(e));
        } catch (BadBytesException e) {
            throw DecodeException.rejected(e);
        }
    }
}
