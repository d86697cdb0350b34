/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.raw;

import io.millrace.sink.decode.DecodeFormat;
import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.decode.EventDecoder;
import io.millrace.sink.decode.FieldSelection;
import io.millrace.sink.decode.KeySource;
import io.millrace.sink.decode.Routing;
import io.millrace.sink.decode.TopicSettings;
import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.SourcePartition;
import io.millrace.testkit.records.ChangeTopic;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The same bytes decoded in two ways: by Connect's converter and by us. Confined to one thread. */
final class Decoders {
    static final String TOPIC = "t";
    private static final long TIMESTAMP = 1_790_000_000_000L;

    static final TopicSettings SETTINGS = new TopicSettings(
            Routing.to(new Destination("there")),
            KeySource.RECORD_KEY,
            List.of("id"),
            false,
            FieldSelection.ALL,
            true,
            true);

    private final JsonConverter keys = new JsonConverter();
    private final JsonConverter values = new JsonConverter();
    private final SourcePartition source = new SourcePartition(new TopicPartition(TOPIC, 0), 1);
    private final EventDecoder converted;
    private final EventDecoder raw;

    /** @param settings changes the topic's settings from upserts and deletes by record key */
    Decoders(boolean schemas, DecodeFormat format, UnaryOperator<TopicSettings> settings) {
        Map<String, ?> config = Map.of("schemas.enable", schemas, "replace.null.with.default", false);
        keys.configure(config, true);
        values.configure(config, false);
        TopicSettings asked = settings.apply(SETTINGS);
        this.converted = decoder(asked);
        this.raw = decoder(asked.decoding(format));
    }

    private static EventDecoder decoder(TopicSettings topic) {
        return new EventDecoder(new DecodeSettings(ChangeTopic.UNAVAILABLE, true, true, name -> topic));
    }

    byte @Nullable [] key(@Nullable Schema schema, @Nullable Object key) {
        return keys.fromConnectData(TOPIC, schema, key);
    }

    byte @Nullable [] value(@Nullable Schema schema, @Nullable Object value) {
        return values.fromConnectData(TOPIC, schema, value);
    }

    Decoded converted(byte @Nullable [] key, byte @Nullable [] value, long offset) {
        SchemaAndValue keyData = keys.toConnectData(TOPIC, key);
        SchemaAndValue valueData = values.toConnectData(TOPIC, value);
        return converted.decode(
                record(keyData.schema(), keyData.value(), valueData.schema(), valueData.value(), offset), source);
    }

    Decoded raw(byte @Nullable [] key, byte @Nullable [] value, long offset) {
        return raw.decode(
                record(Schema.OPTIONAL_BYTES_SCHEMA, key, Schema.OPTIONAL_BYTES_SCHEMA, value, offset), source);
    }

    private static SinkRecord record(
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value,
            long offset) {
        return new SinkRecord(
                TOPIC, 0, keySchema, key, valueSchema, value, offset, TIMESTAMP, TimestampType.CREATE_TIME);
    }

    /** Decodes in both ways and requires that the results are the same. */
    Decoded same(String what, byte @Nullable [] key, byte @Nullable [] value, long offset) {
        Decoded actual = raw(key, value, offset);
        SameEvents.assertSame(what, converted(key, value, offset), actual);
        return actual;
    }
}
