/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.proxy.FaultProxy;
import io.millrace.testkit.server.ConnectCluster;
import io.millrace.testkit.server.ConnectOptions;
import io.millrace.testkit.server.ConnectWorker;
import io.millrace.testkit.server.KafkaTopics;
import io.millrace.testkit.server.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plain inserts by a connector on real workers, which are killed and stopped: each record is one row. */
class ExactlyOnceClusterIT {
    private static final Duration WITHIN = Duration.ofSeconds(90);
    private static final int PARTITIONS = 4;
    private static final int CHUNK = 20_000;

    private static ConnectCluster cluster;

    private final Database database = new Database();
    private final FaultProxy proxy =
            FaultProxy.before("127.0.0.1", TestServers.postgres().port());
    private final KafkaTopics topics = TestServers.kafka().topics();
    private final String topic = topics.createUnique("numbers", PARTITIONS);
    private final String connector = topic + "-sink";
    private int produced;

    @BeforeAll
    static void startCluster() {
        // Offsets are hardly ever committed to Kafka, so that a crash makes for much to be read again.
        cluster = ConnectCluster.start(
                TestServers.kafka().bootstrapServers(),
                2,
                ConnectOptions.of(UnpackedPlugin.path()).withOffsetFlushInterval(Duration.ofMinutes(10)));
    }

    @AfterAll
    static void closeCluster() {
        cluster.close();
    }

    @BeforeEach
    void createTable() throws SQLException {
        database.execute("CREATE TABLE numbers (id bigint, n bigint)");
    }

    @AfterEach
    void deleteConnector() {
        cluster.rest().delete(connector);
        topics.close();
        proxy.close();
    }

    private void start(int tasks) {
        Map<String, String> config = new HashMap<>(database.configThrough(proxy.port()));
        config.remove("name");
        config.put("connector.class", JdbcSinkConnector.class.getName());
        config.put("tasks.max", Integer.toString(tasks));
        config.put("topics", topic);
        config.put("table.name.format", "numbers");
        config.put("insert.mode", "insert");
        config.put("delivery", "exactly_once");
        config.put("lanes", "2");
        // Small batches, so that there are many moments at which a worker can die.
        config.put("batch.max.records", "200");
        for (String converter : List.of("key.converter", "value.converter")) {
            config.put(converter, "org.apache.kafka.connect.json.JsonConverter");
            config.put(converter + ".schemas.enable", "false");
        }
        config.put("consumer.override.session.timeout.ms", "6000");
        config.put("consumer.override.heartbeat.interval.ms", "1500");
        cluster.rest().put(connector, config);
        cluster.rest().awaitRunning(connector, tasks, WITHIN);
    }

    /** One record for each number from where the last call ended. */
    private void produce(int count) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int n = produced++;
            int id = n % 500;
            records.add(new ProducerRecord<>(
                    topic,
                    id % PARTITIONS,
                    ("{\"id\":" + id + "}").getBytes(UTF_8),
                    ("{\"id\":" + id + ",\"n\":" + n + "}").getBytes(UTF_8)));
        }
        topics.produce(records);
    }

    private long rows() throws SQLException {
        return Long.parseLong(
                database.query("SELECT count(*) AS n FROM numbers").get(0).get("n"));
    }

    /** Grows with each task that takes all partitions over. */
    private long epoch() throws SQLException {
        return Long.parseLong(database.query("SELECT min(epoch) AS epoch FROM millrace_ledger WHERE lane = -1")
                .get(0)
                .get("epoch"));
    }

    private void awaitRows(long least) {
        try {
            await("rows").atMost(WITHIN).untilAsserted(() -> assertThat(rows()).isGreaterThanOrEqualTo(least));
        } catch (ConditionTimeoutException tooFew) {
            throw new AssertionError(
                    tooFew.getMessage() + "; committed: " + topics.committed("connect-" + connector)
                            + cluster.describe(connector),
                    tooFew);
        }
    }

    private void assertEachOnce() throws SQLException {
        awaitRows(produced);
        assertThat(database.query("SELECT n, count(*) FROM numbers GROUP BY n HAVING count(*) <> 1"))
                .as("numbers that are there more than once")
                .isEmpty();
        assertThat(rows()).isEqualTo(produced);
    }

    private ConnectWorker workerOfTask() {
        return cluster.worker(cluster.rest().status(connector).tasks().get(0).worker());
    }

    @Test
    void workersKilledInMidStream_eachRecordIsOneRow() throws SQLException {
        start(2);
        for (int kill = 0; kill < 2; kill++) {
            long before = rows();
            // Slow enough for a crash to hit some batches in the middle.
            proxy.latency(Duration.ofMillis(20));
            produce(CHUNK);
            awaitRows(before + CHUNK / 10);
            ConnectWorker victim = workerOfTask();

            victim.kill();

            assertThat(rows()).as("rows when the worker was killed").isLessThan(produced);
            proxy.pass();
            victim.restart();
        }
        assertEachOnce();
    }

    @Test
    void workerThatWakesUpAfterItsTaskHasGone_writesNothingMore() throws SQLException, IOException {
        start(1);
        boolean fenced = false;
        for (int round = 0; round < 5 && !fenced; round++) {
            long before = rows();
            proxy.latency(Duration.ofMillis(20));
            produce(CHUNK);
            awaitRows(before + CHUNK / 20);
            ConnectWorker zombie = workerOfTask();
            String name = zombie.restUrl().getAuthority();
            zombie.suspend();
            proxy.pass();
            ConnectWorker other = cluster.workers().stream()
                    .filter(worker -> worker != zombie)
                    .findFirst()
                    .orElseThrow();
            other.rest()
                    .await(
                            connector,
                            status -> status.all("RUNNING", 1)
                                    && !status.tasks().get(0).worker().equals(name),
                            WITHIN);
            awaitRows(produced);

            zombie.resume();

            await("the zombie answers again").atMost(WITHIN).until(() -> answers(zombie));
            produce(100);
            assertEachOnce();
            fenced = Files.readString(zombie.log()).contains("is not ours any more (TAKEN_OVER)");
        }
        assertThat(fenced).as("a late write was tried and refused").isTrue();
    }

    private boolean answers(ConnectWorker worker) {
        return worker.rest().status(connector).all("RUNNING", 1);
    }

    /**
     * A worker that dies before it commits leaves Kafka without offsets of what the target has all of. A reset is told of
     * the partitions that Kafka has offsets of, so those must get there although nothing more comes.
     */
    @Test
    void alteredOffsets_areWhereTheConnectorGoesOn() throws SQLException {
        start(1);
        produce(4_000);
        awaitRows(4_000);
        long epoch = epoch();
        ConnectWorker victim = workerOfTask();
        victim.kill();
        victim.restart();
        await("another task").atMost(WITHIN).until(() -> epoch() > epoch);
        stop();
        await("offsets in Kafka").atMost(WITHIN).untilAsserted(() -> assertThat(
                        topics.committed("connect-" + connector))
                .isEqualTo(topics.nextOffsets(topic)));

        cluster.rest()
                .alterSinkOffsets(
                        connector, Map.of(new TopicPartition(topic, 0), 900L, new TopicPartition(topic, 1), 0L));

        resume();
        awaitRows(4_000 + 100 + 1_000);
        stop();
        assertThat(rows()).isEqualTo(4_000 + 100 + 1_000);

        cluster.rest().resetOffsets(connector);

        resume();
        awaitRows(5_100 + 4_000);
        produce(1_000);
        awaitRows(5_100 + 5_000);
        stop();
        assertThat(rows()).isEqualTo(5_100 + 5_000);
    }

    /** Offsets are committed every ten minutes here, and a worker's first poll lasts as long unless it is told otherwise. */
    @Test
    void targetThatIsAwayWhenATaskBegins_isAskedAgain_beforeOffsetsAreDue() throws IOException, SQLException {
        start(1);
        stop();
        proxy.refuse();
        resume();
        produce(100);
        await("a task that waits").atMost(WITHIN).until(() -> {
            String log = Files.readString(workerOfTask().log());
            return log.contains(connector + "-0: cannot ask the target how far");
        });

        proxy.pass();

        assertEachOnce();
    }

    private void stop() {
        cluster.rest().stop(connector);
        cluster.rest().await(connector, status -> status.all("STOPPED", 0), WITHIN);
    }

    private void resume() {
        cluster.rest().resume(connector);
        cluster.rest().awaitRunning(connector, 1, WITHIN);
    }
}
