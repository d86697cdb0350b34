/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.events.CapturedEvents;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events as real Debezium sources sent them, written and read back by readers that know nothing of us. */
class CapturedEventsIT {
    private static final String RAW = "deadbeef00ff";

    private final CapturedEvents captured = new CapturedEvents();
    private final Bucket bucket = new Bucket();

    @AfterEach
    void close() {
        bucket.close();
    }

    /** Writes events, each behind the last one of its topic, and returns their rows. */
    private List<Map<String, Object>> write(String format, String... names) {
        return write(bucket, format, names);
    }

    private List<Map<String, Object>> write(Bucket to, String format, String... names) {
        Map<String, Long> ends = new HashMap<>();
        try (TaskRun task = to.task("format", format, "truncate.enabled", "true")) {
            for (String name : names) {
                String topic = captured.load(name).topic();
                long offset = ends.merge(topic, 1L, Long::sum) - 1;
                task.put(List.of(captured.sinkRecord(captured.load(name).at(topic, 0, offset))));
            }
            task.drain();
        }
        return to.rows();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> part(Map<String, Object> row, String name) {
        return (Map<String, Object>) row.get(name);
    }

    @Test
    void everyColumn_asJson() {
        Map<String, Object> row = write("json", "pg-orders-c-insert-all-types").get(0);

        assertThat(row)
                .containsEntry("op", "c")
                .containsEntry("key", Map.of("id", 1L))
                .containsEntry("topic", "pg.public.orders")
                .containsEntry("partition", 0L)
                .containsEntry("offset", 0L)
                .containsKeys("ts_ms", "source_ts_ms")
                .doesNotContainKeys("unchanged", "before");
        Map<String, Object> after = part(row, "after");
        assertThat(after.remove("big_text")).asString().hasSize(12_800);
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("id", 1L);
        expected.put("note", "first");
        expected.put("doc", Map.of("a", 1L, "b", Arrays.asList(true, null, "x")));
        expected.put("amount", new BigDecimal("12345.6789"));
        expected.put("free_num", new BigDecimal("3.14159265358979323846"));
        expected.put("ratio", new BigDecimal("0.1"));
        expected.put("flag", true);
        expected.put("created_at", "2026-01-02T01:04:05.678901Z");
        expected.put("local_ts", "2026-01-02T03:04:05.678");
        expected.put("d", "2026-01-02");
        expected.put("t", "03:04:05.678901");
        expected.put("ttz", "01:04:05Z");
        expected.put("span", 37_091_106_789_000L);
        expected.put("uid", "8c7a9d3e-1f2b-4c5d-8e9f-0a1b2c3d4e5f");
        expected.put("raw", Base64.getEncoder().encodeToString(HexFormat.of().parseHex(RAW)));
        expected.put("tags", Arrays.asList("a", "b,c", null, "q\"x"));
        expected.put("nums", List.of(1L, 2L, 3L));
        expected.put("m", "happy");
        expected.put("ip", "10.1.2.3");
        expected.put("j", Map.of("k", "v"));
        expected.put("r4", new BigDecimal("1.5"));
        expected.put("s", 7L);
        expected.put("n", 42L);
        expected.put("c", "ab   ");
        expected.put("money_col", new BigDecimal("12.34"));
        expected.put("hs", "[1,5)");
        expected.put("x", "<a>1</a>");
        assertThat(after).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void everyColumn_asAvro() {
        Map<String, Object> row = write("avro", "pg-orders-c-insert-all-types").get(0);

        assertThat(row)
                .containsEntry("op", "c")
                .containsEntry("key", Map.of("id", 1L))
                .containsEntry("unchanged", List.of())
                .containsEntry("before", null)
                .containsEntry("topic", "pg.public.orders")
                .containsEntry("partition", 0)
                .containsEntry("offset", 0L);
        Map<String, Object> after = part(row, "after");
        assertThat(after.remove("big_text")).asString().hasSize(12_800);
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("id", 1L);
        expected.put("note", "first");
        expected.put("doc", "{\"a\": 1, \"b\": [true, null, \"x\"]}");
        expected.put(
                "amount",
                ByteBuffer.wrap(new BigDecimal("12345.6789").unscaledValue().toByteArray()));
        expected.put("free_num", "3.14159265358979323846");
        expected.put("ratio", 0.1);
        expected.put("flag", true);
        expected.put("created_at", "2026-01-02T01:04:05.678901Z");
        expected.put("local_ts", 1_767_323_045_678L);
        expected.put("d", (int) LocalDate.of(2026, 1, 2).toEpochDay());
        expected.put("t", 11_045_678_901L);
        expected.put("ttz", "01:04:05Z");
        expected.put("span", 37_091_106_789_000L);
        expected.put("uid", "8c7a9d3e-1f2b-4c5d-8e9f-0a1b2c3d4e5f");
        expected.put("raw", ByteBuffer.wrap(HexFormat.of().parseHex(RAW)));
        expected.put("tags", Arrays.asList("a", "b,c", null, "q\"x"));
        expected.put("nums", List.of(1, 2, 3));
        expected.put("m", "happy");
        expected.put("ip", "10.1.2.3");
        expected.put("j", "{\"k\":\"v\"}");
        expected.put("r4", 1.5f);
        expected.put("s", 7);
        expected.put("n", 42);
        expected.put("c", "ab   ");
        expected.put(
                "money_col",
                ByteBuffer.wrap(new BigDecimal("12.34").unscaledValue().toByteArray()));
        expected.put("hs", "[1,5)");
        expected.put("x", "<a>1</a>");
        assertThat(after).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void avroSchema_saysWhatColumnsMean() throws Exception {
        write("avro", "pg-orders-c-insert-all-types");

        var schema = bucket.objects().get(0).schema();
        assertThat(schema.getFullName()).isEqualTo("millrace.Change");
        var row = schema.getField("after").schema().getTypes().get(1);
        assertThat(row.getField("amount").schema().toString())
                .contains("\"logicalType\":\"decimal\",\"precision\":12,\"scale\":4");
        assertThat(row.getField("local_ts").schema().toString()).contains("local-timestamp-millis");
        assertThat(row.getField("d").schema().toString()).contains("\"date\"");
        assertThat(row.getField("t").schema().toString()).contains("time-micros");
        assertThat(row.getField("uid").schema().toString()).contains("\"uuid\"");
        assertThat(row.getField("doc").schema().toString()).contains("io.debezium.data.Json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "avro"})
    void unchangedToast_isNamedInTheRow(String format) {
        List<Map<String, Object>> rows = write(format, "pg-orders-u-toast-unchanged", "pg-toasty-u-unavailable-values");

        assertThat(rows.get(0)).containsEntry("op", "u").containsEntry("unchanged", List.of("big_text"));
        assertThat(part(rows.get(0), "after").get("big_text")).isNull();
        assertThat(part(rows.get(0), "after")).containsEntry("note", "second");
        assertThat(rows.get(1).get("unchanged")).isEqualTo(List.of("t", "doc", "raw", "tags", "nums"));
        assertThat(part(rows.get(1), "after")).containsEntry("hs", "small");
        assertThat(rows.toString()).doesNotContain("__debezium_unavailable_value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "avro"})
    void deletes_areRows(String format) {
        List<Map<String, Object>> rows =
                write(format, "pg-orders-c-insert-all-types", "pg-orders-d-delete", "pg-orders-d-delete-tombstone");

        assertThat(rows).hasSize(2);
        assertThat(rows.get(1)).containsEntry("op", "d").containsKey("key");
        assertThat(rows.get(1).get("after")).isNull();
        assertThat(rows.get(1).get("before")).as("made up but for the key").isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "avro"})
    void tableWithoutKey_showsWhatWasDeleted(String format) {
        List<Map<String, Object>> rows = write(format, "pg-nokey-c-no-key", "pg-nokey-u-no-key", "pg-nokey-d-no-key");

        assertThat(rows).extracting(row -> row.get("op")).containsExactly("c", "u", "d");
        assertThat(rows).extracting(row -> row.get("key")).containsOnlyNulls();
        assertThat(part(rows.get(2), "before")).containsEntry("b", "y");
        assertThat(rows.get(2).get("after")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "avro"})
    void nullsAndInfinities_areKept(String format) {
        List<Map<String, Object>> rows = write(format, "pg-orders-c-all-nulls", "pg-orders-c-nan-infinity");

        Map<String, Object> nulls = part(rows.get(0), "after");
        assertThat(nulls.values().stream().filter(value -> value == null)).hasSize(24);
        Map<String, Object> infinite = part(rows.get(1), "after");
        assertThat(infinite).containsEntry("created_at", "infinity");
        if (format.equals("json")) {
            assertThat(infinite).containsEntry("d", "infinity");
        } else {
            assertThat(infinite).containsEntry("d", Integer.MAX_VALUE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "avro"})
    void flattenedEvents_andEventsThatChangeNothing(String format) {
        List<Map<String, Object>> rows = write(
                format,
                "pg-flattened-c",
                "pg-flattened-u",
                "pg-transaction-begin",
                "pg-transaction-end",
                "pg-message-m-logical-message",
                "pg-flattened-d-rewrite");

        assertThat(rows).extracting(row -> row.get("op")).containsExactly("c", "u", "d");
        assertThat(part(rows.get(0), "after")).containsEntry("__table", "pairs").doesNotContainKey("__op");
    }

    /** Nothing that a source sends is a dead letter, and both formats hold the same changes. */
    @Test
    void everyCapture_isWrittenOrSkipped() {
        String[] all = captured.names().toArray(String[]::new);
        List<Map<String, Object>> json = write("json", all);
        try (Bucket other = new Bucket()) {
            List<Map<String, Object>> avro = write(other, "avro", all);
            assertThat(avro)
                    .extracting(CapturedEventsIT::identity)
                    .containsExactlyElementsOf(
                            json.stream().map(CapturedEventsIT::identity).toList());
        }
        assertThat(json).extracting(row -> row.get("op")).contains("c", "r", "u", "d", "t");
        assertThat(json).hasSizeGreaterThan(25);
    }

    private static List<Object> identity(Map<String, Object> row) {
        Object unchanged = row.get("unchanged");
        return List.of(
                row.get("op"),
                row.get("topic"),
                row.get("offset"),
                String.valueOf(row.get("key")),
                String.valueOf(row.get("ts_ms")),
                String.valueOf(row.get("source_ts_ms")),
                unchanged == null ? List.of() : unchanged);
    }
}
