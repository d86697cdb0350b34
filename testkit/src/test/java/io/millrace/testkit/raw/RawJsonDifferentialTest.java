/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.raw;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.sink.config.NameTemplate;
import io.millrace.sink.decode.DecodeFormat;
import io.millrace.sink.decode.Destinations;
import io.millrace.sink.decode.KeySource;
import io.millrace.sink.decode.Routing;
import io.millrace.sink.decode.TopicSettings;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.Folding;
import io.millrace.sink.record.Skipped;
import io.millrace.testkit.events.CapturedEvent;
import io.millrace.testkit.events.CapturedEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether JSON decoded here becomes the same events as JSON that Connect's converter has decoded. */
class RawJsonDifferentialTest {
    private static final int ROUNDS = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CapturedEvents events = new CapturedEvents();

    static Iterable<String> names() {
        return new CapturedEvents().names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void capturedEvent_isTheSameEvent(String name) {
        CapturedEvent event = events.load(name);
        Decoders decoders = new Decoders(true, DecodeFormat.JSON_WITH_SCHEMA, keyOf(event));
        // The second one meets the schema that the first one has brought.
        for (int offset = 0; offset < 3; offset++) {
            Decoded decoded = decoders.same(name, event.key(), event.value(), offset);
            assertThat(decoded).as(name).isInstanceOfAny(ChangeEvent.class, Skipped.class);
        }
    }

    /** Names of destinations that ask for fields make another way through the decoder. */
    @ParameterizedTest
    @MethodSource("names")
    void capturedEvent_namedByItsFields_isTheSameEvent(String name) {
        CapturedEvent event = events.load(name);
        Routing[] routings = new Routing[2];
        for (int i = 0; i < 2; i++) {
            routings[i] = new Routing(
                    new NameTemplate("${source.connector}_${source.name}", Pattern.compile(".*")).parts("t"),
                    ".",
                    new Destinations("", Folding.NONE, null));
        }
        UnaryOperator<TopicSettings> byRecord = settings -> new TopicSettings(
                routings[0],
                event.key() == null ? KeySource.NONE : KeySource.RECORD_KEY,
                List.of(),
                false,
                settings.fields(),
                true,
                true);
        Decoders decoders = new Decoders(true, DecodeFormat.AUTO, byRecord);
        decoders.same(name, event.key(), event.value(), 7);
    }

    @ParameterizedTest
    @MethodSource("names")
    void capturedEvent_writtenOtherwise_isTheSameEvent(String name) throws IOException {
        CapturedEvent event = events.load(name);
        Decoders decoders = new Decoders(true, DecodeFormat.AUTO, keyOf(event));
        for (byte[] value : otherwise(event.value())) {
            decoders.same(name, event.key(), value, 0);
        }
        for (byte[] key : otherwise(event.key())) {
            decoders.same(name, key, event.value(), 0);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DecodeFormat.class,
            names = {"JSON", "AUTO"})
    void capturedEvents_withoutSchema_areTheSameEvents(DecodeFormat format) throws IOException {
        for (String name : events.names()) {
            CapturedEvent event = events.load(name);
            Decoders decoders = new Decoders(false, format, keyOf(event));
            byte[] key = payload(event.key());
            byte[] value = payload(event.value());
            decoders.same(name, key, value, 0);
            decoders.same(name, key, value, 1);
        }
    }

    @Test
    void mixedTopic_eachRecordIsTheSameEvent() {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        Random random = new Random(seed);
        Decoders decoders = new Decoders(true, DecodeFormat.AUTO, settings -> settings);
        List<String> names = events.names().stream()
                .filter(name -> events.load(name).key() != null && !name.contains("transaction"))
                .toList();
        for (int offset = 0; offset < 2_000; offset++) {
            CapturedEvent event = events.load(names.get(random.nextInt(names.size())));
            if (isStructKey(event, "id")) {
                decoders.same("seed " + seed + ", " + event.name(), event.key(), event.value(), offset);
            }
        }
    }

    @Test
    void randomEnvelopes_areTheSameEvents() {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        Random random = new Random(seed);
        RandomData data = new RandomData(random);
        for (int round = 0; round < ROUNDS; round++) {
            Schema row = data.row("r.Value", random.nextInt(30), true);
            Schema envelope = RandomData.envelope(row);
            Schema key = SchemaBuilder.struct()
                    .name("r.Key")
                    .field("id", Schema.INT64_SCHEMA)
                    .build();
            Decoders decoders = new Decoders(true, DecodeFormat.JSON_WITH_SCHEMA, settings -> settings);
            for (int offset = 0; offset < 5; offset++) {
                Struct value = data.change(envelope, row);
                Struct image = (Struct) (value.get("after") == null ? value.get("before") : value.get("after"));
                byte[] keyBytes = decoders.key(key, new Struct(key).put("id", image.getInt64("id")));
                assertThat(decoders.same(
                                "seed " + seed + ", round " + round,
                                keyBytes,
                                decoders.value(envelope, value),
                                offset * 2L))
                        .isInstanceOf(ChangeEvent.class);
            }
        }
    }

    @Test
    void randomFlatRecords_areTheSameEvents() {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        Random random = new Random(seed);
        RandomData data = new RandomData(random);
        for (int round = 0; round < ROUNDS; round++) {
            Schema row = data.row("r.Value", random.nextInt(20), false);
            SchemaBuilder flattened = SchemaBuilder.struct().name("r.Flat");
            row.fields().forEach(field -> flattened.field(field.name(), field.schema()));
            if (random.nextBoolean()) {
                flattened
                        .field("__op", Schema.OPTIONAL_STRING_SCHEMA)
                        .field("__deleted", Schema.OPTIONAL_STRING_SCHEMA)
                        .field("__source_ts_ms", Schema.OPTIONAL_INT64_SCHEMA);
            }
            Schema schema = flattened.build();
            Decoders decoders = new Decoders(
                    true,
                    DecodeFormat.AUTO,
                    settings -> new TopicSettings(
                            settings.routing(),
                            KeySource.RECORD_VALUE,
                            List.of("id"),
                            true,
                            settings.fields(),
                            true,
                            true));
            for (int offset = 0; offset < 5; offset++) {
                Struct value = data.struct(schema);
                if (schema.field("__op") != null) {
                    value.put("__op", List.of("c", "u", "d", "r").get(random.nextInt(4)));
                    value.put("__deleted", random.nextBoolean() ? "false" : "true");
                }
                byte[] bytes = decoders.value(schema, value);
                assertThat(decoders.same("seed " + seed + ", round " + round, null, bytes, offset * 2L))
                        .isInstanceOf(ChangeEvent.class);
            }
        }
    }

    @Test
    void randomPrimitiveKeys_areTheSame() {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        Random random = new Random(seed);
        RandomData data = new RandomData(random);
        for (int round = 0; round < 500; round++) {
            Schema key = data.schema(0);
            Decoders decoders = new Decoders(true, DecodeFormat.AUTO, settings -> settings);
            byte[] bytes = decoders.key(key, data.value(key));
            decoders.same("seed " + seed + ", " + key.type() + " " + key.name(), bytes, null, 0);
        }
    }

    private static UnaryOperator<TopicSettings> keyOf(CapturedEvent event) {
        return settings -> new TopicSettings(
                settings.routing(),
                event.key() == null ? KeySource.NONE : KeySource.RECORD_KEY,
                List.of(),
                false,
                settings.fields(),
                true,
                true);
    }

    private static boolean isStructKey(CapturedEvent event, String field) {
        return new String(event.key(), java.nio.charset.StandardCharsets.UTF_8).contains("\"field\":\"" + field + "\"");
    }

    /** The same document: payload first, spaced out, fields in another order. */
    private static List<byte[]> otherwise(byte @Nullable [] document) throws IOException {
        if (document == null) {
            return List.of();
        }
        List<byte[]> same = new ArrayList<>();
        JsonNode read = JSON.readTree(document);
        ObjectNode turned = JSON.createObjectNode();
        turned.set("payload", backwards(read.get("payload")));
        turned.set("schema", read.get("schema"));
        same.add(JSON.writeValueAsBytes(turned));
        same.add(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(read));
        ObjectNode straight = JSON.createObjectNode();
        straight.set("schema", backwards(read.get("schema")));
        straight.set("payload", backwards(read.get("payload")));
        same.add(JSON.writeValueAsBytes(straight));
        same.add((new String(document, java.nio.charset.StandardCharsets.UTF_8) + " \n")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return same;
    }

    private static JsonNode backwards(JsonNode node) {
        if (!node.isObject()) {
            return node;
        }
        ObjectNode turned = JSON.createObjectNode();
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(name -> names.add(0, name));
        names.forEach(name -> turned.set(name, backwards(node.get(name))));
        return turned;
    }

    private static byte @Nullable [] payload(byte @Nullable [] document) throws IOException {
        return document == null
                ? null
                : JSON.writeValueAsBytes(JSON.readTree(document).get("payload"));
    }
}
