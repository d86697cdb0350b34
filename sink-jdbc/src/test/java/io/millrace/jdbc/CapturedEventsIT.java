/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.events.CapturedEvents;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Events as a real Debezium source sent them, written into tables of the source's own types and into tables we create. */
class CapturedEventsIT {
    private static final String SOURCE_TABLE =
            """
            CREATE TABLE orders (id bigint PRIMARY KEY, note text, big_text text, doc jsonb, amount numeric(12,4),
              free_num numeric, ratio double precision, flag boolean NOT NULL DEFAULT true, created_at timestamptz NOT NULL,
              local_ts timestamp(3), d date, t time(6), ttz timetz, span interval, uid uuid, raw bytea, tags text[],
              nums int[], m mood, ip inet, j json, r4 real, s smallint, n int NOT NULL, c char(5), money_col money,
              hs int4range, x xml)""";

    private final CapturedEvents captured = new CapturedEvents();
    private final Database database = new Database();

    private List<SinkRecord> events(String... names) {
        List<SinkRecord> records = new ArrayList<>();
        for (String name : names) {
            records.add(captured.sinkRecord(name));
        }
        return records;
    }

    private void write(TaskRun task, String... names) {
        task.put(events(names)).drain();
    }

    private void createSourceTable() throws SQLException {
        database.execute("CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')", SOURCE_TABLE);
    }

    private static Map<String, String> allTypes() {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("id", "1");
        row.put("note", "first");
        row.put("doc", "{\"a\": 1, \"b\": [true, null, \"x\"]}");
        row.put("amount", "12345.6789");
        row.put("free_num", "3.14159265358979323846");
        row.put("ratio", "0.1");
        row.put("flag", "true");
        row.put("created_at", "2026-01-02 01:04:05.678901+00");
        row.put("local_ts", "2026-01-02 03:04:05.678");
        row.put("d", "2026-01-02");
        row.put("t", "03:04:05.678901");
        row.put("ttz", "01:04:05+00");
        row.put("span", "10303:05:06.789");
        row.put("uid", "8c7a9d3e-1f2b-4c5d-8e9f-0a1b2c3d4e5f");
        row.put("raw", "\\xdeadbeef00ff");
        row.put("tags", "{a,\"b,c\",NULL,\"q\\\"x\"}");
        row.put("nums", "{1,2,3}");
        row.put("m", "happy");
        row.put("ip", "10.1.2.3/32");
        row.put("j", "{\"k\":\"v\"}");
        row.put("r4", "1.5");
        row.put("s", "7");
        row.put("n", "42");
        row.put("c", "ab");
        row.put("money_col", "$12.34");
        row.put("hs", "[1,5)");
        row.put("x", "<a>1</a>");
        return row;
    }

    @Test
    void everyColumn_intoTableOfTheSourcesTypes() throws Exception {
        createSourceTable();
        try (TaskRun task = database.task()) {
            write(task, "pg-orders-r-snapshot", "pg-orders-c-insert-all-types");
        }

        List<Map<String, String>> rows = database.table("orders", "id");
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0)).containsAllEntriesOf(allTypes());
        assertThat(rows.get(0).get("big_text")).hasSize(12_800);
        assertThat(rows.get(1)).containsEntry("id", "1000").containsEntry("note", "snapshot row");
    }

    @Test
    void everyColumn_intoTableWeCreate() throws Exception {
        try (TaskRun task = database.task("schema.evolution", "add")) {
            write(task, "pg-orders-r-snapshot", "pg-orders-c-insert-all-types");
        }

        Map<String, String> expected = allTypes();
        // What a source does not say about its types cannot be known here.
        expected.put("ip", "10.1.2.3");
        expected.put("money_col", "12.34");
        expected.put("c", "ab   ");
        assertThat(database.table("orders", "id").get(0)).containsAllEntriesOf(expected);
        assertThat(database.query("SELECT string_agg(format_type(atttypid, atttypmod), ',' ORDER BY attnum) AS types"
                                + " FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attnum > 0")
                        .get(0))
                .containsEntry(
                        "types",
                        "bigint,text,text,json,numeric(12,4),numeric,double precision,boolean,timestamp with time zone,"
                                + "timestamp without time zone,date,time without time zone,time with time zone,interval,"
                                + "uuid,bytea,text[],integer[],text,text,json,real,smallint,integer,text,numeric,text,xml");
    }

    @Test
    void unchangedToast_isLeftAlone() throws Exception {
        createSourceTable();
        try (TaskRun task = database.task()) {
            write(task, "pg-orders-c-insert-all-types");
            write(task, "pg-orders-u-toast-unchanged");
            assertThat(database.table("orders", "id").get(0).get("big_text")).hasSize(12_800);
            assertThat(database.table("orders", "id").get(0)).containsEntry("note", "second");

            write(task, "pg-orders-u-toast-changed");
            assertThat(database.table("orders", "id").get(0)).containsEntry("big_text", "now short");
        }
    }

    @Test
    void unchangedToast_ofEveryType() throws Exception {
        database.execute(
                "CREATE TABLE toasty (id int PRIMARY KEY, v int, t text, doc jsonb, raw bytea, tags text[], nums int[],"
                        + " hs text)",
                "INSERT INTO toasty VALUES (1, 1, 'long', '{\"long\": 1}', '\\xbeef', '{a,b}', '{1,2}', 'old')");
        try (TaskRun task = database.task()) {
            write(task, "pg-toasty-u-unavailable-values");
        }

        assertThat(database.table("toasty", "id"))
                .containsExactly(Map.of(
                        "id",
                        "1",
                        "v",
                        "2",
                        "t",
                        "long",
                        "doc",
                        "{\"long\": 1}",
                        "raw",
                        "\\xbeef",
                        "tags",
                        "{a,b}",
                        "nums",
                        "{1,2}",
                        "hs",
                        "small"));
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
        createSourceTable();
        try (TaskRun task = database.task()) {
            write(task, history);
        }
        List<Map<String, String>> atOnce = database.table("orders", "id");
        assertThat(atOnce).extracting(row -> row.get("id")).containsExactly("2", "1000");
        assertThat(atOnce.get(0)).containsEntry("n", "43").containsEntry("big_text", "now short");

        database.execute("DELETE FROM orders");
        try (TaskRun task = database.task()) {
            for (String event : history) {
                write(task, event);
            }
            assertThat(database.table("orders", "id")).isEqualTo(atOnce);
            write(task, "pg-orders-d-delete", "pg-orders-d-delete-tombstone");
        }
        assertThat(database.table("orders", "id"))
                .extracting(row -> row.get("id"))
                .containsExactly("1000");
    }

    @Test
    void nullsAndInfinities_areKept() throws Exception {
        createSourceTable();
        try (TaskRun task = database.task()) {
            write(task, "pg-orders-c-all-nulls", "pg-orders-c-nan-infinity");
        }

        List<Map<String, String>> rows = database.table("orders", "id");
        assertThat(rows.get(0)).containsEntry("created_at", "2026-11-20 23:59:13.130673+00");
        assertThat(rows.get(0).values().stream().filter(value -> value == null)).hasSize(24);
        assertThat(rows.get(1)).containsEntry("created_at", "infinity").containsEntry("d", "infinity");
    }

    @Test
    void addedColumn_isAddedToTheTable() throws Exception {
        try (TaskRun task = database.task("schema.evolution", "add")) {
            write(task, "pg-orders-r-snapshot");
            write(task, "pg-orders-c-after-add-column");
            assertThat(database.table("orders", "id").get(0))
                    .containsEntry("id", "9")
                    .containsEntry("added", "5");

            write(task, "pg-orders-u-replica-identity-full");
            assertThat(database.table("orders", "id").get(0)).containsEntry("note", "full before");

            write(task, "pg-orders-d-replica-identity-full");
        }
        assertThat(database.table("orders", "id"))
                .extracting(row -> row.get("id"))
                .containsExactly("1000");
    }

    @Test
    void truncate_isOffUnlessAskedFor() throws Exception {
        createSourceTable();
        try (TaskRun task = database.task()) {
            write(task, "pg-orders-r-snapshot", "pg-orders-t-truncate");
        }
        assertThat(database.table("orders", "id")).hasSize(1);

        try (TaskRun task = database.task("truncate.enabled", "true")) {
            write(task, "pg-orders-r-snapshot", "pg-orders-t-truncate");
        }
        assertThat(database.table("orders", "id")).isEmpty();
    }

    @Test
    void compositeKey_isUpsertedAndChanged() throws Exception {
        try (TaskRun task = database.task("schema.evolution", "add")) {
            write(task, "pg-pairs-c-composite-key", "pg-pairs-u-composite-key");
            assertThat(database.table("pairs", "a")).containsExactly(Map.of("a", "1", "b", "x", "v", "v2"));

            write(task, "pg-pairs-pkchange-1-delete", "pg-pairs-pkchange-3-create");
        }
        assertThat(database.table("pairs", "a")).containsExactly(Map.of("a", "1", "b", "y", "v", "v2"));
    }

    @Test
    void tableWithoutKey_isLoggedByKafkaCoordinates() throws Exception {
        try (TaskRun task = database.task(
                "schema.evolution", "add",
                "topic.overrides", "keyless",
                "topic.override.keyless.regex", ".*\\.nokey",
                "topic.override.keyless.key.source", "kafka",
                "topic.override.keyless.delete.mode", "ignore")) {
            write(task, "pg-nokey-c-no-key", "pg-nokey-u-no-key", "pg-nokey-d-no-key", "pg-pairs-c-composite-key");
        }
        // Again, as after a crash.
        try (TaskRun task = database.task(
                "schema.evolution", "add",
                "topic.overrides", "keyless",
                "topic.override.keyless.regex", ".*\\.nokey",
                "topic.override.keyless.key.source", "kafka",
                "topic.override.keyless.delete.mode", "ignore")) {
            write(task, "pg-nokey-c-no-key", "pg-nokey-u-no-key");
        }

        assertThat(database.table("nokey", "__connect_offset"))
                .containsExactly(
                        Map.of(
                                "__connect_topic",
                                "pg.public.nokey",
                                "__connect_partition",
                                "0",
                                "__connect_offset",
                                "0",
                                "a",
                                "1",
                                "b",
                                "x"),
                        Map.of(
                                "__connect_topic",
                                "pg.public.nokey",
                                "__connect_partition",
                                "0",
                                "__connect_offset",
                                "1",
                                "a",
                                "1",
                                "b",
                                "y"));
        assertThat(database.table("pairs", "a")).hasSize(1);
    }

    @Test
    void flattenedEvents_andEventsThatChangeNothing() throws Exception {
        try (TaskRun task = database.task("schema.evolution", "add")) {
            write(task, "pg-flattened-c", "pg-flattened-u", "pg-transaction-begin", "pg-transaction-end");
            assertThat(database.table("pairs", "a").get(0))
                    .containsEntry("a", "50")
                    .containsEntry("v", "2")
                    .containsEntry("__table", "pairs")
                    .doesNotContainKeys("__op", "__deleted");

            write(task, "pg-flattened-d-rewrite", "pg-message-m-logical-message");
        }
        assertThat(database.table("pairs", "a")).isEmpty();
    }
}
