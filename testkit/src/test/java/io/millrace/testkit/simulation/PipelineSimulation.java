/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.FailureClass;
import io.millrace.sink.config.NameTemplate;
import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.decode.Destinations;
import io.millrace.sink.decode.FieldSelection;
import io.millrace.sink.decode.KeySource;
import io.millrace.sink.decode.Routing;
import io.millrace.sink.decode.TopicSettings;
import io.millrace.sink.lane.FailureOverrides;
import io.millrace.sink.lane.RetrySettings;
import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.pipeline.PipelineSettings;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.Folding;
import io.millrace.sink.spi.Target;
import io.millrace.testkit.memory.MemoryServer;
import io.millrace.testkit.memory.MemoryServer.Fault;
import io.millrace.testkit.memory.MemoryServer.Keeping;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/**
 * One seeded run of a connector with some tasks against a server that misbehaves: random polls, lane turns, commits,
 * faults, crashes, rebalances and zombies, in random order on one thread under a manual clock. After it the log is drained
 * in peace and everything is checked.
 */
final class PipelineSimulation {
    private static final int MOST_BYTES_OF_A_POLL = SimulatedLog.POLL_BOUND * 4_000;
    private static final Duration DEPENDENCY_BUDGET = Duration.ofHours(2);

    private final Random random;
    private final ManualTime time = new ManualTime();
    private final SimulatedLetters letters = new SimulatedLetters();
    private final SimulatedLog log;
    private final MemoryServer server;
    private final Function<MemoryServer, Target> targets;
    private final Plan plan;
    private final List<String> tables;
    private final boolean parents;
    private final SimulatedCluster cluster;
    private final Chances chances;
    private final int buffer;
    private long strangeAt = Long.MIN_VALUE / 2;

    /** What may happen in a run. */
    record Plan(Keeping keeping, boolean faults, boolean crashes, boolean zombies, boolean deletes, boolean tablesGo) {
        Plan(Keeping keeping, boolean faults, boolean crashes, boolean zombies, boolean deletes) {
            this(keeping, faults, crashes, zombies, deletes, false);
        }
    }

    PipelineSimulation(long seed, Plan plan, Function<MemoryServer, Target> targets) {
        this.random = new Random(seed);
        this.plan = plan;
        this.targets = targets;
        this.server = new MemoryServer(plan.keeping());
        this.tables = plan.tablesGo()
                ? List.of(SimulatedLog.shopTable(0), SimulatedLog.shopTable(1), SimulatedLog.shopTable(2))
                : List.of(SimulatedLog.TABLE);
        this.parents = plan.keeping() != Keeping.LOG && random.nextBoolean();
        // Rows that wait (for a parent, or in a replay for their delete) must not keep that out.
        this.buffer = parents || plan.deletes() ? 1_000_000 : 20_000 + random.nextInt(100_000);
        this.log = new SimulatedLog(
                random,
                1 + random.nextInt(4),
                1 + random.nextInt(12),
                250,
                new SimulatedLog.Contents(plan.deletes(), parents, plan.keeping() != Keeping.LOG));
        this.cluster = new SimulatedCluster(random, time, log, this::newTask, new Oracle(), letters);
        this.chances = new Chances(random)
                .with(30, () -> cluster.poll(cluster.any()))
                .with(35, () -> cluster.any().runOne(random))
                .with(7, () -> letters.answerOne(random))
                .with(8, () -> time.advance(Duration.ofMillis(random.nextInt(200))))
                .with(6, () -> cluster.commit(cluster.any()))
                .with(2, cluster::rebalance)
                .with(plan.faults() ? 6 : 0, this::misbehave)
                .with(
                        plan.crashes() ? 1 : 0,
                        () -> cluster.crash(cluster.any(), plan.zombies() && random.nextBoolean()))
                .with(plan.zombies() ? 5 : 0, cluster::runAZombie);
    }

    void run() throws Exception {
        // One task does not know that a table takes nothing from another, and its rows do not wait for that.
        cluster.start(plan.tablesGo() ? 1 : 1 + random.nextInt(2));
        int steps = 300 + random.nextInt(1_200);
        for (int i = 0; i < steps; i++) {
            chances.step();
        }
        drain();
        check();
    }

    private SimulatedTask newTask() {
        Target target = targets.apply(server);
        Routing routing = routing(target.capabilities().handling().folding());
        PipelineSettings settings = new PipelineSettings(
                "simulation",
                new DecodeSettings(
                        "__debezium_unavailable_value",
                        true,
                        topic -> new TopicSettings(
                                routing, KeySource.RECORD_KEY, List.of(), true, FieldSelection.ALL, true, false)),
                new RetrySettings(
                        Duration.ofMillis(50),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        DEPENDENCY_BUDGET,
                        Optional.empty(),
                        plan.tablesGo(),
                        FailureOverrides.NONE),
                1 + random.nextInt(20),
                200 + random.nextInt(4_000),
                buffer,
                Duration.ZERO);
        return new SimulatedTask(settings, target, letters, time, random);
    }

    private Routing routing(Folding folding) {
        if (!plan.tablesGo()) {
            return Routing.to(new Destination(SimulatedLog.TABLE, "", folding));
        }
        NameTemplate names = new NameTemplate(SimulatedLog.TABLE + "-${key.shop}", Pattern.compile(".*"));
        return new Routing(names.parts(SimulatedLog.TOPIC), "", new Destinations("", folding, null));
    }

    private void misbehave() {
        if (plan.tablesGo() && random.nextInt(3) == 0) {
            server.setMissing(tables.get(random.nextInt(tables.size())), random.nextInt(3) > 0);
            waitLong();
            return;
        }
        switch (random.nextInt(9)) {
            case 0 -> server.failNext(Fault.REFUSED);
            case 1 -> server.failNext(Fault.BUSY);
            case 2 -> server.failNext(Fault.HALF_APPLIED);
            case 3, 4 -> server.failNext(Fault.REPLY_LOST);
            case 5 -> strange();
            case 6 -> server.setAway(random.nextBoolean());
            case 7 -> server.conflictNext();
            default -> letters.setAway(random.nextBoolean());
        }
    }

    /** A table that is gone may come back tomorrow; what waits for rows in it must not lose patience. */
    private void waitLong() {
        for (SimulatedTask task : cluster.tasks()) {
            if (random.nextInt(3) == 0 && gauge(task.metrics(), "destinations-blocked") > 0) {
                time.advance(DEPENDENCY_BUDGET.multipliedBy(2));
                strangeAt = time.nanos();
            }
        }
    }

    private static double gauge(SinkMetrics metrics, String name) {
        return metrics.gauges().stream()
                .filter(gauge -> gauge.name().equals(name))
                .mapToDouble(gauge -> gauge.value().getAsDouble())
                .sum();
    }

    /** One at a time and far between: a strange error that does not go away is somebody's fault by our own rule. */
    private void strange() {
        if (!server.hasFaults()
                && time.nanos() - strangeAt > Duration.ofMinutes(5).toNanos()) {
            strangeAt = time.nanos();
            server.failNext(Fault.STRANGE);
        }
    }

    /** Its log may end before records that asked for nothing, which are then read again. */
    private boolean targetKeepsOffsets() {
        return plan.keeping() == Keeping.LOG && !plan.faults();
    }

    private final class Oracle implements SimulatedCluster.Watch {
        @Override
        public void polled(SimulatedTask task) {
            assertThat(gauge(task.metrics(), "in-flight-bytes"))
                    .as("bytes under way are bounded")
                    .isLessThan(2.0 * buffer + MOST_BYTES_OF_A_POLL);
        }

        @Override
        public void committing(TopicPartition partition, long before, long offset) {
            if (!targetKeepsOffsets()) {
                assertThat(offset).as("offsets never go back").isGreaterThanOrEqualTo(before);
            }
            for (long i = before; i < offset; i++) {
                assertSafe(partition, i);
            }
        }
    }

    /** A committed record is applied, superseded by a later one of its row, dead-lettered, or asks for nothing. */
    private void assertSafe(TopicPartition partition, long offset) {
        SimulatedLog.Entry entry = log.entry(partition, offset);
        if (!entry.change() || letters.has(partition, offset)) {
            return;
        }
        if (plan.keeping() == Keeping.LOG) {
            assertThat(logged(partition).containsKey(offset))
                    .as("offset %d of %s is committed and not in the log", offset, partition)
                    .isTrue();
            return;
        }
        assertThat(server.version(table(entry.id()), SimulatedLog.key(entry.id())))
                .as("offset %d of %s is committed and not applied", offset, partition)
                .isGreaterThanOrEqualTo(offset);
    }

    private String table(long id) {
        return plan.tablesGo() ? SimulatedLog.shopTable(id) : SimulatedLog.TABLE;
    }

    private void drain() throws Exception {
        server.setAway(false);
        tables.forEach(table -> server.setMissing(table, false));
        cluster.drain();
    }

    private void check() {
        for (TopicPartition partition : log.topicPartitions()) {
            assertThat(cluster.committed(partition))
                    .isEqualTo(log.records(partition).size());
        }
        assertThat(rows()).isEqualTo(new TreeMap<>(log.expected()));
        if (targetKeepsOffsets()) {
            assertThat(server.log()).as("each event is in the log once").doesNotHaveDuplicates();
        }
        for (FailedRecord letter : letters.all()) {
            assertThat(letter.failure().failureClass()).isEqualTo(FailureClass.RECORD);
            TopicPartition partition = new TopicPartition(
                    letter.coordinates().topic(), letter.coordinates().partition());
            assertThat(log.entry(partition, letter.coordinates().offset()).poison())
                    .as("%s is a letter: %s; %s", letter.coordinates(), letter.failure(), letter.record())
                    .isTrue();
        }
        for (SimulatedTask task : cluster.tasks()) {
            SinkMetrics metrics = task.metrics();
            assertThat(metrics.receivedTotal())
                    .as("records are conserved")
                    .isEqualTo(metrics.total(SinkMetrics.Result.APPLIED)
                            + metrics.total(SinkMetrics.Result.DEDUPLICATED)
                            + metrics.total(SinkMetrics.Result.DEAD_LETTERED)
                            + metrics.skipped()
                            + metrics.revokedTotal()
                            + lettersOfLostPartitions(metrics));
            task.stop();
        }
    }

    /** A task that has lost a partition goes on bringing its letters to safety; they are not settled by then. */
    private static long lettersOfLostPartitions(SinkMetrics metrics) {
        return (long) gauge(metrics, "dead-letters-pending");
    }

    private Map<String, Map<String, Object>> rows() {
        Map<String, Map<String, Object>> rows = new TreeMap<>();
        if (plan.keeping() == Keeping.LOG) {
            for (TopicPartition partition : log.topicPartitions()) {
                logged(partition).values().forEach(operation -> replay(operation, rows));
            }
        } else {
            for (String table : tables) {
                server.table(table).forEach((key, json) -> rows.put(key, row(json)));
            }
        }
        return rows;
    }

    /** The operations of a partition in the server's log, each once, by offset. */
    private Map<Long, JsonNode> logged(TopicPartition partition) {
        Map<Long, JsonNode> operations = new TreeMap<>();
        for (JsonNode operation : server.log()) {
            if (operation.get("partition").asText().equals(partition.toString())) {
                operations.put(operation.get("offset").asLong(), operation);
            }
        }
        return operations;
    }

    private static void replay(JsonNode operation, Map<String, Map<String, Object>> rows) {
        String key = operation.get("key").toString();
        switch (operation.get("op").asText()) {
            case "delete" -> rows.remove(key);
            case "upsert" -> rows.put(key, row(operation.get("row")));
            default -> rows.get(key).putAll(row(operation.get("row")));
        }
    }

    private static Map<String, Object> row(JsonNode json) {
        Map<String, Object> row = new HashMap<>();
        json.properties().forEach(field -> row.put(field.getKey(), value(field.getKey(), field.getValue())));
        return row;
    }

    private static Object value(String column, JsonNode json) {
        return switch (column) {
            case "id", "shop" -> json.longValue();
            case "quantity" -> json.intValue();
            default -> json.textValue();
        };
    }
}
