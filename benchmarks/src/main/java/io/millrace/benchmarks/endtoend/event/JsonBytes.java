/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.event;

import io.millrace.benchmarks.endtoend.event.EventBytes.StructBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;

/**
 * JSON with the schema in every record, byte for byte as Connect's own converter writes it; the schema's part is written
 * once, as the converter takes most of its time for it. Confined to one thread.
 */
final class JsonBytes implements StructBytes {
    private static final byte END = '}';

    private final String topic;
    private final Schema schema;
    private final byte[] head;
    private final JsonConverter payloads;

    private JsonBytes(String topic, Schema schema, byte[] head, JsonConverter payloads) {
        this.topic = topic;
        this.schema = schema;
        this.head = head;
        this.payloads = payloads;
    }

    static JsonBytes of(String topic, Schema schema) {
        String head = "{\"schema\":" + converter(true).asJsonSchema(schema) + ",\"payload\":";
        return new JsonBytes(topic, schema, head.getBytes(StandardCharsets.UTF_8), converter(false));
    }

    private static JsonConverter converter(boolean schemas) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", schemas, "replace.null.with.default", false), false);
        return converter;
    }

    @Override
    public byte[] of(Struct struct) {
        byte[] payload = payloads.fromConnectData(topic, schema, struct);
        return ByteBuffer.allocate(head.length + payload.length + 1)
                .put(head)
                .put(payload)
                .put(END)
                .array();
    }
}
