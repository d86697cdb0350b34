/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.testkit.events.CapturedEvents;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;

class EventBytesTest {
    private static final String TOPIC = "bench.public.orders";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Workload INSERTS = Workload.inserts("orders", new RowShape(12, 72), 10);

    private final List<String> registered = new ArrayList<>();

    private EventBytes bytes(Form form, Workload workload) {
        return EventBytes.of(TOPIC, workload, form, schema -> {
            registered.add(schema);
            return registered.size();
        });
    }

    @Test
    void json_isWhatConnectsConverterWrites() throws Exception {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", true, "replace.null.with.default", false), false);
        EventSchemas schemas = EventSchemas.of(TOPIC, INSERTS.shape());

        byte[] expected = converter.fromConnectData(TOPIC, schemas.envelope(), schemas.envelope(3, 3, true));

        assertThat(bytes(Form.DEBEZIUM_JSON, INSERTS).value(3))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(new String(expected, StandardCharsets.UTF_8));
    }

    /** Schemas and fields as in an event that Debezium's source has really sent, but for the row's own. */
    @Test
    void envelope_isLikeACapturedOne() throws Exception {
        JsonNode ours = JSON.readTree(bytes(Form.DEBEZIUM_JSON, INSERTS).value(0));
        JsonNode captured = JSON.readTree(
                new CapturedEvents().load("pg-pairs-c-composite-key").value());

        for (int field = 2; field < captured.path("schema").path("fields").size(); field++) {
            assertThat(ours.path("schema").path("fields").get(field))
                    .isEqualTo(captured.path("schema").path("fields").get(field));
        }
        assertThat(ours.path("payload").path("source").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(
                        () -> captured.path("payload").path("source").fieldNames());
    }

    @Test
    void usualEvent_hasTheSizeOfCapturedOnes() {
        Workload usual = Workload.inserts("usual", RowShape.USUAL, 1);

        assertThat(bytes(Form.DEBEZIUM_JSON, usual).value(0).length).isBetween(3_200, 3_700);
        assertThat(bytes(Form.DEBEZIUM_AVRO, usual).value(0).length).isBetween(230, 330);
        assertThat(bytes(Form.FLAT_AVRO, usual).value(0).length).isBetween(110, 220);
    }

    @Test
    void avro_canBeRead_andNamesItsSchema() throws Exception {
        byte[] value = bytes(Form.DEBEZIUM_AVRO, INSERTS).value(7);

        ByteBuffer buffer = ByteBuffer.wrap(value);
        assertThat(buffer.get()).isZero();
        Schema schema = new Schema.Parser().parse(registered.get(buffer.getInt() - 1));
        var decoder = DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null);
        GenericRecord event = new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
        GenericRecord after = (GenericRecord) event.get("after");
        assertThat(after.get("id")).isEqualTo(7L);
        assertThat(after.get("more_11")).isInstanceOf(Double.class);
        assertThat(event.get("before")).isNull();
        assertThat(event.get("op")).asString().isEqualTo("c");
        assertThat(((GenericRecord) event.get("source")).get("snapshot"))
                .asString()
                .isEqualTo("false");
        assertThat(decoder.isEnd()).isTrue();
    }

    @Test
    void flatJson_holdsTheSameRow() {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", true), false);
        SchemaAndValue read =
                converter.toConnectData(TOPIC, bytes(Form.FLAT_JSON, INSERTS).value(5));

        assertThat(read.value())
                .isEqualTo(EventSchemas.of(TOPIC, INSERTS.shape()).row(5, 5));
    }

    @Test
    void hotKeys_areDrawnAlikeEveryTime_andAreUpdates() throws Exception {
        Workload hot = new Workload("hot", RowShape.USUAL, 1_000, 10);

        assertThat(IntStream.range(0, 1_000).mapToLong(hot::id).distinct()).hasSize(10);
        assertThat(JSON.readTree(bytes(Form.DEBEZIUM_JSON, hot).value(0))
                        .path("payload")
                        .path("op")
                        .asText())
                .isEqualTo("u");
    }

    @Test
    void plainRows_keepTheLastEventOfEachRowInABatch() {
        Workload hot = new Workload("hot", RowShape.USUAL, 100, 3);

        List<PlainRows> batches = PlainRows.of(hot, 40);

        assertThat(batches).hasSize(3);
        assertThat((long[]) batches.get(2).columns().get(1)).contains(99).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void moreRowsThanEvents_areRefused() {
        assertThatThrownBy(() -> new Workload("w", RowShape.USUAL, 10, 11)).hasMessageContaining("11 rows");
    }
}
