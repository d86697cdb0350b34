/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.letter.PayloadFidelity;
import io.millrace.dlq.letter.RecordBytes;
import io.millrace.dlq.letter.RecordSerializer;
import io.millrace.sink.config.NameTemplate;
import io.millrace.sink.decode.DecodeFormat;
import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.decode.Destinations;
import io.millrace.sink.decode.EventDecoder;
import io.millrace.sink.decode.HeaderValues;
import io.millrace.sink.decode.KeySource;
import io.millrace.sink.decode.Routing;
import io.millrace.sink.decode.TopicSettings;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.Folding;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.record.Upsert;
import io.millrace.testkit.events.CapturedEvent;
import io.millrace.testkit.events.CapturedEvents;
import io.millrace.testkit.records.ChangeTopic;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that come as bytes are what a worker's default converter makes of them, and letters have the bytes. */
class RawHeadersTest {
    private static final byte[] VALUE = "{\"n\":1}".getBytes(UTF_8);

    private final SimpleHeaderConverter converter = new SimpleHeaderConverter();
    private final SourcePartition source = new SourcePartition(new TopicPartition(Decoders.TOPIC, 0), 1);

    private static SinkRecord record(ConnectHeaders headers) {
        return new SinkRecord(
                Decoders.TOPIC,
                0,
                Schema.OPTIONAL_BYTES_SCHEMA,
                "{\"id\":1}".getBytes(UTF_8),
                Schema.OPTIONAL_BYTES_SCHEMA,
                VALUE,
                3,
                5L,
                TimestampType.CREATE_TIME,
                headers);
    }

    private ConnectHeaders converted(String value) {
        ConnectHeaders headers = new ConnectHeaders();
        headers.add("h", converter.toConnectHeader(Decoders.TOPIC, "h", value.getBytes(UTF_8)));
        return headers;
    }

    private static ConnectHeaders bytes(String value) {
        ConnectHeaders headers = new ConnectHeaders();
        headers.add("h", value.getBytes(UTF_8), Schema.OPTIONAL_BYTES_SCHEMA);
        return headers;
    }

    private Decoded byHeader(ConnectHeaders headers) {
        TopicSettings settings = new TopicSettings(
                Decoders.SETTINGS.routing(),
                KeySource.RECORD_HEADER,
                List.of("h"),
                true,
                Decoders.SETTINGS.fields(),
                true,
                true);
        return new EventDecoder(new DecodeSettings(
                        ChangeTopic.UNAVAILABLE, true, topic -> settings.decoding(DecodeFormat.JSON)))
                .decode(record(headers), source);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "200", "3000000000", "text", "\"quoted\"", "true", "1.5", "[1,2]", "{\"id\":2}", ""})
    void keyFromAHeader_isTheSame(String value) {
        SameEvents.assertSame(value, byHeader(converted(value)), byHeader(bytes(value)));
    }

    @Test
    void nameFromAHeader_isTheSame() {
        TopicSettings settings = new TopicSettings(
                new Routing(
                        new NameTemplate("t_${header.h}", Pattern.compile(".*")).parts("t"),
                        ".",
                        new Destinations("", Folding.NONE, null)),
                KeySource.NONE,
                List.of(),
                false,
                Decoders.SETTINGS.fields(),
                true,
                true);
        EventDecoder decoder = new EventDecoder(
                new DecodeSettings(ChangeTopic.UNAVAILABLE, true, topic -> settings.decoding(DecodeFormat.JSON)));
        assertThat(((Upsert) decoder.decode(record(bytes("x7")), source))
                        .destination()
                        .name())
                .isEqualTo("t_x7");
        assertThat(((Upsert) decoder.decode(record(bytes("7")), source))
                        .destination()
                        .name())
                .isEqualTo("t_7");
    }

    /** The headers of a change of key, whose values are objects. */
    @Test
    void headersOfACapturedEvent_areTheSame() {
        CapturedEvents events = new CapturedEvents();
        CapturedEvent event = events.load("pg-orders-pkchange-1-delete-old-key");
        ConnectHeaders headers = new ConnectHeaders();
        event.headers().forEach(header -> headers.add(header.name(), header.value(), Schema.OPTIONAL_BYTES_SCHEMA));
        EventDecoder decoder = new EventDecoder(new DecodeSettings(
                ChangeTopic.UNAVAILABLE, true, topic -> Decoders.SETTINGS.decoding(DecodeFormat.JSON)));
        ChangeEvent decoded = (ChangeEvent) decoder.decode(record(headers), source);
        assertThat(HeaderValues.of(decoded)).isEqualTo(events.sinkRecord(event).headers());
        assertThat(HeaderValues.of(decoded).lastWithName("__debezium.newkey").value())
                .isEqualTo(Map.of("id", (byte) 2));
    }

    @Test
    void letter_hasTheBytes() {
        byte[] broken = "{\"id\":".getBytes(UTF_8);
        SinkRecord record = new SinkRecord(
                Decoders.TOPIC,
                0,
                null,
                null,
                Schema.OPTIONAL_BYTES_SCHEMA,
                broken,
                3,
                5L,
                TimestampType.CREATE_TIME,
                bytes("{\"id\":"));
        // Without a key there is no schema either, with whatever converter.
        SinkRecord raw = new SinkRecord(
                Decoders.TOPIC,
                0,
                Schema.OPTIONAL_BYTES_SCHEMA,
                null,
                Schema.OPTIONAL_BYTES_SCHEMA,
                broken,
                3,
                5L,
                TimestampType.CREATE_TIME,
                bytes("{\"id\":"));
        RecordBytes letter = new RecordSerializer().bytes(raw);
        assertThat(letter.fidelity()).isEqualTo(PayloadFidelity.ORIGINAL);
        assertThat(letter.value()).isSameAs(broken);
        assertThat(letter.key()).isNull();
        assertThat(letter.headers()).singleElement().satisfies(header -> assertThat(header.value())
                .isEqualTo("{\"id\":".getBytes(UTF_8)));
        assertThat(new RecordSerializer().bytes(record).fidelity()).isEqualTo(PayloadFidelity.RESERIALIZED);
    }

    /** Bytes that a converter has unwrapped are not what was on the topic. */
    @Test
    void letterOfConvertedBytes_doesNotClaimToBeTheOriginal() {
        JsonConverter json = new JsonConverter();
        json.configure(Map.of("schemas.enable", true), false);
        byte[] document = json.fromConnectData("t", Schema.OPTIONAL_BYTES_SCHEMA, new byte[] {1, 2});
        var converted = json.toConnectData("t", document);
        SinkRecord record = new SinkRecord("t", 0, null, null, converted.schema(), converted.value(), 3);
        assertThat(new RecordSerializer().bytes(record).fidelity()).isEqualTo(PayloadFidelity.RESERIALIZED);
    }
}
