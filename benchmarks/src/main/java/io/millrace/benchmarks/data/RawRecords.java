/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.data;

import io.apicurio.registry.utils.converter.avro.AvroData;
import io.millrace.sink.decode.DecodeFormat;
import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.registry.Lookup;
import io.millrace.testkit.records.ChangeTopic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;

/** Records whose keys and values are bytes, as they stand on a topic. Confined to one thread. */
public final class RawRecords {
    private final DecodeFormat format;
    private final JsonConverter keys = new JsonConverter();
    private final JsonConverter values = new JsonConverter();
    private final AvroData data = new AvroData(10);
    private final List<org.apache.avro.Schema> schemas = new ArrayList<>();

    /** @param format what the bytes are */
    public RawRecords(DecodeFormat format) {
        this.format = format;
        Map<String, ?> config =
                Map.of("schemas.enable", format == DecodeFormat.JSON_WITH_SCHEMA, "replace.null.with.default", false);
        keys.configure(config, true);
        values.configure(config, false);
    }

    /** Records of one shape with offsets from 0, each with a key of its own. */
    public SinkRecord[] make(RecordShape shape, int count) {
        SinkRecord[] records = new OrderRecords(shape).make(count, count);
        for (int i = 0; i < count; i++) {
            SinkRecord record = records[i];
            records[i] = record(
                    record,
                    Schema.OPTIONAL_BYTES_SCHEMA,
                    bytes(keys, record.keySchema(), record.key()),
                    Schema.OPTIONAL_BYTES_SCHEMA,
                    bytes(values, record.valueSchema(), record.value()));
        }
        return records;
    }

    private byte[] bytes(JsonConverter json, Schema schema, Object value) {
        if (format != DecodeFormat.AVRO) {
            return json.fromConnectData(OrderRecords.TOPIC, schema, value);
        }
        org.apache.avro.Schema avro = data.fromConnectSchema(schema);
        if (!schemas.contains(avro)) {
            schemas.add(avro);
        }
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(0);
            out.write(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(schemas.indexOf(avro))
                    .array());
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<>(avro).write(data.fromConnectData(schema, value), encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Settings that decode these records' bytes. */
    public DecodeSettings settings() {
        return new DecodeSettings(ChangeTopic.UNAVAILABLE, true, topic -> Events.TOPIC.decoding(format))
                .with(id -> new Lookup.Found(schemas.get(id).toString()));
    }

    /** What a worker with Connect's JSON converter makes of a record before a sink gets it. */
    public SinkRecord converted(SinkRecord raw) {
        SchemaAndValue key = keys.toConnectData(OrderRecords.TOPIC, (byte[]) raw.key());
        SchemaAndValue value = values.toConnectData(OrderRecords.TOPIC, (byte[]) raw.value());
        return record(raw, key.schema(), key.value(), value.schema(), value.value());
    }

    private static SinkRecord record(
            SinkRecord record, Schema keySchema, Object key, Schema valueSchema, Object value) {
        return new SinkRecord(
                OrderRecords.TOPIC,
                0,
                keySchema,
                key,
                valueSchema,
                value,
                record.kafkaOffset(),
                record.timestamp(),
                TimestampType.CREATE_TIME,
                record.headers());
    }
}
