/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sink.pipeline.PipelineFailedException;
import io.millrace.testkit.contract.TaskRun;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Older changes do not replace newer ones that came before them. */
class VersionGuardIT {
    private final Database database = new Database();
    private final long[] offsets = new long[8];

    @BeforeEach
    void createTable() throws SQLException {
        database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, v text, updated bigint, __version bigint)");
    }

    private SinkRecord record(int partition, long id, Object value) {
        return at(partition, offsets[partition]++, id, value);
    }

    private static SinkRecord at(int partition, long offset, long id, Object value) {
        return new SinkRecord(
                "orders",
                partition,
                null,
                Map.of("id", id),
                null,
                value,
                offset,
                1_800_000_000_000L,
                TimestampType.CREATE_TIME);
    }

    private static Map<String, Object> row(long id, String v, long updated) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", id);
        row.put("v", v);
        row.put("updated", updated);
        return row;
    }

    /** A change event with a place in the log of its source. */
    private static Map<String, Object> envelope(String op, long id, String v, long lsn) {
        Map<String, Object> envelope = new HashMap<>();
        envelope.put("op", op);
        envelope.put(op.equals("d") ? "before" : "after", row(id, v, lsn));
        envelope.put(
                "source",
                Map.of(
                        "connector", "postgresql",
                        "name", "shop",
                        "db", "shop",
                        "ts_ms", 1L,
                        "sequence", "[\"1\",\"" + lsn + "\"]"));
        return envelope;
    }

    private Map<String, String> values() throws SQLException {
        Map<String, String> values = new TreeMap<>();
        database.query("SELECT id, v FROM orders").forEach(row -> values.put(row.get("id"), row.get("v")));
        return values;
    }

    private static double stale(String task) throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = beans.queryNames(new ObjectName("io.millrace:*"), null).stream()
                .filter(found -> found.toString().contains(task))
                .findFirst()
                .orElseThrow();
        return ((Number) beans.getAttribute(name, "records-deduplicated-total")).doubleValue();
    }

    @Test
    void source_olderChangesOfOtherPartitionsAreStale() throws Exception {
        try (TaskRun task = database.task("name", "guard-source", "version.guard", "source")) {
            task.put(List.of(record(0, 1, envelope("u", 1, "new", 20)))).drain();
            task.put(List.of(
                            record(1, 1, envelope("u", 1, "old", 10)),
                            record(1, 2, envelope("c", 2, "other", 11)),
                            record(1, 1, envelope("d", 1, "old", 12))))
                    .drain();
            assertThat(values()).isEqualTo(Map.of("1", "new", "2", "other"));
            // Of the two events of one key the delete is what their entry stands for.
            assertThat(stale("guard-source")).isEqualTo(2);

            task.put(List.of(record(1, 1, envelope("d", 1, "new", 30)))).drain();
            assertThat(values()).isEqualTo(Map.of("2", "other"));
        }
    }

    @Test
    void source_olderPartOfARowIsStaleAndWaitsForNothing() throws Exception {
        try (TaskRun task = database.task("name", "guard-part", "version.guard", "source")) {
            task.put(List.of(record(0, 1, envelope("u", 1, "new", 20)))).drain();
            Map<String, Object> part = envelope("u", 1, "__debezium_unavailable_value", 10);

            task.put(List.of(record(1, 1, part))).drain();

            assertThat(database.query("SELECT v, updated, __version FROM orders"))
                    .containsExactly(Map.of("v", "new", "updated", "20", "__version", "20"));
            assertThat(stale("guard-part")).isEqualTo(1);
        }
    }

    @Test
    void source_softDeletedRowKeepsItsVersion() throws Exception {
        database.execute("ALTER TABLE orders ADD COLUMN __deleted boolean");
        try (TaskRun task = database.task("version.guard", "source", "delete.mode", "soft")) {
            task.put(List.of(record(0, 1, envelope("u", 1, "new", 20)))).drain();
            task.put(List.of(record(0, 1, envelope("d", 1, "new", 30)))).drain();
            task.put(List.of(record(1, 1, envelope("u", 1, "old", 25)))).drain();
        }
        assertThat(database.query("SELECT v, __deleted, __version FROM orders"))
                .containsExactly(Map.of("v", "new", "__deleted", "t", "__version", "30"));
    }

    @Test
    void source_tombstoneTellsNoVersionAndCountsAsTheNewest() throws Exception {
        try (TaskRun task = database.task("version.guard", "source")) {
            task.put(List.of(record(0, 1, envelope("u", 1, "new", 20)), record(1, 1, null)))
                    .drain();
        }
        assertThat(values()).isEmpty();
    }

    @Test
    void source_eventsThatTellNoPosition_failTheTask() {
        try (TaskRun task = database.task("version.guard", "source")) {
            assertThatThrownBy(() ->
                            task.put(List.of(record(0, 1, row(1, "flat", 1)))).drain())
                    .hasStackTraceContaining(PipelineFailedException.class.getName())
                    .hasStackTraceContaining("jdbc.no-version")
                    .hasStackTraceContaining("orders-0@0");
        }
    }

    @Test
    void kafka_replayedRecordsDoNotGoBackInTime() throws Exception {
        try (TaskRun task = database.task("version.guard", "kafka")) {
            task.put(List.of(at(0, 5, 1, row(1, "five", 0)))).drain();
        }
        try (TaskRun zombie = database.task("version.guard", "kafka")) {
            zombie.put(List.of(at(0, 3, 1, row(1, "three", 0)))).drain();
            assertThat(values()).isEqualTo(Map.of("1", "five"));
            zombie.put(List.of(at(0, 5, 1, row(1, "five again", 0)))).drain();
            assertThat(values()).as("the same record again does no harm").isEqualTo(Map.of("1", "five again"));
        }
    }

    @Test
    void fieldThatEventsDoNotHave_failsTheTask() {
        try (TaskRun task = database.task("version.guard", "field:changed_at")) {
            assertThatThrownBy(() ->
                            task.put(List.of(record(0, 1, row(1, "v", 1)))).drain())
                    .hasStackTraceContaining("jdbc.no-version-field")
                    .hasStackTraceContaining("changed_at");
        }
    }

    static LongStream seeds() {
        Long seed = Long.getLong("millrace.seed");
        return seed == null ? new Random().longs(6) : LongStream.of(seed);
    }

    /** Changes arrive in any order, in any slices, by any partition: each row ends as its newest change says. */
    @ParameterizedTest
    @MethodSource("seeds")
    void anyOrder_theNewestChangeStays(long seed) throws Exception {
        Random random = new Random(seed);
        boolean field = random.nextBoolean();
        List<long[]> changes = new ArrayList<>();
        Map<String, String> expected = new TreeMap<>();
        for (long version = 1; version <= 500; version++) {
            long id = random.nextInt(25);
            changes.add(new long[] {id, version});
            expected.put(Long.toString(id), "v" + version);
        }
        Collections.shuffle(changes, random);
        try (TaskRun task = database.task(
                "version.guard",
                field ? "field:updated" : "source",
                "lanes",
                Integer.toString(1 + random.nextInt(3)),
                "batch.max.records",
                Integer.toString(1 + random.nextInt(60)))) {
            for (int from = 0; from < changes.size(); ) {
                int to = Math.min(changes.size(), from + 1 + random.nextInt(80));
                List<SinkRecord> poll = new ArrayList<>();
                for (long[] change : changes.subList(from, to)) {
                    String v = "v" + change[1];
                    Object value = field ? row(change[0], v, change[1]) : envelope("u", change[0], v, change[1]);
                    poll.add(record(random.nextInt(3), change[0], value));
                }
                task.put(poll);
                from = to;
            }
            task.drain();
        }
        assertThat(values()).as("with -Dmillrace.seed=" + seed).isEqualTo(expected);
    }

    @Test
    void evolution_addsTheColumn() throws Exception {
        database.execute("DROP TABLE orders");
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("v", Schema.STRING_SCHEMA)
                .build();
        Struct row = new Struct(schema).put("id", 1L).put("v", "v");
        try (TaskRun task = database.task(
                "version.guard", "kafka",
                "schema.evolution", "add",
                "version.column", "at",
                "key.source", "record_value",
                "key.fields", "id")) {
            task.put(List.of(new SinkRecord(
                            "orders", 0, null, null, schema, row, 20, 1_800_000_000_000L, TimestampType.CREATE_TIME)))
                    .drain();
        }
        assertThat(database.query("SELECT at FROM orders")).containsExactly(Map.of("at", "20"));
    }
}
