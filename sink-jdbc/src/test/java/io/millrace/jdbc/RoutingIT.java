/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Which table a record goes to. */
class RoutingIT {
    private static final String[] LOG = {"schema.evolution", "add", "insert.mode", "insert", "key.source", "none"};

    private final Scene scene = new Scene();
    private final Orders orders = new Orders();

    private static String[] and(String[] settings, String... more) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private SinkRecord event(String topic, String region, int shard) {
        return scene.flat(topic, "region", Schema.OPTIONAL_STRING_SCHEMA, region, "shard", Schema.INT32_SCHEMA, shard);
    }

    @Test
    void groupsOfTheTopic() throws Exception {
        scene.database.execute("CREATE SCHEMA eu");
        scene.write(
                List.of(event("eu.shop.orders", "x", 1)),
                and(LOG, "destination.topic.pattern", "(\\w+)\\.\\w+\\.(\\w+)", "table.name.format", "${1}.t_${2}"));

        assertThat(scene.rows("SELECT * FROM eu.t_orders")).containsExactly("x|1");
    }

    @Test
    void valueField_sendsEachRecordToItsTable() throws Exception {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            records.add(event("t", List.of("eu", "us", "asia").get(i % 3), i % 2));
        }
        scene.write(records, and(LOG, "table.name.format", "${topic}_${value.region}_${value.shard}"));

        assertThat(scene.rows("SELECT count(*) FROM t_eu_0 UNION ALL SELECT count(*) FROM t_asia_1"))
                .containsExactly("5", "5");
    }

    @Test
    void valueField_ofChangeEvents_deletesGoByTheImageBefore() throws Exception {
        // The field is a part of the key, so the image before has it even with the default replica identity.
        try (TaskRun task = scene.task("schema.evolution", "add", "table.name.format", "orders_${value.id}")) {
            task.put(orders.create(1, "a", 1, null).create(2, "b", 2, null).take())
                    .drain();
            task.put(orders.delete(1).tombstone(1).take()).drain();
        }
        assertThat(scene.reports.messages()).isEmpty();
        assertThat(scene.rows("SELECT id FROM orders_1 UNION ALL SELECT id FROM orders_2"))
                .containsExactly("2");
    }

    @Test
    void keyField_worksForTombstones() throws Exception {
        try (TaskRun task = scene.task("schema.evolution", "add", "table.name.format", "orders_${key.id}")) {
            task.put(orders.create(1, "a", 1, null).create(2, "b", 2, null).take())
                    .drain();
            task.put(orders.tombstone(1).take()).drain();
        }
        assertThat(scene.reports.messages()).isEmpty();
        assertThat(scene.rows("SELECT id FROM orders_1 UNION ALL SELECT id FROM orders_2"))
                .containsExactly("2");
    }

    @Test
    void header_namesTheTable() throws Exception {
        scene.write(
                List.of(
                        Scene.with(event("t", "x", 1), "table", "a"),
                        Scene.with(event("t", "y", 2), "table", "b"),
                        Scene.with(event("t", "z", 3), "table", "a")),
                and(LOG, "table.name.format", "log_${header.table}"));

        assertThat(scene.rows("SELECT * FROM log_a ORDER BY shard")).containsExactly("x|1", "z|3");
        assertThat(scene.rows("SELECT * FROM log_b")).containsExactly("y|2");
    }

    @Test
    void sourceField_namesTheTable() throws Exception {
        try (TaskRun task = scene.task("schema.evolution", "add", "table.name.format", "copy_of_${source.table}")) {
            task.put(orders.create(1, "a", 1, null).take()).drain();
        }
        assertThat(scene.rows("SELECT id FROM copy_of_orders")).containsExactly("1");
        try (TaskRun task = scene.task("schema.evolution", "add", "table.name.format", "at_${source.ts_ms}")) {
            task.put(orders.create(1, "a", 1, null).take()).drain();
        }
        assertThat(scene.rows("SELECT relname FROM pg_class WHERE relname LIKE 'at%' AND relkind = 'r'"))
                .hasSize(1)
                .allMatch(name -> name.matches("at_\\d+"));
    }

    @Test
    void schemalessRecord_namesTheTable() throws Exception {
        scene.database.execute("CREATE TABLE t_eu (region text, n integer)");
        scene.write(
                List.of(scene.record("t", null, null, null, Map.of("region", "eu", "n", 1))),
                "insert.mode",
                "insert",
                "key.source",
                "none",
                "table.name.format",
                "t_${value.region}");

        assertThat(scene.rows("SELECT * FROM t_eu")).containsExactly("eu|1");
    }

    @Test
    void recordThatDoesNotSay_isItsOwnFault() {
        List<SinkRecord> records = List.of(
                event("t", "eu", 1),
                event("t", null, 2),
                event("t", " ", 3),
                event("t", "a.b", 4),
                event("t", "a\u0000b", 5),
                scene.flat("t", "shard", Schema.INT32_SCHEMA, 6),
                scene.flat("t", "region", Schema.FLOAT64_SCHEMA, 1.5));
        List<String> letters = scene.letters(records, and(LOG, "table.name.format", "t_${value.region}"));

        assertThat(scene.reports.offsets()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(letters).allMatch(letter -> letter.contains("${value.region}"));
        assertThat(letters.get(0)).contains("decode.no-destination", "is null", "t-0@1");
        assertThat(letters.get(1)).contains("is blank");
        assertThat(letters.get(2)).contains("holds '.'");
        assertThat(letters.get(3)).contains("control character");
        assertThat(letters.get(4)).contains("has no field 'region'");
        assertThat(letters.get(5)).contains("neither text nor a whole number");
    }

    @Test
    void tombstoneThatCannotSay_isItsOwnFault() throws Exception {
        assertThat(scene.letters(
                        orders.create(1, "a", 1, null).tombstone(1).take(),
                        "schema.evolution",
                        "add",
                        "table.name.format",
                        "orders_${value.id}"))
                .singleElement()
                .asString()
                .contains("${value.id}", "its value is null", "@1");
    }

    @Test
    void overridesByTopic_differInEverything() throws Exception {
        try (TaskRun task = scene.task(
                "schema.evolution", "add",
                "topic.overrides", "audit,orders",
                "topic.override.audit.regex", "(\\w+)\\.audit",
                "topic.override.audit.table.name.format", "${1}_log",
                "topic.override.audit.insert.mode", "insert",
                "topic.override.audit.key.source", "none",
                "topic.override.audit.metadata.columns", "offset:o",
                "topic.override.orders.regex", "shop\\.public\\..*",
                "topic.override.orders.delete.mode", "soft",
                "topic.override.orders.fields.exclude", "note")) {
            List<SinkRecord> records = new ArrayList<>(orders.create(1, "a", 1, "n")
                    .create(2, "b", 2, "n")
                    .delete(1)
                    .take());
            records.add(event("eu.audit", "x", 1));
            records.add(event("eu.audit", "x", 1));
            task.put(records).drain();
        }
        assertThat(scene.reports.messages()).isEmpty();
        assertThat(scene.rows("SELECT * FROM orders ORDER BY id")).containsExactly("1|a|1|t", "2|b|2|f");
        assertThat(scene.rows("SELECT * FROM eu_log ORDER BY o")).containsExactly("x|1|0", "x|1|1");
    }
}
