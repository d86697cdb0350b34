/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.raw;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.config.NameTemplate;
import io.millrace.sink.decode.DecodeFormat;
import io.millrace.sink.decode.Destinations;
import io.millrace.sink.decode.KeySource;
import io.millrace.sink.decode.Routing;
import io.millrace.sink.decode.TopicSettings;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Folding;
import io.millrace.sink.record.Skipped;
import io.millrace.testkit.events.CapturedEvent;
import io.millrace.testkit.events.CapturedEvents;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether Avro decoded here becomes the same events as Avro that a converter has decoded. */
class RawAvroDifferentialTest {
    private static final int ROUNDS = 300;

    private final CapturedEvents events = new CapturedEvents();

    static Iterable<String> names() {
        return new CapturedEvents().names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void capturedEvent_writtenAsAvro_isTheSameEvent(String name) {
        CapturedEvent event = events.load(name);
        SinkRecord record = events.sinkRecord(event);
        AvroDecoders decoders = new AvroDecoders(DecodeFormat.AVRO, settings -> keyed(settings, event.key() != null));
        for (int offset = 0; offset < 3; offset++) {
            assertThat(decoders.same(
                            name,
                            decoders.bytes(record.keySchema(), record.key()),
                            decoders.bytes(record.valueSchema(), record.value()),
                            offset))
                    .isInstanceOfAny(ChangeEvent.class, Skipped.class);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void capturedEvent_namedByItsFields_isTheSameEvent(String name) {
        CapturedEvent event = events.load(name);
        SinkRecord record = events.sinkRecord(event);
        AvroDecoders decoders = new AvroDecoders(
                DecodeFormat.AUTO,
                settings -> new TopicSettings(
                        new Routing(
                                new NameTemplate("${source.connector}_${source.name}", Pattern.compile(".*"))
                                        .parts("t"),
                                ".",
                                new Destinations("", Folding.NONE, null)),
                        event.key() == null ? KeySource.NONE : KeySource.RECORD_KEY,
                        List.of(),
                        false,
                        settings.fields(),
                        true,
                        true));
        decoders.same(
                name,
                decoders.bytes(record.keySchema(), record.key()),
                decoders.bytes(record.valueSchema(), record.value()),
                0);
    }

    private static TopicSettings keyed(TopicSettings settings, boolean byKey) {
        return new TopicSettings(
                settings.routing(),
                byKey ? KeySource.RECORD_KEY : KeySource.NONE,
                List.of(),
                false,
                settings.fields(),
                true,
                true);
    }

    @Test
    void randomEnvelopes_areTheSameEvents() {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        RandomData data = new RandomData(new Random(seed));
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Schema row = data.row("r.Value", random.nextInt(30), true);
            Schema envelope = RandomData.envelope(row);
            Schema key = SchemaBuilder.struct()
                    .name("r.Key")
                    .field("id", Schema.INT64_SCHEMA)
                    .build();
            AvroDecoders decoders = new AvroDecoders(DecodeFormat.AVRO, settings -> settings);
            for (int offset = 0; offset < 5; offset++) {
                Struct value = data.change(envelope, row);
                Struct image = (Struct) (value.get("after") == null ? value.get("before") : value.get("after"));
                assertThat(decoders.same(
                                "seed " + seed + ", round " + round,
                                decoders.bytes(key, new Struct(key).put("id", image.getInt64("id"))),
                                decoders.bytes(envelope, value),
                                offset * 2L))
                        .isInstanceOf(ChangeEvent.class);
            }
        }
    }

    @Test
    void randomFlatRecords_areTheSameEvents() {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        RandomData data = new RandomData(new Random(seed));
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Schema row = data.row("r.Value", random.nextInt(20), false);
            AvroDecoders decoders = new AvroDecoders(DecodeFormat.AUTO, byValue());
            for (int offset = 0; offset < 5; offset++) {
                assertThat(decoders.same(
                                "seed " + seed + ", round " + round,
                                null,
                                decoders.bytes(row, data.struct(row)),
                                offset * 2L))
                        .isInstanceOf(ChangeEvent.class);
            }
        }
    }

    @Test
    void randomPrimitiveKeys_areTheSame() {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        RandomData data = new RandomData(new Random(seed));
        for (int round = 0; round < 500; round++) {
            Schema key = data.schema(0);
            AvroDecoders decoders = new AvroDecoders(DecodeFormat.AVRO, settings -> settings);
            decoders.same("seed " + seed + ", " + key.type(), decoders.bytes(key, data.value(key)), null, 0);
        }
    }

    /** Schemas that no Connect source has written. */
    @Test
    void foreignSchemas_areTheSameEvents() {
        org.apache.avro.Schema schema = new org.apache.avro.Schema.Parser()
                .parse(
                        """
                {"type":"record","name":"Order","namespace":"shop","doc":"d","fields":[
                {"name":"id","type":"long"},
                {"name":"day","type":{"type":"int","logicalType":"date"}},
                {"name":"at","type":["null",{"type":"long","logicalType":"timestamp-millis"}],"default":null},
                {"name":"micros","type":{"type":"long","logicalType":"timestamp-micros"}},
                {"name":"time","type":{"type":"int","logicalType":"time-millis"}},
                {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}},
                {"name":"hash","type":{"type":"fixed","name":"H","size":4}},
                {"name":"state","type":{"type":"enum","name":"State","symbols":["NEW","PAID"]}},
                {"name":"last","type":["State","null"],"default":"NEW"},
                {"name":"either","type":["null","int","string","H"]},
                {"name":"both","type":["double","boolean"]},
                {"name":"tags","type":{"type":"array","items":["null","string"]}},
                {"name":"counts","type":{"type":"map","values":"long"}},
                {"name":"inner","type":["null",{"type":"record","name":"Inner","fields":[{"name":"a","type":"float"}]}]},
                {"name":"text","type":"string","default":"x"}]}""");
        AvroDecoders decoders = new AvroDecoders(DecodeFormat.AVRO, byValue());
        GenericData.Record value = new GenericData.Record(schema);
        value.put("id", 7L);
        value.put("day", 20_000);
        value.put("at", 1_790_000_000_123L);
        value.put("micros", 1_790_000_000_123_456L);
        value.put("time", 86_399_999);
        value.put("price", ByteBuffer.wrap(new byte[] {(byte) 0xFF, 0x01}));
        GenericData.Fixed hash = new GenericData.Fixed(schema.getField("hash").schema(), new byte[] {1, 2, 3, 4});
        value.put("hash", hash);
        value.put("state", new GenericData.EnumSymbol(schema.getField("state").schema(), "PAID"));
        value.put("both", 2.5);
        value.put("tags", java.util.Arrays.asList("a", null, "b"));
        value.put("counts", Map.of("k", 3L));
        value.put("text", "\u00fc");
        assertThat(decoders.same("nulls", null, decoders.bytes(schema, value), 0))
                .isInstanceOf(ChangeEvent.class);
        value.put("last", new GenericData.EnumSymbol(schema.getField("state").schema(), "NEW"));
        GenericData.Record inner = new GenericData.Record(
                schema.getField("inner").schema().getTypes().get(1));
        inner.put("a", 1.5f);
        value.put("inner", inner);
        for (Object either : List.of(5, "five", hash)) {
            value.put("either", either);
            assertThat(decoders.same("either", null, decoders.bytes(schema, value), 1))
                    .isInstanceOf(ChangeEvent.class);
        }
        value.put("both", true);
        decoders.same("both", null, decoders.bytes(schema, value), 2);
    }

    private static UnaryOperator<TopicSettings> byValue() {
        return settings -> new TopicSettings(
                settings.routing(), KeySource.RECORD_VALUE, List.of("id"), true, settings.fields(), true, true);
    }
}
