/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.data;

import java.util.Map;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.json.JsonConverterConfig;
import org.apache.kafka.connect.sink.SinkRecord;

/** Connect's own JSON converter, as a worker uses it. Confined to one thread. */
public final class JsonBytes {
    private final JsonConverter keys = new JsonConverter();
    private final JsonConverter values = new JsonConverter();

    /** @param schemas whether each record carries its schema, as is the worker's default */
    public JsonBytes(boolean schemas) {
        Map<String, ?> config =
                Map.of(JsonConverterConfig.SCHEMAS_ENABLE_CONFIG, schemas, "replace.null.with.default", false);
        keys.configure(config, true);
        values.configure(config, false);
    }

    /** A record's value as it stands on the topic. */
    public byte[] ofValue(SinkRecord record) {
        return values.fromConnectData(record.topic(), record.valueSchema(), record.value());
    }

    /** A struct as it would stand on a topic. */
    public byte[] of(String topic, Struct struct) {
        return values.fromConnectData(topic, struct.schema(), struct);
    }

    /** A value as a sink gets it. */
    public SchemaAndValue value(String topic, byte[] bytes) {
        return values.toConnectData(topic, bytes);
    }

    /** The record that a sink gets when it went through this converter, without schemas. */
    SinkRecord schemaless(SinkRecord record) {
        Object key = keys.toConnectData(
                        record.topic(), keys.fromConnectData(record.topic(), record.keySchema(), record.key()))
                .value();
        Object value = value(record.topic(), ofValue(record)).value();
        return OrderRecords.at(
                record.newRecord(
                        record.topic(),
                        record.kafkaPartition(),
                        null,
                        key,
                        null,
                        value,
                        record.timestamp(),
                        record.headers()),
                record.kafkaOffset());
    }
}
