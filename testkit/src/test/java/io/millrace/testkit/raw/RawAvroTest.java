/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.Failure;
import io.millrace.sink.decode.DecodeFormat;
import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.decode.EventDecoder;
import io.millrace.sink.decode.KeySource;
import io.millrace.sink.decode.TopicSettings;
import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.Delete;
import io.millrace.sink.record.Postponed;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.record.Undecodable;
import io.millrace.sink.record.Upsert;
import io.millrace.sink.registry.Lookup;
import io.millrace.testkit.records.ChangeTopic;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What Avro becomes where it is broken, and where its schema cannot be had. */
class RawAvroTest {
    private static final Schema ROW = SchemaBuilder.struct()
            .name("r.Value")
            .field("id", Schema.INT64_SCHEMA)
            .field("text", Schema.STRING_SCHEMA)
            .field("list", SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build())
            .field("price", Decimal.builder(2).optional().build())
            .build();

    private final AvroDecoders decoders = new AvroDecoders(DecodeFormat.AVRO, RawAvroTest::byValue);

    private static TopicSettings byValue(TopicSettings settings) {
        return new TopicSettings(
                settings.routing(), KeySource.RECORD_VALUE, List.of("id"), true, settings.fields(), true, true);
    }

    private byte[] document() {
        Struct value = new Struct(ROW)
                .put("id", 7L)
                .put("text", "secret".repeat(20))
                .put("list", Arrays.asList("a", null, "b"))
                .put("price", new java.math.BigDecimal("1.25"));
        return java.util.Objects.requireNonNull(decoders.bytes(ROW, value));
    }

    private static Failure rejected(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Undecodable.class);
        Failure failure = ((Undecodable) decoded).failure();
        assertThat(failure).isInstanceOf(Failure.Rejected.class);
        assertThat(failure.message()).doesNotContain("secret");
        return failure;
    }

    @Test
    void truncatedAnywhere_isTheRecordsFault() {
        byte[] whole = document();
        assertThat(decoders.raw(null, whole, 0)).isInstanceOf(Upsert.class);
        for (int length = 0; length < whole.length; length++) {
            Failure failure = rejected(decoders.raw(null, Arrays.copyOf(whole, length), 0));
            assertThat(failure.code()).hasToString("decode.bad-avro");
        }
        assertThat(rejected(decoders.raw(null, Arrays.copyOf(whole, whole.length + 1), 0))
                        .message())
                .contains("left over");
        assertThat(decoders.raw(null, whole, 1)).isInstanceOf(Upsert.class);
    }

    /** Whatever the bytes: an event or the record's fault, and no memory to speak of. */
    @Test
    void randomBytes_neverHarm() {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        Random random = new Random(seed);
        byte[] whole = document();
        for (int i = 0; i < 20_000; i++) {
            byte[] broken = whole.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                broken[5 + random.nextInt(broken.length - 5)] = (byte) random.nextInt();
            }
            assertThat(decoders.raw(null, broken, 0))
                    .as("seed " + seed)
                    .isInstanceOfAny(Upsert.class, Undecodable.class);
        }
    }

    /** The converters refuse these for the names that Avro demands of fixed types. */
    @Test
    void decimalOfFixedSize_isADecimal() {
        org.apache.avro.Schema schema = new org.apache.avro.Schema.Parser()
                .parse(
                        """
                {"type":"record","name":"P","fields":[{"name":"id","type":"long"},{"name":"price","type":
                {"type":"fixed","name":"F","size":6,"logicalType":"decimal","precision":12,"scale":3}}]}""");
        org.apache.avro.generic.GenericData.Record value = new org.apache.avro.generic.GenericData.Record(schema);
        value.put("id", 1L);
        value.put(
                "price",
                new org.apache.avro.generic.GenericData.Fixed(
                        schema.getField("price").schema(), new byte[] {-1, -1, -1, -1, 0, 1}));
        Upsert upsert = (Upsert) decoders.raw(null, decoders.bytes(schema, value), 0);
        assertThat(upsert.row().decimalAt(1)).isEqualTo(new java.math.BigDecimal("-65.535"));
    }

    @Test
    void wrongMagic_isTheRecordsFault() {
        byte[] document = document();
        document[0] = 1;
        assertThat(rejected(decoders.raw(null, document, 0)).message()).contains("zero byte");
        assertThat(rejected(decoders.raw(null, "{\"id\":1}".getBytes(UTF_8), 0)).code())
                .hasToString("decode.bad-avro");
    }

    @Test
    void unknownSchema_isTheRecordsFault() {
        byte[] document = document();
        document[4] = 99;
        assertThat(rejected(decoders.raw(null, document, 0)).code()).hasToString("decode.unknown-schema");
    }

    @Test
    void schemasThatConnectHasNoFormFor_areTheRecordsFault() {
        for (String schema : List.of(
                "{",
                "\"null\"",
                "{\"type\":\"record\",\"name\":\"N\",\"fields\":[{\"name\":\"next\",\"type\":[\"null\",\"N\"]}]}",
                "{\"type\":\"int\",\"connect.type\":\"int4\"}")) {
            EventDecoder decoder = decoder(new Lookup.Found(schema));
            assertThat(rejected(decode(decoder, document())).code()).hasToString("decode.bad-schema");
        }
    }

    @Test
    void registryThatIsDown_postpones() {
        EventDecoder decoder = decoder(new Lookup.Waiting("down"));
        assertThat(decode(decoder, document())).isInstanceOf(Postponed.class);
    }

    @Test
    void registryThatRefuses_isAWrongConfiguration() {
        EventDecoder decoder = decoder(new Lookup.Refused("no"));
        assertThat(((Undecodable) decode(decoder, document())).failure()).isInstanceOf(Failure.Systemic.class);
        assertThat(((Undecodable) decode(decoder(null), document())).failure().message())
                .contains("'schema.registry.url'");
    }

    @Test
    void tombstone_isADeleteByKey() {
        AvroDecoders keyed = new AvroDecoders(DecodeFormat.AVRO, settings -> settings);
        byte[] key = keyed.bytes(Schema.INT64_SCHEMA, 7L);
        assertThat(keyed.same("tombstone", key, null, 0)).isInstanceOf(Delete.class);
    }

    /** What a converter has made of a key is left as it is. */
    @Test
    void keyFromAConverter_goesWithAvroValues() {
        AvroDecoders keyed = new AvroDecoders(DecodeFormat.AVRO, settings -> settings);
        byte[] value =
                keyed.bytes(ROW, new Struct(ROW).put("id", 1L).put("text", "t").put("list", List.of()));
        EventDecoder decoder = new EventDecoder(new DecodeSettings(
                        ChangeTopic.UNAVAILABLE, true, false, topic -> Decoders.SETTINGS.decoding(DecodeFormat.AUTO))
                .with(id -> new Lookup.Found(new io.apicurio.registry.utils.converter.avro.AvroData(10)
                        .fromConnectSchema(ROW)
                        .toString())));
        Decoded decoded = decoder.decode(
                new SinkRecord("t", 0, Schema.STRING_SCHEMA, "k", Schema.OPTIONAL_BYTES_SCHEMA, value, 0),
                new SourcePartition(new TopicPartition("t", 0), 1));
        assertThat(((Upsert) decoded).key().row().stringAt(0)).isEqualTo("k");
    }

    private static EventDecoder decoder(@Nullable Lookup answer) {
        DecodeSettings settings =
                new DecodeSettings(ChangeTopic.UNAVAILABLE, true, false, topic -> byValue(Decoders.SETTINGS)
                        .decoding(DecodeFormat.AVRO));
        return new EventDecoder(answer == null ? settings : settings.with(id -> answer));
    }

    private static Decoded decode(EventDecoder decoder, byte[] value) {
        return decoder.decode(
                new SinkRecord("t", 0, Schema.OPTIONAL_BYTES_SCHEMA, null, Schema.OPTIONAL_BYTES_SCHEMA, value, 0),
                new SourcePartition(new TopicPartition("t", 0), 1));
    }
}
