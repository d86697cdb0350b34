/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.raw;

import io.apicurio.registry.serde.avro.NonRecordContainer;
import io.apicurio.registry.utils.converter.avro.AvroData;
import io.millrace.sink.decode.DecodeFormat;
import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.decode.EventDecoder;
import io.millrace.sink.decode.TopicSettings;
import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.registry.Lookup;
import io.millrace.testkit.records.ChangeTopic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The same Avro decoded in two ways: by the data model of another project's Avro converter, which is the one that Avro
 * converters share, and by us. Confined to one thread.
 */
final class AvroDecoders {
    private final AvroData data = new AvroData(100);
    private final List<org.apache.avro.Schema> schemas = new ArrayList<>();
    private final SourcePartition source = new SourcePartition(new TopicPartition(Decoders.TOPIC, 0), 1);
    private final EventDecoder converted;
    private final EventDecoder raw;

    AvroDecoders(DecodeFormat format, UnaryOperator<TopicSettings> settings) {
        TopicSettings asked = settings.apply(Decoders.SETTINGS);
        this.converted = new EventDecoder(new DecodeSettings(ChangeTopic.UNAVAILABLE, true, true, topic -> asked));
        TopicSettings decoding = asked.decoding(format);
        this.raw = new EventDecoder(new DecodeSettings(ChangeTopic.UNAVAILABLE, true, true, topic -> decoding)
                .with(id -> id < schemas.size()
                        ? new Lookup.Found(schemas.get(id).toString())
                        : new Lookup.Unknown("no schema " + id)));
    }

    /** Connect's data in the registry's wire format. */
    byte @Nullable [] bytes(@Nullable Schema schema, @Nullable Object value) {
        if (schema == null || value == null) {
            return null;
        }
        org.apache.avro.Schema avro = data.fromConnectSchema(schema);
        Object written = data.fromConnectData(schema, value);
        return bytes(avro, written instanceof NonRecordContainer<?> single ? single.getValue() : written);
    }

    /** A value of Avro's in the registry's wire format. */
    byte[] bytes(org.apache.avro.Schema avro, Object value) {
        // As every reader gets it: where a name comes again, only its first definition is told.
        org.apache.avro.Schema told = new org.apache.avro.Schema.Parser().parse(avro.toString());
        int id = schemas.indexOf(told);
        if (id < 0) {
            id = schemas.size();
            schemas.add(told);
        }
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(0);
            out.write(ByteBuffer.allocate(4).putInt(id).array());
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<>(avro).write(value, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Decodes in both ways and requires that the results are the same. */
    Decoded same(String what, byte @Nullable [] key, byte @Nullable [] value, long offset) {
        Decoded actual = raw(key, value, offset);
        SchemaAndValue keyData = converted(key);
        SchemaAndValue valueData = converted(value);
        Decoded expected = converted.decode(
                record(keyData.schema(), keyData.value(), valueData.schema(), valueData.value(), offset), source);
        SameEvents.assertSame(what, expected, actual);
        return actual;
    }

    Decoded raw(byte @Nullable [] key, byte @Nullable [] value, long offset) {
        return raw.decode(
                record(Schema.OPTIONAL_BYTES_SCHEMA, key, Schema.OPTIONAL_BYTES_SCHEMA, value, offset), source);
    }

    private SchemaAndValue converted(byte @Nullable [] bytes) {
        if (bytes == null) {
            return SchemaAndValue.NULL;
        }
        org.apache.avro.Schema avro = schemas.get(ByteBuffer.wrap(bytes, 1, 4).getInt());
        try {
            Object value = new org.apache.avro.generic.GenericDatumReader<>(avro)
                    .read(
                            null,
                            org.apache.avro.io.DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
            return value == null ? SchemaAndValue.NULL : data.toConnectData(avro, value);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static SinkRecord record(
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value,
            long offset) {
        return new SinkRecord(
                Decoders.TOPIC, 0, keySchema, key, valueSchema, value, offset, 5L, TimestampType.CREATE_TIME);
    }
}
