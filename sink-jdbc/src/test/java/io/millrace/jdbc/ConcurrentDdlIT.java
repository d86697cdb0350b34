/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.contract.TaskRun;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Several tasks and lanes that find the same table lacking at the same moment; and tables that others hold locked. */
class ConcurrentDdlIT {
    private static final int TASKS = 4;
    private static final int ROWS = 40;

    private final Scene scene = new Scene();

    private static SinkRecord record(int task, int row, int fields) {
        SchemaBuilder schema = SchemaBuilder.struct().name("v").field("id", Schema.INT64_SCHEMA);
        for (int i = 0; i < fields; i++) {
            schema.field("f" + i, Schema.OPTIONAL_STRING_SCHEMA);
        }
        Struct value = new Struct(schema.build()).put("id", (long) task * 1_000_000 + fields * 1_000 + row);
        for (int i = 0; i < fields; i++) {
            value.put("f" + i, "x");
        }
        return new SinkRecord("t", task, null, null, value.schema(), value, (long) fields * 1_000 + row);
    }

    @Test
    void tasksAndLanes_createTheSameTableAndAddTheSameColumns() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(TASKS);
        List<CompletableFuture<List<String>>> running = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            int number = i;
            running.add(CompletableFuture.supplyAsync(() -> run(number, start), threads));
        }
        start.countDown();
        for (CompletableFuture<List<String>> task : running) {
            assertThat(task.join()).isEmpty();
        }
        threads.shutdown();

        assertThat(scene.rows("SELECT count(*) AS n, count(f0) AS a, count(f1) AS b, count(f2) AS c FROM t"))
                .containsExactly(
                        3 * TASKS * ROWS + "|" + 3 * TASKS * ROWS + "|" + 2 * TASKS * ROWS + "|" + TASKS * ROWS);
        assertThat(scene.columns("t")).containsExactlyInAnyOrder("id bigint NOT NULL", "f0 text", "f1 text", "f2 text");
    }

    private List<String> run(int number, CountDownLatch start) {
        Reports reports = new Reports();
        var config = scene.database.config(Reports.SETTINGS);
        config.put("schema.evolution", "add");
        config.put("key.source", "record_value");
        config.put("key.fields", "id");
        config.put("lanes", "4");
        try (TaskRun task = new TaskRun(new JdbcSinkTask(), config, reports)) {
            start.await();
            for (int fields = 1; fields <= 3; fields++) {
                List<SinkRecord> records = new ArrayList<>();
                for (int row = 0; row < ROWS; row++) {
                    records.add(record(number, row, fields));
                }
                task.put(records).drain();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return reports.messages();
    }

    @Test
    void lockedTable_isChangedWhenItIsFree() throws Exception {
        scene.database.execute("CREATE TABLE t (id bigint PRIMARY KEY)");
        try (TaskRun task = scene.task(
                        "schema.evolution",
                        "add",
                        "key.source",
                        "record_value",
                        "key.fields",
                        "id",
                        "schema.lock.timeout.ms",
                        "50");
                Connection other = scene.database.connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("SELECT * FROM t");
            task.put(List.of(record(0, 1, 1)));
            // The wait for the lock ends by itself, and begins again: others get the table meanwhile.
            List<String> waits = new ArrayList<>();
            await().pollInSameThread().until(() -> {
                task.pollNothing();
                scene
                        .rows("SELECT query_start FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE"
                                + " 'ALTER TABLE%' AND datname = current_database()")
                        .stream()
                        .filter(wait -> !waits.contains(wait))
                        .forEach(waits::add);
                return waits.size() >= 2;
            });
            other.rollback();
            task.drain();
        }
        assertThat(scene.reports.messages()).isEmpty();
        assertThat(scene.rows("SELECT f0 FROM t")).containsExactly("x");
    }

    @Test
    void changeThatTakesTooLong_failsTaskWithItsStatement() throws Exception {
        scene.database.execute(
                "CREATE TABLE t (id bigint PRIMARY KEY, f0 smallint)",
                "INSERT INTO t SELECT i, 1 FROM generate_series(1, 400000) i");
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("f0", Schema.INT32_SCHEMA)
                .build();
        assertThat(scene.failure(
                        List.of(scene.record(
                                "t",
                                null,
                                null,
                                schema,
                                new Struct(schema).put("id", 1L).put("f0", 1))),
                        "schema.evolution",
                        "evolve",
                        "key.source",
                        "record_value",
                        "key.fields",
                        "id",
                        "statement.timeout.ms",
                        "20"))
                .contains("jdbc.ddl-timeout", "'statement.timeout.ms'", "ALTER TABLE \"t\"");
    }
}
