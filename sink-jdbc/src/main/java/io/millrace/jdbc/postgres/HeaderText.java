/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.sink.decode.HeaderValues;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/** Headers as text and as JSON. Bytes are base64, as Connect's JSON converter has them. Stateless. */
final class HeaderText {
    private static final JsonFactory JSON = new JsonFactory();

    private HeaderText() {}

    /** A header's value, or {@code null} if it has none: text as it is, all else as JSON. */
    static @Nullable String of(@Nullable Object value) {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        return json(out -> write(out, HeaderValues.plain(value)));
    }

    /** All headers as an object. Of those that come more than once the last counts, as everywhere in Connect. */
    static String all(Headers headers) {
        return json(out -> {
            out.writeStartObject();
            for (Header header : headers) {
                if (headers.lastWithName(header.key()) == header) {
                    out.writeFieldName(header.key());
                    write(out, HeaderValues.plain(header.value()));
                }
            }
            out.writeEndObject();
        });
    }

    private interface Part {
        void write(JsonGenerator out) throws IOException;
    }

    private static String json(Part part) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            part.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("A string takes everything", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof BigDecimal number) {
            out.writeNumber(number);
        } else if (value instanceof Float || value instanceof Double) {
            out.writeNumber(((Number) value).doubleValue());
        } else if (value instanceof Number number) {
            out.writeNumber(number.longValue());
        } else if (value instanceof byte[] bytes) {
            out.writeBinary(bytes);
        } else if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            out.writeBinary(bytes);
        } else {
            writeNested(out, value);
        }
    }

    private static void writeNested(JsonGenerator out, Object value) throws IOException {
        if (value instanceof List<?> list) {
            out.writeStartArray();
            for (Object element : list) {
                write(out, element);
            }
            out.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.writeFieldName(String.valueOf(entry.getKey()));
                write(out, entry.getValue());
            }
            out.writeEndObject();
        } else {
            out.writeString(value.toString());
        }
    }
}
