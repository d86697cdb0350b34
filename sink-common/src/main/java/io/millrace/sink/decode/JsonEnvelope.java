/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.sink.decode.raw.BadBytesException;
import io.millrace.sink.decode.raw.JsonNumbers;
import io.millrace.sink.decode.raw.JsonText;
import io.millrace.sink.decode.raw.JsonValues;
import java.io.IOException;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Envelopes in JSON with a schema. Task thread only. */
final class JsonEnvelope extends BytesEnvelope {
    private final JsonRowReader rows;
    private final Schema operation;
    private final boolean demandsSource;
    private final @Nullable Schema timestamp;

    /**
     * @param schema of envelopes
     * @param rows reads {@code before} and {@code after}
     * @param positions whether somebody wants to know where in the source's log a change stands
     */
    JsonEnvelope(Schema schema, JsonRowReader rows, boolean positions) {
        super(positions);
        this.rows = rows;
        this.operation = schema.field("op").schema();
        Field source = schema.field("source");
        boolean told = source != null && source.schema().type() == Schema.Type.STRUCT;
        this.demandsSource = told && !source.schema().isOptional();
        Field millis = told ? StructEnvelope.timestampField(source.schema()) : null;
        this.timestamp = millis == null ? null : millis.schema();
    }

    @Override
    BadBytesException broken(IOException problem) {
        return JsonText.broken(problem);
    }

    @Override
    void read(Incoming opened, boolean before) throws IOException, BadBytesException {
        try (JsonParser in = JsonText.parser(opened.bytes(), opened.start(), opened.end())) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw BadBytesException.of("wrong-type", "the payload of the envelope is no JSON object");
            }
            boolean sourced = false;
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                JsonToken token = in.nextToken();
                if (name.equals(before ? "before" : "after")) {
                    row(token == JsonToken.VALUE_NULL ? null : row(in, name));
                } else if (!before && name.equals("op")) {
                    operation(token == JsonToken.VALUE_NULL ? null : op(in));
                } else if (!before && name.equals("source") && token == JsonToken.START_OBJECT) {
                    sourced = true;
                    readSource(in, beginSource());
                } else {
                    in.skipChildren();
                }
            }
            JsonText.requireEnd(in);
            if (demandsSource && !sourced && !before) {
                throw BadBytesException.of("null-required", "there is no 'source', but the schema demands it");
            }
        }
    }

    private io.millrace.sink.record.DecodedRow row(JsonParser in, String name) throws IOException, BadBytesException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw BadBytesException.of("wrong-type", "field '" + name + "' of the envelope is no JSON object");
        }
        try {
            return rows.read(in);
        } catch (BadBytesException e) {
            throw name.equals("before") ? e : e.in(name);
        }
    }

    private String op(JsonParser in) throws IOException, BadBytesException {
        try {
            return JsonValues.text(in, operation);
        } catch (BadBytesException e) {
            throw e.in("op");
        }
    }

    private void readSource(JsonParser in, SourceBlock.@Nullable OfParts block) throws IOException, BadBytesException {
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken token = in.nextToken();
            if (timestamp != null && name.equals("ts_ms") && token != JsonToken.VALUE_NULL) {
                timestamp(JsonNumbers.integer(in, timestamp, Long.MIN_VALUE, Long.MAX_VALUE));
                continue;
            }
            SourceBlock.Name part = block == null ? null : SourceBlock.Name.of(name);
            if (block != null && part != null) {
                block.set(part, part(in, token));
            }
            in.skipChildren();
        }
    }

    private static @Nullable Object part(JsonParser in, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> in.getText();
            case VALUE_NUMBER_INT ->
                in.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? null : (Object) in.getLongValue();
            default -> null;
        };
    }
}
