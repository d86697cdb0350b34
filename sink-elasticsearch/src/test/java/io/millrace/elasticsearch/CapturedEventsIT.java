/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.events.CapturedEvents;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Events as a real Debezium source sent them, written to Elasticsearch and read back. */
class CapturedEventsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] KEYLESS = {
        "topic.overrides", "keyless",
        "topic.override.keyless.regex", ".*\\.nokey",
        "topic.override.keyless.key.source", "kafka",
        "topic.override.keyless.delete.mode", "ignore"
    };

    private final CapturedEvents captured = new CapturedEvents();
    private final TestIndex index = new TestIndex();

    private void write(TaskRun task, String... names) {
        List<SinkRecord> records = new ArrayList<>();
        for (String name : names) {
            records.add(captured.sinkRecord(name));
        }
        task.put(records).drain();
    }

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text);
    }

    @Test
    void everyColumn_readsAsItShould() throws Exception {
        try (TaskRun task = index.task()) {
            write(task, "pg-orders-r-snapshot", "pg-orders-c-insert-all-types");
        }

        JsonNode row = index.documents("orders").get("1");
        assertThat(row.get("big_text").asText()).hasSize(12_800);
        ((com.fasterxml.jackson.databind.node.ObjectNode) row).remove("big_text");
        assertThat(row)
                .isEqualTo(
                        json(
                                """
                                {"id": 1, "note": "first", "doc": {"a": 1, "b": [true, null, "x"]},
                                 "amount": 12345.6789, "free_num": 3.14159265358979323846, "ratio": 0.1, "flag": true,
                                 "created_at": "2026-01-02T01:04:05.678901Z", "local_ts": "2026-01-02T03:04:05.678",
                                 "d": "2026-01-02", "t": "03:04:05.678901", "ttz": "01:04:05Z", "span": 37091106789000,
                                 "uid": "8c7a9d3e-1f2b-4c5d-8e9f-0a1b2c3d4e5f", "raw": "3q2+7wD/",
                                 "tags": ["a", "b,c", null, "q\\"x"], "nums": [1, 2, 3], "m": "happy", "ip": "10.1.2.3",
                                 "j": {"k": "v"}, "r4": 1.5, "s": 7, "n": 42, "c": "ab   ", "money_col": 12.34,
                                 "hs": "[1,5)", "x": "<a>1</a>"}"""));
        assertThat(index.source("orders", "1"))
                .as("no digit is lost on the way")
                .contains("\"amount\":12345.6789,", "\"free_num\":3.14159265358979323846,");
        assertThat(index.documents("orders").get("1000").get("note").asText()).isEqualTo("snapshot row");
    }

    @Test
    void unchangedToast_isLeftAloneWithEveryDigit() throws Exception {
        try (TaskRun task = index.task()) {
            write(task, "pg-orders-c-insert-all-types");
            write(task, "pg-orders-u-toast-unchanged");
            JsonNode row = index.documents("orders").get("1");
            assertThat(row.get("big_text").asText()).hasSize(12_800);
            assertThat(row.get("note").asText()).isEqualTo("second");

            write(task, "pg-orders-u-toast-changed");
            assertThat(index.documents("orders").get("1").get("big_text").asText())
                    .isEqualTo("now short");
        }
    }

    @Test
    void unchangedToast_ofEveryType() throws Exception {
        String before =
                """
                {"id":1,"v":1,"t":"long","doc":{"long":1.2345678901234567890123},"raw":"vu8=","tags":["a","b"],                "nums":[1,2],"hs":"old","more":99999999999999999999.10}""";
        index.server().rest().put("/" + index.name("toasty") + "/_doc/1", before);
        for (String versions : List.of("kafka", "none")) {
            // The document that is there has a version that Elasticsearch has counted.
            String epoch = versions.equals("kafka") ? "1" : "0";
            try (TaskRun task = index.task("version.source", versions, "version.epoch", epoch)) {
                write(task, "pg-toasty-u-unavailable-values");
            }
            assertThat(index.documents("toasty").get("1"))
                    .isEqualTo(json(before.replace("\"v\":1", "\"v\":2").replace("\"old\"", "\"small\"")));
            assertThat(index.source("toasty", "1"))
                    .contains("1.2345678901234567890123", "99999999999999999999.10", "\"v\":2");
        }
    }

    @Test
    void wholeHistory_inOneBatchAndEventByEvent() throws Exception {
        String[] history = {
            "pg-orders-r-snapshot",
            "pg-orders-c-insert-all-types",
            "pg-orders-u-toast-unchanged",
            "pg-orders-u-toast-changed",
            "pg-orders-pkchange-1-delete-old-key",
            "pg-orders-pkchange-2-tombstone-old-key",
            "pg-orders-pkchange-3-create-new-key"
        };
        try (TaskRun task = index.task()) {
            write(task, history);
        }
        var atOnce = index.documents("orders");
        assertThat(atOnce).containsOnlyKeys("2", "1000");
        assertThat(atOnce.get("2").get("n").asInt()).isEqualTo(43);

        index.server().rest().deleteIndex(index.name("orders"));
        try (TaskRun task = index.task()) {
            for (String event : history) {
                write(task, event);
            }
            assertThat(index.documents("orders")).isEqualTo(atOnce);
            write(task, "pg-orders-d-delete", "pg-orders-d-delete-tombstone");
        }
        assertThat(index.documents("orders")).containsOnlyKeys("1000");
    }

    @Test
    void nullsAndInfinities_areKept() throws Exception {
        try (TaskRun task = index.task()) {
            write(task, "pg-orders-c-all-nulls", "pg-orders-c-nan-infinity");
        }

        JsonNode nulls = index.documents("orders").get("3");
        assertThat(nulls.get("note").isNull()).isTrue();
        assertThat(nulls.properties().stream().filter(field -> field.getValue().isNull()))
                .hasSize(24);
        JsonNode infinite = index.documents("orders").get("4");
        assertThat(infinite.get("created_at").asText()).isEqualTo("infinity");
        assertThat(infinite.get("d").asText()).isEqualTo("infinity");
        assertThat(index.mapping("orders").at("/properties/d/type").asText()).isEqualTo("date");
    }

    @Test
    void addedColumn_appears() throws Exception {
        try (TaskRun task = index.task()) {
            write(task, "pg-orders-r-snapshot", "pg-orders-c-after-add-column");
            assertThat(index.documents("orders").get("9").get("added").asInt()).isEqualTo(5);

            write(task, "pg-orders-u-replica-identity-full");
            assertThat(index.documents("orders").get("9").get("note").asText()).isEqualTo("full before");

            write(task, "pg-orders-d-replica-identity-full");
        }
        assertThat(index.documents("orders")).containsOnlyKeys("1000");
    }

    @Test
    void truncate_isSkipped() throws Exception {
        try (TaskRun task = index.task()) {
            write(task, "pg-orders-r-snapshot", "pg-orders-t-truncate");
        }
        assertThat(index.documents("orders")).hasSize(1);
    }

    @Test
    void compositeKey_isOneId() throws Exception {
        try (TaskRun task = index.task()) {
            write(task, "pg-pairs-c-composite-key", "pg-pairs-u-composite-key");
            assertThat(index.documents("pairs")).containsOnlyKeys("1|x");
            assertThat(index.documents("pairs").get("1|x")).isEqualTo(json("{\"a\":1,\"b\":\"x\",\"v\":\"v2\"}"));

            write(task, "pg-pairs-pkchange-1-delete", "pg-pairs-pkchange-3-create");
        }
        assertThat(index.documents("pairs")).containsOnlyKeys("1|y");
    }

    @Test
    void tableWithoutKey_isLoggedByKafkaCoordinates() throws Exception {
        for (int time = 0; time < 2; time++) {
            try (TaskRun task = index.task(KEYLESS)) {
                write(task, "pg-nokey-c-no-key", "pg-nokey-u-no-key", "pg-nokey-d-no-key");
            }
        }

        assertThat(index.documents("nokey")).containsOnlyKeys("pg.public.nokey|0|0", "pg.public.nokey|0|1");
        assertThat(index.documents("nokey").get("pg.public.nokey|0|1")).isEqualTo(json("{\"a\":1,\"b\":\"y\"}"));
    }

    @Test
    void flattenedEvents_andEventsThatChangeNothing() throws Exception {
        try (TaskRun task = index.task()) {
            write(task, "pg-flattened-c", "pg-flattened-u", "pg-transaction-begin", "pg-transaction-end");
            assertThat(index.documents("pairs").get("50|q").get("v").asText()).isEqualTo("2");

            write(task, "pg-flattened-d-rewrite", "pg-message-m-logical-message");
        }
        assertThat(index.documents("pairs")).isEmpty();
    }

    @Test
    void version_isThatOfTheOffset() throws Exception {
        SinkRecord record = captured.sinkRecord("pg-orders-c-insert-all-types");
        long position = record.originalKafkaOffset() + 1;
        try (TaskRun task = index.task("version.epoch", "2")) {
            task.put(List.of(record)).drain();
        }
        assertThat(index.hits("orders").get("1").get("_version").asLong()).isEqualTo((2L << 48) + position);
    }
}
