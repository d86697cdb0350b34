/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.FailedRecord;
import io.millrace.sink.connect.SinkConfig;
import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.decode.KeySource;
import io.millrace.sink.decode.TopicSettings;
import io.millrace.sink.lane.FailureOverrides;
import io.millrace.sink.lane.RetrySettings;
import io.millrace.sink.pipeline.PipelineSettings;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.Folding;
import io.millrace.sink.spi.Target;
import io.millrace.testkit.proxy.FaultProxy;
import io.millrace.testkit.simulation.ManualTime;
import io.millrace.testkit.simulation.SimulatedLetters;
import io.millrace.testkit.simulation.SimulatedTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Tasks that write a random log to a real PostgreSQL with plain inserts, while everything goes wrong that can: tasks die
 * and rise again with another number of lanes, or go on as zombies; partitions wander; connections break before and after
 * commits. One thread, one seed, manual time.
 */
final class ExactlyOnceSimulation {
    private final Random random;
    private final Map<String, String> config;
    private final FaultProxy proxy;
    private final Database database;
    private final InsertLog log;
    private final ManualTime time = new ManualTime();
    private final SimulatedLetters letters = new SimulatedLetters();
    private final List<SimulatedTask> tasks = new ArrayList<>();
    private final List<SimulatedTask> zombies = new ArrayList<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Map<String, Integer> happened = new TreeMap<>();
    private final Map<String, Destination> destinations = new HashMap<>();

    ExactlyOnceSimulation(long seed, Database database, FaultProxy proxy, Map<String, String> config) {
        this.random = new Random(seed);
        this.database = database;
        this.proxy = proxy;
        this.config = config;
        this.log = new InsertLog(random);
    }

    /** Returns how often each kind of trouble happened. */
    Map<String, Integer> run() throws Exception {
        database.execute(InsertLog.TABLES);
        for (TopicPartition partition : log.partitions()) {
            committed.put(partition, 0L);
        }
        try {
            tasks.add(newTask());
            for (TopicPartition partition : log.partitions()) {
                anyTask().open(partition, 0);
            }
            int steps = 100 + random.nextInt(200);
            for (int i = 0; i < steps; i++) {
                step();
            }
            drain();
            check();
        } finally {
            proxy.pass();
            tasks.forEach(SimulatedTask::stop);
            zombies.forEach(SimulatedTask::stop);
        }
        return happened;
    }

    private SimulatedTask newTask() {
        Map<String, String> own = new HashMap<>(config);
        own.put("lanes", Integer.toString(1 + random.nextInt(4)));
        JdbcPlugin plugin = new JdbcPlugin();
        Target target = plugin.target(new SinkConfig(plugin).parse(own), "simulation");
        PipelineSettings settings = new PipelineSettings(
                "simulation",
                new DecodeSettings("unavailable", false, this::topic),
                new RetrySettings(
                        Duration.ofMillis(50),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofDays(1),
                        Optional.empty(),
                        false,
                        FailureOverrides.NONE),
                1 + random.nextInt(40),
                200 + random.nextInt(4_000),
                1_000_000,
                Duration.ZERO);
        return new SimulatedTask(settings, target, letters, time, random);
    }

    private TopicSettings topic(String name) {
        Destination destination = destinations.computeIfAbsent(name, same -> new Destination(same, "", Folding.NONE));
        return new TopicSettings(destination, KeySource.RECORD_KEY, List.of(), true, false);
    }

    private SimulatedTask anyTask() {
        return tasks.get(random.nextInt(tasks.size()));
    }

    private void step() throws Exception {
        int kind = random.nextInt(100);
        if (kind < 30) {
            poll(anyTask());
        } else if (kind < 70) {
            anyTask().runOne(random);
        } else if (kind < 75) {
            letters.answerOne(random);
        } else if (kind < 80) {
            time.advance(Duration.ofMillis(random.nextInt(200)));
        } else if (kind < 84) {
            commit(anyTask());
        } else if (kind < 91) {
            breakConnections();
        } else if (kind < 94) {
            rebalance();
        } else if (kind < 97) {
            crash();
        } else if (!zombies.isEmpty()) {
            count("zombie's turn");
            zombies.get(random.nextInt(zombies.size())).runOne(random);
        }
    }

    private void poll(SimulatedTask task) {
        task.pollNothing();
        for (TopicPartition partition : task.assigned()) {
            task.poll(partition, log.records(partition), random.nextInt(25));
        }
    }

    private void breakConnections() {
        switch (random.nextInt(4)) {
            case 0 -> {
                count("all connections cut");
                proxy.cutAll();
            }
            case 1 -> {
                count("connection reset");
                proxy.resetAfter(random.nextInt(600));
                anyTask().runOne(random);
                proxy.pass();
            }
            default -> {
                count("reply lost");
                proxy.dropOneResponse();
            }
        }
    }

    private void commit(SimulatedTask task) {
        committed.putAll(task.committable());
    }

    private void rebalance() throws Exception {
        SimulatedTask from = anyTask();
        List<TopicPartition> owned = from.assigned();
        if (random.nextInt(3) == 0) {
            tasks.add(newTask());
        }
        if (owned.isEmpty()) {
            return;
        }
        count("rebalance");
        TopicPartition partition = owned.get(random.nextInt(owned.size()));
        if (random.nextBoolean()) {
            commit(from);
        }
        from.close(partition);
        anyTask().open(partition, committed.get(partition));
    }

    /** A worker dies, or loses its partitions without knowing and goes on for a while. */
    private void crash() throws Exception {
        count("crash");
        SimulatedTask dead = anyTask();
        List<TopicPartition> owned = dead.assigned();
        tasks.remove(dead);
        zombies.add(dead);
        tasks.add(newTask());
        for (TopicPartition partition : owned) {
            anyTask().open(partition, committed.get(partition));
        }
    }

    private void drain() {
        proxy.pass();
        for (int rounds = 0; !isDrained(); rounds++) {
            assertThat(rounds).as(this::describe).isLessThan(20_000);
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
        for (SimulatedTask zombie : zombies) {
            while (zombie.runOne(random)) {
                count("zombie's turn");
            }
        }
        tasks.forEach(SimulatedTask::pollNothing);
    }

    private String describe() {
        StringBuilder text = new StringBuilder("rounds needed to drain");
        for (SimulatedTask task : tasks) {
            text.append("\n  ").append(task.assigned()).append(task.committable());
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

    private void check() throws Exception {
        Map<String, Long> written = new TreeMap<>();
        database.query(
                        "SELECT origin, count(*) AS n FROM (SELECT origin FROM events UNION ALL SELECT origin FROM parents)"
                                + " AS rows GROUP BY origin")
                .forEach(row -> written.put(row.get("origin"), Long.parseLong(row.get("n"))));
        Map<String, Long> expected = new TreeMap<>();
        log.origins().forEach(origin -> expected.put(origin, 1L));
        assertThat(written).as("each record is in its table once").isEqualTo(expected);
        for (FailedRecord letter : letters.all()) {
            assertThat(log.isPoison(letter.record()))
                    .as("%s is a letter: %s", letter.coordinates(), letter.failure())
                    .isTrue();
        }
        assertThat(letters.all()).hasSize(log.poisonCount());
    }

    private void count(String what) {
        happened.merge(what, 1, Integer::sum);
    }
}
