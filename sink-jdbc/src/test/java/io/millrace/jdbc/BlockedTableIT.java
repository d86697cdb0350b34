/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.sink.metrics.JmxBinding;
import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.records.ChangeTopic;
import io.millrace.testkit.records.ChangeTopic.At;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One of three tables takes nothing while changes of all three come: it waits, alone, and nothing becomes a letter. */
class BlockedTableIT {
    private static final List<String> TABLES = List.of("orders", "items", "notes");
    private static final int KEYS = 300;
    private static final Schema ROW = SchemaBuilder.struct()
            .name("Row")
            .field("id", Schema.INT64_SCHEMA)
            .field("quantity", Schema.INT64_SCHEMA)
            .field("parent", Schema.OPTIONAL_INT64_SCHEMA)
            .build();

    private final Database database = new Database();
    private final Reports reports = new Reports();
    private final Map<String, ChangeTopic> topics = new TreeMap<>();
    private final Map<String, Integer> ends = new TreeMap<>();
    private final Map<String, Map<Long, Long>> source = new TreeMap<>();
    private final List<SinkRecord> records = new ArrayList<>();

    BlockedTableIT() throws Exception {
        for (String table : TABLES) {
            topics.put(table, new ChangeTopic("shop.public." + table, ROW, List.of("id")));
            ends.put(table, 0);
            source.put(table, new TreeMap<>());
            database.execute("CREATE TABLE " + table + " (id bigint PRIMARY KEY, quantity bigint, parent bigint)");
        }
    }

    private TaskRun task(String... settings) {
        Map<String, String> config = database.config(Reports.SETTINGS);
        for (int i = 0; i < settings.length; i += 2) {
            config.put(settings[i], settings[i + 1]);
        }
        return new TaskRun(new JdbcSinkTask(), config, reports);
    }

    private static TopicPartition partition(String table) {
        return new TopicPartition("shop.public." + table, 0);
    }

    private void row(String table, long id, Long parent) {
        int offset = ends.merge(table, 1, Integer::sum) - 1;
        Map<String, Object> row = new TreeMap<>();
        row.put("id", id);
        row.put("quantity", (long) offset);
        row.put("parent", parent);
        source.get(table).put(id, (long) offset);
        records.add(topics.get(table).upsert(new At(0, offset, 1_800_000_000_000L), "u", row));
    }

    /** Some changes of every table, and the task's turn with them. */
    private void load(TaskRun task, int changes) {
        changes(changes);
        task.put(List.copyOf(records));
        records.clear();
    }

    private void changes(int changes) {
        for (int i = 0; i < changes; i++) {
            for (String table : TABLES) {
                row(table, ends.get(table) * 7L % KEYS, null);
            }
        }
    }

    private static void until(TaskRun task, Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(30))
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    task.pollNothing();
                    return condition.call();
                });
    }

    private void untilCommitted(TaskRun task, String... tables) {
        until(task, () -> {
            Map<TopicPartition, Long> offsets = task.offsets();
            for (String table : tables) {
                if (offsets.getOrDefault(partition(table), 0L) < ends.get(table)) {
                    return false;
                }
            }
            return true;
        });
    }

    private void assertEqualToSource(String... tables) throws Exception {
        for (String table : tables) {
            Map<Long, Long> rows = new TreeMap<>();
            for (Map<String, String> row : database.query("SELECT id, quantity FROM " + table)) {
                rows.put(Long.valueOf(row.get("id")), Long.valueOf(row.get("quantity")));
            }
            assertThat(rows).as(table).isEqualTo(source.get(table));
        }
    }

    private static double gauge(String name) throws Exception {
        return (double)
                ManagementFactory.getPlatformMBeanServer().getAttribute(JmxBinding.objectName("jdbc-test", 0), name);
    }

    private static boolean isBlocked() throws Exception {
        return gauge("destinations-blocked") == 1;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "3"})
    void droppedTable_waitsWhileOthersGoOn(String lanes) throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName bean = JmxBinding.blockedName("jdbc-test", 0, "orders", "jdbc.no-table");
        try (TaskRun task = task("on.systemic.failure", "pause", "lanes", lanes)) {
            load(task, 500);
            task.drain();
            load(task, 500);
            // In one transaction: a row between the two would be lost with the table, and no sink could know.
            database.execute("BEGIN; LOCK TABLE orders; CREATE TABLE safe AS TABLE orders; DROP TABLE orders; COMMIT");
            for (int i = 0; i < 20; i++) {
                load(task, 200);
            }
            until(task, BlockedTableIT::isBlocked);
            untilCommitted(task, "items", "notes");
            assertEqualToSource("items", "notes");
            assertThat(task.offsets().get(partition("orders"))).isLessThan(ends.get("orders"));
            until(task, () -> beans.isRegistered(bean) && (double) beans.getAttribute(bean, "failed-probes-total") > 1);
            assertThat((double) beans.getAttribute(bean, "held-back-records")).isPositive();

            database.execute(
                    "CREATE TABLE orders (id bigint PRIMARY KEY, quantity bigint, parent bigint)",
                    "INSERT INTO orders TABLE safe");
            untilCommitted(task, "orders");
            load(task, 100);
            task.drain();
            assertEqualToSource("orders", "items", "notes");
            assertThat(beans.isRegistered(bean)).isFalse();
        }
        assertThat(reports.offsets()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "3"})
    void revokedGrant_waitsWhileOthersGoOn(String lanes) throws Exception {
        String role = "writer_"
                + database.query("SELECT current_database() AS name").get(0).get("name");
        database.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'secret'");
        for (String table : TABLES) {
            database.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON " + table + " TO " + role);
        }
        try (TaskRun task = task(
                "on.systemic.failure",
                "pause",
                "lanes",
                lanes,
                "connection.user",
                role,
                "connection.password",
                "secret")) {
            load(task, 500);
            database.execute("REVOKE INSERT ON orders FROM " + role);
            for (int i = 0; i < 20; i++) {
                load(task, 200);
            }
            until(task, BlockedTableIT::isBlocked);
            untilCommitted(task, "items", "notes");
            assertEqualToSource("items", "notes");
            database.execute("GRANT INSERT ON orders TO " + role);
            task.drain();
            assertEqualToSource("orders", "items", "notes");
        }
        assertThat(reports.offsets()).isEmpty();
    }

    @Test
    void constraintThatRefusesEverything_isAStorm() throws Exception {
        try (TaskRun task = task("storm.min.records", "50", "storm.min.duration.ms", "300")) {
            load(task, 100);
            task.drain();
            database.execute("ALTER TABLE orders ADD CONSTRAINT closed CHECK (id < 0) NOT VALID");
            until(task, () -> {
                load(task, 1);
                return isBlocked();
            });
            assertThat(ManagementFactory.getPlatformMBeanServer()
                            .isRegistered(JmxBinding.blockedName("jdbc-test", 0, "orders", "jdbc.23514")))
                    .isTrue();
            assertThat(gauge("storms-total")).isEqualTo(1);
            // Letters of before may still be on their way.
            task.pollNothing();
            int letters = reports.offsets().size();
            assertThat(letters).isGreaterThanOrEqualTo(49);
            for (int i = 0; i < 20; i++) {
                load(task, 200);
            }
            untilCommitted(task, "items", "notes");
            assertEqualToSource("items", "notes");
            assertThat(reports.offsets()).as("nothing more").hasSize(letters);

            database.execute("ALTER TABLE orders DROP CONSTRAINT closed");
            task.drain();
            // Each row has been changed again since, so that the letters are superseded.
            assertEqualToSource("orders", "items", "notes");
            assertThat(reports.offsets()).as("nothing more").hasSize(letters);
            assertThat(isBlocked()).isFalse();
        }
    }

    /** What is held back is a gap in the progress of its partition, and the successor of the task fills it. */
    @Test
    void droppedTable_exactlyOnceAcrossARestart() throws Exception {
        String[] settings = {
            "on.systemic.failure", "pause", "delivery", "exactly_once", "insert.mode", "insert", "lanes", "2"
        };
        for (String table : TABLES) {
            // Nothing but the ledger keeps a row from being written twice.
            database.execute("ALTER TABLE " + table + " DROP CONSTRAINT " + table + "_pkey");
        }
        List<SinkRecord> all = new ArrayList<>();
        TaskRun first = task(settings);
        changes(100);
        all.addAll(records);
        first.put(List.copyOf(records)).drain();
        database.execute("ALTER TABLE orders RENAME TO elsewhere");
        records.clear();
        changes(300);
        all.addAll(records);
        first.put(List.copyOf(records));
        until(first, BlockedTableIT::isBlocked);
        untilCommitted(first, "items", "notes");
        Map<TopicPartition, Long> committed = first.offsets();
        assertThat(committed).containsEntry(partition("orders"), 100L);
        first.crash();
        all.removeIf(record -> record.kafkaOffset() < committed.get(new TopicPartition(record.topic(), 0)));
        try (TaskRun task = task(settings)) {
            task.put(all);
            until(task, BlockedTableIT::isBlocked);
            database.execute("ALTER TABLE elsewhere RENAME TO orders");
            task.drain();
        }
        for (String table : TABLES) {
            assertThat(database.query("SELECT count(*) AS n, count(DISTINCT quantity) AS d FROM " + table)
                            .get(0))
                    .as(table)
                    .containsEntry("n", "400")
                    .containsEntry("d", "400");
        }
        assertThat(reports.offsets()).isEmpty();
    }

    @Test
    void childOfARowInABlockedTable_doesNotLosePatience() throws Exception {
        String role = "child_"
                + database.query("SELECT current_database() AS name").get(0).get("name");
        database.execute(
                "ALTER TABLE items ADD FOREIGN KEY (parent) REFERENCES orders",
                "CREATE ROLE " + role + " LOGIN PASSWORD 'secret'");
        for (String table : TABLES) {
            database.execute("GRANT SELECT, UPDATE, DELETE ON " + table + " TO " + role);
        }
        database.execute("GRANT INSERT ON items, notes TO " + role);
        try (TaskRun task = task(
                "on.systemic.failure", "pause",
                "dependency.max.duration.ms", "200",
                "connection.user", role,
                "connection.password", "secret")) {
            row("orders", 1, null);
            row("items", 1, 1L);
            task.put(List.copyOf(records));
            records.clear();
            until(task, BlockedTableIT::isBlocked);
            long begin = System.nanoTime();
            until(task, () -> System.nanoTime() - begin > Duration.ofMillis(800).toNanos());
            assertThat(reports.offsets()).isEmpty();
            database.execute("GRANT INSERT ON orders TO " + role);
            task.drain();
            assertEqualToSource("orders", "items");
        }
        assertThat(reports.offsets()).isEmpty();
    }

    @Test
    void wrongPassword_concernsEverything() throws Exception {
        String role = "late_"
                + database.query("SELECT current_database() AS name").get(0).get("name");
        database.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'right'");
        for (String table : TABLES) {
            database.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON " + table + " TO " + role);
        }
        try (TaskRun task =
                task("on.systemic.failure", "pause", "connection.user", role, "connection.password", "wrong")) {
            load(task, 10);
            until(task, () -> gauge("breaker-open") == 1);
            assertThat(gauge("destinations-blocked")).isZero();
            database.execute("ALTER ROLE " + role + " PASSWORD 'wrong'");
            task.drain();
            assertEqualToSource("orders", "items", "notes");
        }
    }
}
