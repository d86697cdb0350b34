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
import java.util.ArrayList;
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
    private static final int MOST_BYTES_OF_A_POLL = 15 * 4_000;
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
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final List<SimulatedTask> tasks = new ArrayList<>();
    private final List<SimulatedTask> zombies = new ArrayList<>();
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
    }

    void run() throws Exception {
        for (TopicPartition partition : log.topicPartitions()) {
            committed.put(partition, 0L);
        }
        // One task does not know that a table takes nothing from another, and its rows do not wait for that.
        int taskCount = plan.tablesGo() ? 1 : 1 + random.nextInt(2);
        for (int i = 0; i < taskCount; i++) {
            tasks.add(newTask());
        }
        for (TopicPartition partition : log.topicPartitions()) {
            anyTask().open(partition, 0);
        }
        int steps = 300 + random.nextInt(1_200);
        for (int i = 0; i < steps; i++) {
            step();
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

    private SimulatedTask anyTask() {
        return tasks.get(random.nextInt(tasks.size()));
    }

    private void step() throws Exception {
        int kind = random.nextInt(100);
        if (kind < 30) {
            poll(anyTask());
        } else if (kind < 65) {
            anyTask().runOne(random);
        } else if (kind < 72) {
            letters.answerOne(random);
        } else if (kind < 80) {
            time.advance(Duration.ofMillis(random.nextInt(200)));
        } else if (kind < 86) {
            commit(anyTask());
        } else if (kind < 92) {
            misbehave();
        } else if (kind < 94) {
            rebalance();
        } else if (kind < 95 && plan.crashes()) {
            crash();
        } else if (!zombies.isEmpty()) {
            zombies.get(random.nextInt(zombies.size())).runOne(random);
        }
    }

    private void poll(SimulatedTask task) {
        task.pollNothing();
        if (random.nextInt(4) == 0) {
            // Between two calls, and before the worker has gone back where it was asked to.
            commit(task);
        }
        for (TopicPartition partition : task.assigned()) {
            task.poll(partition, log.records(partition), random.nextInt(15));
            assertThat(gauge(task.metrics(), "in-flight-bytes"))
                    .as("bytes under way are bounded")
                    .isLessThan(2.0 * buffer + MOST_BYTES_OF_A_POLL);
        }
    }

    private void misbehave() {
        if (!plan.faults()) {
            return;
        }
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
        for (SimulatedTask task : tasks) {
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

    private long committed(TopicPartition partition) {
        return committed.getOrDefault(partition, 0L);
    }

    private void commit(SimulatedTask task) {
        task.committable().forEach((partition, offset) -> {
            if (!targetKeepsOffsets()) {
                assertThat(offset).as("offsets never go back").isGreaterThanOrEqualTo(committed(partition));
            }
            for (long i = committed.get(partition); i < offset; i++) {
                assertSafe(partition, i);
            }
            committed.put(partition, offset);
        });
    }

    /** The oracle: a committed record is applied, superseded by a later one of its row, dead-lettered, or asks for nothing. */
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

    private void rebalance() throws Exception {
        SimulatedTask from = anyTask();
        SimulatedTask to = anyTask();
        List<TopicPartition> owned = from.assigned();
        if (owned.isEmpty()) {
            return;
        }
        TopicPartition partition = owned.get(random.nextInt(owned.size()));
        if (random.nextBoolean()) {
            commit(from);
        }
        from.close(partition);
        to.open(partition, committed.get(partition));
    }

    /** A worker dies, or loses its partitions without knowing and goes on for a while. */
    private void crash() throws Exception {
        SimulatedTask dead = anyTask();
        List<TopicPartition> owned = dead.assigned();
        tasks.remove(dead);
        if (plan.zombies() && random.nextBoolean()) {
            zombies.add(dead);
        }
        tasks.add(newTask());
        for (TopicPartition partition : owned) {
            anyTask().open(partition, committed.get(partition));
        }
    }

    private void drain() {
        server.setAway(false);
        tables.forEach(table -> server.setMissing(table, false));
        letters.setAway(false);
        for (int rounds = 0; !isDrained(); rounds++) {
            assertThat(rounds).as(this::describe).isLessThan(50_000);
            boolean moved = false;
            for (SimulatedTask task : tasks) {
                poll(task);
                moved |= task.runOne(random);
            }
            for (SimulatedTask zombie : zombies) {
                moved |= zombie.runOne(random);
            }
            moved |= letters.answerOne(random);
            if (!moved) {
                anyTask().advanceToNextTimer();
                time.advance(Duration.ofMillis(10));
            }
        }
        tasks.forEach(SimulatedTask::pollNothing);
        tasks.forEach(this::commit);
    }

    private String describe() {
        StringBuilder text = new StringBuilder("rounds needed to drain; " + server.requests() + " requests");
        for (SimulatedTask task : tasks) {
            text.append("\n  ").append(task.committable());
            task.metrics().gauges().stream()
                    .filter(gauge -> gauge.value().getAsDouble() > 0)
                    .forEach(gauge -> text.append(' ')
                            .append(gauge.name())
                            .append('=')
                            .append(gauge.value().getAsDouble()));
        }
        return text.toString();
    }

    private boolean isDrained() {
        for (SimulatedTask task : tasks) {
            if (!task.isClear()) {
                return false;
            }
            for (TopicPartition partition : task.assigned()) {
                if (!task.hasConsumed(partition, log.records(partition).size())) {
                    return false;
                }
            }
        }
        return letters.isIdle();
    }

    private void check() {
        for (TopicPartition partition : log.topicPartitions()) {
            assertThat(committed.get(partition))
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
        for (SimulatedTask task : tasks) {
            SinkMetrics metrics = task.metrics();
            assertThat(metrics.receivedTotal())
                    .as(() -> "records are conserved: " + describe())
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
