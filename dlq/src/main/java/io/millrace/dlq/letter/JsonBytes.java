/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.letter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Bytes in JSON, as text where they are text. Stateless and thread-safe. */
final class JsonBytes {
    private static final String TEXT = "text";
    private static final String BASE64 = "base64";

    private JsonBytes() {}

    static void write(JsonGenerator json, String field, byte @Nullable [] bytes) throws IOException {
        json.writeFieldName(field);
        if (bytes == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        writeContent(json, bytes);
        json.writeEndObject();
    }

    static void writeHeaders(JsonGenerator json, List<Header> headers) throws IOException {
        json.writeStartArray();
        for (Header header : headers) {
            json.writeStartObject();
            json.writeStringField("name", header.key());
            if (header.value() != null) {
                writeContent(json, header.value());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeContent(JsonGenerator json, byte[] bytes) throws IOException {
        String text = text(bytes);
        if (text == null) {
            json.writeFieldName(BASE64);
            json.writeBinary(bytes);
        } else {
            json.writeStringField(TEXT, text);
        }
    }

    /** What the bytes say if they are UTF-8 without control characters that nobody can read, else {@code null}. */
    static @Nullable String text(byte[] bytes) {
        for (byte b : bytes) {
            if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r') {
                return null;
            }
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            // Not text, then: this is how one asks.
            return null;
        }
    }

    /** The bytes that a parser stands at the value of. */
    static byte @Nullable [] read(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return null;
        }
        byte[] bytes = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            byte[] content = content(json);
            bytes = content == null ? bytes : content;
        }
        return bytes;
    }

    private static byte @Nullable [] content(JsonParser json) throws IOException {
        String field = json.currentName();
        json.nextToken();
        if (field.equals(TEXT)) {
            return json.getText().getBytes(UTF_8);
        }
        if (field.equals(BASE64)) {
            return json.getBinaryValue();
        }
        json.skipChildren();
        return null;
    }

    /** The headers that a parser stands at the array of. */
    static List<Header> readHeaders(JsonParser json) throws IOException {
        List<Header> headers = new ArrayList<>();
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return headers;
        }
        while (json.nextToken() == JsonToken.START_OBJECT) {
            String name = "";
            byte[] value = null;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                if (json.currentName().equals("name")) {
                    json.nextToken();
                    name = json.getText();
                } else {
                    value = content(json);
                }
            }
            headers.add(new RecordHeader(name, value));
        }
        return headers;
    }
}
