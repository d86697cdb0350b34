/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Copies JSON from a parser to a generator and keeps every digit of every number: the generator's own way of copying
 * takes fractions through {@code double}. Stateless.
 */
public final class JsonCopy {
    private JsonCopy() {}

    /** Copies the value that the parser stands on, with all that is in it; afterwards it stands on the value's end. */
    public static void value(JsonParser in, JsonGenerator out) throws IOException {
        int depth = 0;
        JsonToken token = in.currentToken();
        do {
            switch (token) {
                case START_OBJECT -> {
                    out.writeStartObject();
                    depth++;
                }
                case START_ARRAY -> {
                    out.writeStartArray();
                    depth++;
                }
                case END_OBJECT -> {
                    out.writeEndObject();
                    depth--;
                }
                case END_ARRAY -> {
                    out.writeEndArray();
                    depth--;
                }
                case FIELD_NAME -> out.writeFieldName(in.currentName());
                case VALUE_STRING -> out.writeString(in.getTextCharacters(), in.getTextOffset(), in.getTextLength());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.writeNumber(in.getText());
                case VALUE_TRUE -> out.writeBoolean(true);
                case VALUE_FALSE -> out.writeBoolean(false);
                case VALUE_NULL -> out.writeNull();
                case VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw new IllegalStateException("JSON text has no " + token);
            }
            if (depth > 0) {
                token = next(in);
            }
        } while (depth > 0);
    }

    /** The inner values' ends are passed inside the loop, the outer one's ends it. */
    private static JsonToken next(JsonParser in) throws IOException {
        JsonToken token = in.nextToken();
        if (token == null) {
            throw new com.fasterxml.jackson.core.io.JsonEOFException(in, JsonToken.NOT_AVAILABLE, "unfinished JSON");
        }
        return token;
    }
}
