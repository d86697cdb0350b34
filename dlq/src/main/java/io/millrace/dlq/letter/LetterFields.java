/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.letter;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The fields of a letter as they stand in JSON. Confined to one thread. */
final class LetterFields {
    private final Map<String, String> scalars = new HashMap<>();
    private final Map<String, byte @Nullable []> bytes = new HashMap<>();
    private List<Header> headers = List.of();

    private LetterFields() {}

    static LetterFields read(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("The line is not a JSON object");
        }
        LetterFields fields = new LetterFields();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            switch (name) {
                case "key", "value" -> fields.bytes.put(name, JsonBytes.read(json));
                case "headers" -> fields.headers = JsonBytes.readHeaders(json);
                default -> {
                    if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                        fields.scalars.put(name, json.getText());
                    } else {
                        json.skipChildren();
                    }
                }
            }
        }
        return fields;
    }

    @Nullable
    String textOrNull(String name) {
        return scalars.get(name);
    }

    String text(String name) {
        String text = scalars.get(name);
        if (text == null) {
            throw new IllegalArgumentException("The line is not a whole letter: field '" + name + "' is missing");
        }
        return text;
    }

    long number(String name) {
        String text = text(name);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Field '" + name + "' of the letter is not a number: " + text, e);
        }
    }

    byte @Nullable [] bytes(String name) {
        return bytes.get(name);
    }

    List<Header> headers() {
        return headers;
    }
}
