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
import io.millrace.testkit.simulation.Chances;
import io.millrace.testkit.simulation.ManualTime;
import io.millrace.testkit.simulation.SimulatedCluster;
import io.millrace.testkit.simulation.SimulatedLetters;
import io.millrace.testkit.simulation.SimulatedTask;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

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
    private final SimulatedCluster cluster;
    private final Chances chances;
    private final Map<String, Integer> happened = new TreeMap<>();
    private final Map<String, Destination> destinations = new HashMap<>();

    ExactlyOnceSimulation(long seed, Database database, FaultProxy proxy, Map<String, String> config) {
        this.random = new Random(seed);
        this.database = database;
        this.proxy = proxy;
        this.config = config;
        this.log = new InsertLog(random);
        this.cluster =
                new SimulatedCluster(random, time, log, this::newTask, (partition, before, offset) -> {}, letters);
        this.chances = new Chances(random)
                .with(30, () -> cluster.poll(cluster.any()))
                .with(40, () -> cluster.any().runOne(random))
                .with(5, () -> letters.answerOne(random))
                .with(5, () -> time.advance(Duration.ofMillis(random.nextInt(200))))
                .with(4, () -> cluster.commit(cluster.any()))
                .with(7, this::breakConnections)
                .with(3, this::rebalance)
                .with(3, this::crash)
                .with(3, this::runAZombie);
    }

    /** Returns how often each kind of trouble happened. */
    Map<String, Integer> run() throws Exception {
        database.execute(InsertLog.TABLES);
        try {
            cluster.start(1);
            int steps = 100 + random.nextInt(200);
            for (int i = 0; i < steps; i++) {
                chances.step();
            }
            proxy.pass();
            cluster.drain();
            cluster.runZombiesToTheirEnd();
            check();
        } finally {
            proxy.pass();
            cluster.stop();
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

    private void breakConnections() {
        switch (random.nextInt(4)) {
            case 0 -> {
                count("all connections cut");
                proxy.cutAll();
            }
            case 1 -> {
                count("connection reset");
                proxy.resetAfter(random.nextInt(600));
                cluster.any().runOne(random);
                proxy.pass();
            }
            default -> {
                count("reply lost");
                proxy.dropOneResponse();
            }
        }
    }

    private void rebalance() throws Exception {
        if (random.nextInt(3) == 0) {
            cluster.addTask();
        }
        if (cluster.rebalance()) {
            count("rebalance");
        }
    }

    /** A worker loses its partitions without knowing, and goes on when it gets a turn. */
    private void crash() throws Exception {
        count("crash");
        cluster.crash(cluster.any(), true);
    }

    private void runAZombie() {
        if (cluster.runAZombie()) {
            count("zombie's turn");
        }
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
