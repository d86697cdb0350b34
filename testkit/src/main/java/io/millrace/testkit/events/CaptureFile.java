/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one capture, token by token: a tree would change the text of some numbers on the way. Confined to one thread.
 */
final class CaptureFile {
    private static final JsonFactory JSON = new JsonFactory();

    private final String name;
    private String topic = "";
    private int partition;
    private long offset;
    private long timestamp;
    private final List<CapturedEvent.Header> headers = new ArrayList<>();
    private byte @Nullable [] key;
    private byte @Nullable [] value;

    private CaptureFile(String name) {
        this.name = name;
    }

    static CapturedEvent read(String name, byte[] json) throws IOException {
        CaptureFile file = new CaptureFile(name);
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                file.field(parser);
            }
        }
        return file.event();
    }

    private void field(JsonParser parser) throws IOException {
        String field = parser.currentName();
        parser.nextToken();
        switch (field) {
            case "topic" -> topic = parser.getText();
            case "partition" -> partition = parser.getIntValue();
            case "offset" -> offset = parser.getLongValue();
            case "timestamp" -> timestamp = parser.getLongValue();
            case "headers" -> headers(parser);
            case "key" -> key = document(parser);
            case "value" -> value = document(parser);
            default -> throw new IOException("Capture " + name + " has an unknown field '" + field + "'");
        }
    }

    private void headers(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String header = parser.currentName();
            parser.nextToken();
            headers.add(new CapturedEvent.Header(header, parser.getText().getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** The compact text of the present value, as a converter writes it; null for JSON's null. */
    private static byte @Nullable [] document(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = JSON.createGenerator(bytes)) {
            int depth = 0;
            do {
                JsonToken token = parser.currentToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token.isNumeric()) {
                    generator.writeNumber(parser.getText());
                } else {
                    generator.copyCurrentEvent(parser);
                }
            } while (depth > 0 && parser.nextToken() != null);
        }
        return bytes.toByteArray();
    }

    private CapturedEvent event() {
        return new CapturedEvent(name, topic, partition, offset, timestamp, headers, key, value);
    }
}
