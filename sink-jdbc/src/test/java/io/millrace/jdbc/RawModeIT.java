/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.apicurio.registry.serde.avro.NonRecordContainer;
import io.apicurio.registry.utils.converter.avro.AvroData;
import io.millrace.dlq.RecordFailedException;
import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.events.CapturedEvent;
import io.millrace.testkit.events.CapturedEvents;
import io.millrace.testkit.registry.RegistryStub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records that the connector decodes itself, from their bytes to the rows: the same rows as behind a converter. */
class RawModeIT {
    private static final String TABLE =
            """
            CREATE TABLE orders (id bigint PRIMARY KEY, note text, big_text text, doc jsonb, amount numeric(12,4),
              free_num numeric, ratio double precision, flag boolean, created_at timestamptz, local_ts timestamp(3), d date,
              t time(6), ttz timetz, span interval, uid uuid, raw bytea, tags text[], nums int[], m mood, ip inet, j json,
              r4 real, s smallint, n int, c char(5), money_col money, hs int4range, x xml, added text)""";

    private static final List<String> EVENTS = List.of(
            "pg-orders-r-snapshot",
            "pg-orders-c-insert-all-types",
            "pg-orders-c-all-nulls",
            "pg-orders-c-nan-infinity",
            "pg-orders-u-toast-unchanged",
            "pg-orders-u-toast-changed",
            "pg-orders-pkchange-1-delete-old-key",
            "pg-orders-pkchange-2-tombstone-old-key",
            "pg-orders-pkchange-3-create-new-key");

    private final CapturedEvents captured = new CapturedEvents();
    private final Database database = new Database();
    private final AvroData avro = new AvroData(100);

    private List<SinkRecord> converted() {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < EVENTS.size(); i++) {
            records.add(captured.sinkRecord(at(i)));
        }
        return records;
    }

    private CapturedEvent at(int offset) {
        CapturedEvent event = captured.load(EVENTS.get(offset));
        return event.at(event.topic(), 0, offset);
    }

    /** What a worker with ByteArrayConverter hands over. */
    private static SinkRecord raw(CapturedEvent event, byte @Nullable [] key, byte @Nullable [] value) {
        ConnectHeaders headers = new ConnectHeaders();
        event.headers().forEach(header -> headers.add(header.name(), header.value(), Schema.OPTIONAL_BYTES_SCHEMA));
        return new SinkRecord(
                event.topic(),
                event.partition(),
                Schema.OPTIONAL_BYTES_SCHEMA,
                key,
                Schema.OPTIONAL_BYTES_SCHEMA,
                value,
                event.offset(),
                event.timestamp(),
                TimestampType.CREATE_TIME,
                headers);
    }

    private List<SinkRecord> json() {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < EVENTS.size(); i++) {
            CapturedEvent event = at(i);
            records.add(raw(event, event.key(), event.value()));
        }
        return records;
    }

    private List<SinkRecord> avro(RegistryStub registry) throws IOException {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < EVENTS.size(); i++) {
            CapturedEvent event = at(i);
            SinkRecord record = captured.sinkRecord(event);
            records.add(raw(
                    event,
                    avro(registry, record.keySchema(), record.key()),
                    avro(registry, record.valueSchema(), record.value())));
        }
        return records;
    }

    private byte @Nullable [] avro(RegistryStub registry, @Nullable Schema schema, @Nullable Object value)
            throws IOException {
        if (value == null) {
            return null;
        }
        org.apache.avro.Schema written = avro.fromConnectSchema(schema);
        Object data = avro.fromConnectData(schema, value);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        out.write(ByteBuffer.allocate(Integer.BYTES)
                .putInt(registry.register(written.toString()))
                .array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(written)
                .write(data instanceof NonRecordContainer<?> one ? one.getValue() : data, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private List<Map<String, String>> rows(List<SinkRecord> records, String... settings) throws Exception {
        database.execute("TRUNCATE orders");
        try (TaskRun task = database.task(settings)) {
            task.put(records).drain();
        }
        return database.table("orders", "id");
    }

    @Test
    void rows_areThoseBehindAConverter() throws Exception {
        database.execute("CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')", TABLE);
        List<Map<String, String>> expected = rows(converted());
        assertThat(expected).hasSizeGreaterThan(3);

        assertThat(rows(json(), "decode.format", "json_with_schema")).isEqualTo(expected);
        assertThat(rows(json(), "decode.format", "auto")).isEqualTo(expected);
        try (RegistryStub registry = new RegistryStub()) {
            String url = registry.url().toString();
            assertThat(rows(avro(registry), "decode.format", "avro", "schema.registry.url", url))
                    .isEqualTo(expected);
            assertThat(registry.asked()).as("each schema once").doesNotHaveDuplicates();
        }
    }

    @Test
    void headers_areDecoded() throws Exception {
        database.execute("CREATE TABLE kv (k text PRIMARY KEY, n bigint, tag text)");
        ConnectHeaders headers = new ConnectHeaders();
        headers.add("k", "key-7".getBytes(UTF_8), Schema.OPTIONAL_BYTES_SCHEMA);
        headers.add("tag", "{\"a\":1}".getBytes(UTF_8), Schema.OPTIONAL_BYTES_SCHEMA);
        SinkRecord record = new SinkRecord(
                "kv",
                0,
                Schema.OPTIONAL_BYTES_SCHEMA,
                null,
                Schema.OPTIONAL_BYTES_SCHEMA,
                "{\"n\":5}".getBytes(UTF_8),
                0,
                5L,
                TimestampType.CREATE_TIME,
                headers);
        try (TaskRun task = database.task(
                "decode.format", "json",
                "key.source", "record_header",
                "key.fields", "k",
                "metadata.columns", "header.tag:tag")) {
            task.put(List.of(record)).drain();
        }
        assertThat(database.table("kv", "k")).containsExactly(Map.of("k", "key-7", "n", "5", "tag", "{\"a\":1}"));
    }

    @Test
    void registryDown_theStreamWaits() throws Exception {
        database.execute("CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')", TABLE);
        try (RegistryStub registry = new RegistryStub();
                TaskRun task = database.task(
                        "decode.format",
                        "avro",
                        "schema.registry.url",
                        registry.url().toString())) {
            registry.answerAll(503, "");
            task.put(avro(registry));
            await("asked more than once").pollInSameThread().until(() -> {
                task.pollNothing();
                return registry.asked().size() > 2;
            });
            assertThat(task.isPaused()).isTrue();
            assertThat(database.table("orders", "id")).isEmpty();
            registry.answerAll(200, "");
            task.drain();
            assertThat(task.isPaused()).isFalse();
        }
        assertThat(database.table("orders", "id")).isNotEmpty();
    }

    @Test
    void brokenBytes_failTheTaskAndNameTheRecord() throws Exception {
        for (byte[] broken : List.of("{\"id\":".getBytes(UTF_8), new byte[] {0, 0, 0, 0, 1, 2})) {
            try (RegistryStub registry = new RegistryStub();
                    TaskRun task = database.task(
                            "decode.format",
                            "auto",
                            "schema.registry.url",
                            registry.url().toString())) {
                registry.register(
                        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"s\",\"type\":\"string\"}]}");
                CapturedEvent event = at(1);
                assertThatThrownBy(() -> task.put(List.of(raw(event, event.key(), broken)))
                                .drain())
                        .isInstanceOf(RecordFailedException.class)
                        .hasMessageContaining("pg.public.orders-0@1")
                        .hasMessageContaining("decode.bad-");
            }
        }
    }
}
