/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CapturedEventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CapturedEvents events = new CapturedEvents();

    static Iterable<String> names() {
        return new CapturedEvents().names();
    }

    @Test
    void names_allCaptures() {
        assertThat(events.names()).hasSize(38).isSorted().contains("pg-orders-c-insert-all-types", "mariadb-orders-u");
    }

    @ParameterizedTest
    @MethodSource("names")
    void load_saysWhatTheFileSays(String name) throws IOException {
        JsonNode file = file(name);
        CapturedEvent event = events.load(name);

        assertThat(event.name()).isEqualTo(name);
        assertThat(event.topic()).isEqualTo(file.get("topic").textValue());
        assertThat(event.partition()).isEqualTo(file.get("partition").intValue());
        assertThat(event.offset()).isEqualTo(file.get("offset").longValue());
        assertThat(event.timestamp()).isEqualTo(file.get("timestamp").longValue());
        assertThat(event.headers()).hasSize(file.get("headers").size()).allSatisfy(header -> assertThat(
                        new String(header.value(), UTF_8))
                .isEqualTo(file.get("headers").get(header.name()).textValue()));
        assertSame(event.key(), file.get("key"));
        assertSame(event.value(), file.get("value"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void sinkRecord_convertsAndSharesItsSchemas(String name) {
        CapturedEvent event = events.load(name);
        SinkRecord first = events.sinkRecord(event);
        SinkRecord second = events.sinkRecord(name);

        assertThat(first.value() == null).isEqualTo(event.value() == null);
        assertThat(first.key() == null).isEqualTo(event.key() == null);
        assertThat(first.headers()).hasSize(event.headers().size());
        assertThat(first.kafkaOffset()).isEqualTo(event.offset());
        assertThat(first.timestamp()).isEqualTo(event.timestamp());
        assertThat(second.valueSchema()).isSameAs(first.valueSchema());
        assertThat(second.keySchema()).isSameAs(first.keySchema());
        assertThat(second.value()).isEqualTo(first.value());
    }

    @Test
    void sinkRecord_equalSchemasOfTwoEventsAreOneInstance() {
        Schema update = events.sinkRecord("pg-pairs-u-composite-key").valueSchema();
        assertThat(events.sinkRecord("pg-pairs-c-composite-key").valueSchema()).isSameAs(update);
    }

    @Test
    void sinkRecord_tombstoneHasAKeyAndNoValue() {
        SinkRecord tombstone = events.sinkRecord("pg-orders-d-delete-tombstone");
        assertThat(((Struct) tombstone.key()).getInt64("id")).isEqualTo(2);
        assertThat(tombstone.value()).isNull();
        assertThat(tombstone.valueSchema()).isNull();
    }

    /** The value some sinks fail on: a map without a schema. */
    @Test
    void sinkRecord_keyChange_headerIsWhatADefaultWorkerMakesOfIt() {
        SinkRecord record = events.sinkRecord("pg-orders-pkchange-1-delete-old-key");
        assertThat(record.headers().lastWithName("__debezium.newkey").value()).isEqualTo(Map.of("id", (byte) 2));
    }

    @Test
    void consumerRecord_atAnotherPlace_keepsTheBytes() {
        CapturedEvent event = events.load("pg-orders-r-snapshot");
        ConsumerRecord<byte[], byte[]> record = event.at("elsewhere", 3, 17).consumerRecord();

        assertThat(record.topic()).isEqualTo("elsewhere");
        assertThat(record.partition()).isEqualTo(3);
        assertThat(record.offset()).isEqualTo(17);
        assertThat(record.value()).isSameAs(event.value());
        assertThat(record.headers()).hasSize(event.headers().size());
        assertThat(event.producerRecord("again").key()).isSameAs(event.key());
    }

    @Test
    void load_unknownName_saysWhichThereAre() {
        assertThatThrownBy(() -> events.load("no-such-event"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pg-orders-d-delete");
    }

    private static void assertSame(byte @Nullable [] document, JsonNode expected) throws IOException {
        if (expected.isNull()) {
            assertThat(document).isNull();
        } else {
            assertThat(JSON.readTree(document)).isEqualTo(expected);
        }
    }

    private static JsonNode file(String name) throws IOException {
        try (InputStream file = CapturedEventsTest.class.getResourceAsStream("/debezium-events/" + name + ".json")) {
            return JSON.readTree(file);
        }
    }
}
