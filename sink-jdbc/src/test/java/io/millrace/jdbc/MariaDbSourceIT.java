/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jdbc.MariaDbSourceTypes.Type;
import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.events.CapturedEvent;
import io.millrace.testkit.events.CapturedEvents;
import io.millrace.testkit.server.ConnectCluster;
import io.millrace.testkit.server.DebeziumMariaDbSource;
import io.millrace.testkit.server.KafkaTopics;
import io.millrace.testkit.server.MariaDbServer;
import io.millrace.testkit.server.TestServers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** MariaDB read by a real Debezium source, every type of it, and written to PostgreSQL. */
class MariaDbSourceIT {
    private static final Duration WITHIN = Duration.ofMinutes(2);

    /** Of its own: the source reads the definitions of all tables of a server, and does not know every type. */
    private static MariaDbServer server;

    private final ConnectCluster cluster = SharedWorker.cluster();
    private final MariaDatabase source = new MariaDatabase(server);
    private final Database target = new Database();
    private final Reports reports = new Reports();
    private final CapturedEvents events = new CapturedEvents();

    private final List<Type> types = MariaDbSourceTypes.all();

    @BeforeAll
    static void startServer() {
        server = MariaDbServer.start();
    }

    @AfterAll
    static void closeServer() {
        server.close();
    }

    private void createSource() throws SQLException {
        List<String> columns = new ArrayList<>(List.of("id bigint PRIMARY KEY"));
        types.forEach(type -> columns.add(type.name() + " " + type.declared()));
        source.execute("CREATE TABLE types (" + String.join(", ", columns) + ") DEFAULT CHARACTER SET utf8mb4");
    }

    private void createTarget() throws SQLException {
        List<String> columns = new ArrayList<>(List.of("id bigint PRIMARY KEY"));
        types.stream().filter(Type::isPrepared).forEach(type -> columns.add(type.name() + " " + type.created()));
        target.execute("CREATE TABLE types (" + String.join(", ", columns) + ")");
    }

    /** Rows {@code from}, {@code from + 1} and {@code from + 2}. */
    private void insert(int from) throws SQLException {
        for (int row = 0; row < 3; row++) {
            int number = row;
            List<String> values =
                    types.stream().map(type -> type.values()[number]).toList();
            source.execute(
                    "SET sql_mode = 'STRICT_ALL_TABLES', time_zone = '+00:00'",
                    "INSERT INTO types VALUES (" + (from + row) + ", " + String.join(", ", values) + ")");
        }
    }

    private Map<String, String> expected(int id, int row) {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("id", Integer.toString(id));
        types.forEach(type -> expected.put(type.name(), type.expected()[row]));
        return expected;
    }

    private List<SinkRecord> read(KafkaTopics topics, String topic, int count) {
        List<SinkRecord> records = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : topics.read(topic, count, WITHIN)) {
            List<CapturedEvent.Header> headers = new ArrayList<>();
            record.headers().forEach(header -> headers.add(new CapturedEvent.Header(header.key(), header.value())));
            records.add(events.sinkRecord(new CapturedEvent(
                    "live",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.timestamp(),
                    headers,
                    record.key(),
                    record.value())));
        }
        return records;
    }

    private DebeziumMariaDbSource connector(String name) {
        return DebeziumMariaDbSource.of(
                        server, source.name(), name, TestServers.kafka().bootstrapServers())
                .tables(source.name() + "\\..*")
                .with("column.propagate.source.type", ".*")
                .with("skipped.operations", "none")
                .with("database.connectionTimeZone", "UTC");
    }

    private void start(String name) {
        cluster.rest().put(name, connector(name).config());
        cluster.rest().awaitRunning(name, 1, WITHIN);
    }

    private TaskRun task() {
        Map<String, String> config = target.config(Reports.SETTINGS);
        config.put("schema.evolution", "add");
        config.put("truncate.enabled", "true");
        return new TaskRun(new JdbcSinkTask(), config, reports);
    }

    @Test
    void everyType_fromSnapshotAndFromTheLog() throws Exception {
        createSource();
        createTarget();
        insert(1);
        String name = source.name() + "-types";
        String topic = name + "." + source.name() + ".types";
        start(name);
        try (KafkaTopics topics = TestServers.kafka().topics();
                TaskRun task = task()) {
            read(topics, topic, 3);
            insert(11);
            source.execute(
                    "UPDATE types SET c2 = 5 WHERE id = 3",
                    "UPDATE types SET id = 22 WHERE id = 2",
                    "DELETE FROM types WHERE id = 1");
            // Three of the snapshot, three inserts, an update, three for the changed key, two for the delete.
            task.put(read(topics, topic, 12)).drain();
        } finally {
            cluster.rest().delete(name);
        }

        assertThat(reports.messages()).isEmpty();
        Map<String, String> updated = expected(3, 2);
        updated.put("c2", "5");
        List<Map<String, String>> rows = target.table("types", "id");
        List<Map<String, String>> wanted =
                List.of(updated, expected(11, 0), expected(12, 1), expected(13, 2), expected(22, 1));
        assertThat(rows).hasSize(wanted.size());
        for (int i = 0; i < rows.size(); i++) {
            Map<String, String> actual = rows.get(i);
            Map<String, String> want = wanted.get(i);
            types.forEach(type -> assertThat(actual.get(type.name()))
                    .as(type.declared() + " of row " + want.get("id"))
                    .isEqualTo(want.get(type.name())));
        }
        Map<String, String> created = new LinkedHashMap<>();
        target.query(
                        "SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid ="
                                + " 'types'::regclass AND attnum > 0")
                .forEach(row -> created.put(row.get("name"), row.get("type")));
        Map<String, String> columns = new LinkedHashMap<>();
        types.forEach(type -> columns.put(type.name(), type.created()));
        created.remove("id");
        assertThat(created).isEqualTo(columns);
    }

    @Test
    void truncateAndNewColumn_arrive() throws Exception {
        source.execute("CREATE TABLE t (id int PRIMARY KEY, name varchar(20))", "INSERT INTO t VALUES (1, 'before')");
        String name = source.name() + "-ddl";
        String topic = name + "." + source.name() + ".t";
        start(name);
        try (KafkaTopics topics = TestServers.kafka().topics();
                TaskRun task = task()) {
            read(topics, topic, 1);
            source.execute(
                    "TRUNCATE TABLE t",
                    "ALTER TABLE t ADD flag boolean, ADD big bigint unsigned",
                    "INSERT INTO t VALUES (2, 'after', true, 18446744073709551615)",
                    "UPDATE t SET flag = false WHERE id = 2");
            task.put(read(topics, topic, 4)).drain();
        } finally {
            cluster.rest().delete(name);
        }
        assertThat(reports.messages()).isEmpty();
        assertThat(target.table("t", "id"))
                .containsExactly(Map.of("id", "2", "name", "after", "flag", "false", "big", "18446744073709551615"));
    }

    @Test
    void unsignedKey_namesTheSameRowEverywhere() throws Exception {
        source.execute(
                "CREATE TABLE k (id bigint unsigned PRIMARY KEY, name varchar(20))",
                "INSERT INTO k VALUES (18446744073709551615, 'a'), (9223372036854775808, 'b'), (1, 'c')");
        String name = source.name() + "-keys";
        String topic = name + "." + source.name() + ".k";
        start(name);
        try (KafkaTopics topics = TestServers.kafka().topics();
                TaskRun task = task()) {
            read(topics, topic, 3);
            source.execute(
                    "UPDATE k SET name = 'changed' WHERE id = 18446744073709551615",
                    "DELETE FROM k WHERE id = 9223372036854775808");
            task.put(read(topics, topic, 6)).drain();
        } finally {
            cluster.rest().delete(name);
        }
        assertThat(reports.messages()).isEmpty();
        assertThat(target.table("k", "id"))
                .containsExactly(
                        Map.of("id", "1", "name", "c"), Map.of("id", "18446744073709551615", "name", "changed"));
    }
}
