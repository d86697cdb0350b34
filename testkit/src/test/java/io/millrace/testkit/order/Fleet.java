/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.order;

import io.millrace.dlq.control.OrderPolicy;
import io.millrace.dlq.order.LedgerStore;
import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.decode.KeySource;
import io.millrace.sink.decode.TopicSettings;
import io.millrace.sink.lane.FailureOverrides;
import io.millrace.sink.lane.RetrySettings;
import io.millrace.sink.order.OrderPolicies;
import io.millrace.sink.order.OrderSettings;
import io.millrace.sink.pipeline.Ordering;
import io.millrace.sink.pipeline.PipelineSettings;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.Folding;
import io.millrace.testkit.memory.MemoryLogTarget;
import io.millrace.testkit.memory.MemoryServer;
import io.millrace.testkit.memory.MemoryTarget;
import io.millrace.testkit.simulation.ManualTime;
import io.millrace.testkit.simulation.SimulatedLedger;
import io.millrace.testkit.simulation.SimulatedLetters;
import io.millrace.testkit.simulation.SimulatedReplay;
import io.millrace.testkit.simulation.SimulatedTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** The tasks of a connector, those included that are thought dead, and who has which partition. Confined to one thread. */
final class Fleet {
    private final Scenario scenario;
    private final Random random;
    private final ManualTime time;
    private final MemoryServer server;
    private final SimulatedLetters letters;
    private final SimulatedLedger ledger;
    private final SimulatedReplay replay;
    private final int lanes;
    private final boolean answersPerEntry;
    private final List<SimulatedTask> tasks = new ArrayList<>();
    private final List<SimulatedTask> zombies = new ArrayList<>();
    private final Map<SimulatedTask, LedgerStore> stores = new IdentityHashMap<>();
    private final Set<SimulatedTask> lastCall = Collections.newSetFromMap(new IdentityHashMap<>());
    private int numbers;

    Fleet(
            Scenario scenario,
            Random random,
            ManualTime time,
            MemoryServer server,
            SimulatedLetters letters,
            SimulatedLedger ledger,
            SimulatedReplay replay) {
        this.scenario = scenario;
        this.random = random;
        this.time = time;
        this.server = server;
        this.letters = letters;
        this.ledger = ledger;
        this.replay = replay;
        this.lanes = 1 + random.nextInt(3);
        this.answersPerEntry = random.nextBoolean();
    }

    void begin(List<TopicPartition> partitions) throws Exception {
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            tasks.add(task());
        }
        for (TopicPartition partition : partitions) {
            any().open(partition, 0);
        }
    }

    private SimulatedTask task() {
        // Where changes are folded, one that is refused may never be tried: what it comes to with the next one is
        // right.
        boolean folds = scenario.policy() == OrderPolicy.SUPERSEDE || scenario.policy() == OrderPolicy.NONE;
        Folding ofRows = folds ? Folding.NET_EFFECT : Folding.NONE;
        Folding folding = scenario.keepsEveryChange() ? Folding.LOG : ofRows;
        Destination destination = new Destination(OrderLog.TABLE, "", folding);
        PipelineSettings settings = new PipelineSettings(
                "simulation",
                new DecodeSettings(
                        "__debezium_unavailable_value",
                        true,
                        topic -> new TopicSettings(destination, KeySource.RECORD_KEY, List.of(), true, false)),
                new RetrySettings(
                        Duration.ofMillis(50),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(20),
                        Optional.empty(),
                        false,
                        FailureOverrides.NONE),
                1 + random.nextInt(20),
                200 + random.nextInt(4_000),
                1_000_000,
                Duration.ZERO);
        OrderSettings order = new OrderSettings(
                OrderSimulation.CONNECTOR,
                numbers++,
                new OrderPolicies(scenario.policy(), Map.of()),
                scenario.fewLetters() ? 2 : 1_000,
                1_000,
                scenario.fewLetters());
        MemoryTarget rows = new MemoryTarget(
                server, lanes, answersPerEntry, scenario.exactlyOnce(), scenario.ledgerInTarget() ? ledger : null);
        LedgerStore store = rows.letterLedger().orElseGet(ledger::connect);
        SimulatedTask task = new SimulatedTask(
                settings,
                scenario.keepsEveryChange() ? MemoryLogTarget.refusing(server, 200_000_000L, 1_000) : rows,
                letters,
                new Ordering(order, store, replay.connect()),
                time,
                random);
        stores.put(task, store);
        return task;
    }

    SimulatedTask any() {
        return tasks.get(random.nextInt(tasks.size()));
    }

    List<SimulatedTask> tasks() {
        return List.copyOf(tasks);
    }

    void poll(SimulatedTask task, OrderLog log) {
        task.pollNothing();
        for (TopicPartition partition : task.assigned()) {
            task.poll(partition, log.records(partition), random.nextInt(8));
        }
    }

    void pollNothing() {
        tasks.forEach(SimulatedTask::pollNothing);
    }

    /** Every task and zombie does something. Returns whether any had something to do. */
    boolean runAll(OrderLog log, Consumer<SimulatedTask> then) {
        boolean moved = false;
        for (SimulatedTask task : tasks) {
            poll(task, log);
            moved |= task.runOne(random);
            then.accept(task);
        }
        for (SimulatedTask zombie : zombies) {
            moved |= zombie.runOne(random);
        }
        return moved;
    }

    /** Nobody has anything to do before some time has passed. */
    void advance() {
        any().advanceToNextTimer();
        time.advance(Duration.ofMillis(100));
    }

    void rebalance(Consumer<SimulatedTask> commit, Map<TopicPartition, Long> committed) throws Exception {
        SimulatedTask from = any();
        SimulatedTask to = any();
        List<TopicPartition> owned = from.assigned();
        if (owned.isEmpty()) {
            return;
        }
        TopicPartition partition = owned.get(random.nextInt(owned.size()));
        if (random.nextBoolean()) {
            commit.accept(from);
        }
        from.close(partition);
        to.open(partition, committed.get(partition));
    }

    /** A worker dies, or loses its partitions without knowing and goes on for a while. */
    void crash(SimulatedTask dead, Map<TopicPartition, Long> committed) throws Exception {
        List<TopicPartition> owned = dead.assigned();
        tasks.remove(dead);
        if (scenario.zombies() && random.nextBoolean()) {
            zombies.add(dead);
        } else {
            ledger.breakOff(stores.get(dead), random);
        }
        tasks.add(task());
        for (TopicPartition partition : owned) {
            any().open(partition, committed.get(partition));
        }
    }

    void crashAll(Map<TopicPartition, Long> committed) throws Exception {
        for (SimulatedTask task : tasks()) {
            crash(task, committed);
        }
    }

    void runAZombie() {
        if (zombies.isEmpty()) {
            return;
        }
        SimulatedTask zombie = zombies.get(random.nextInt(zombies.size()));
        zombie.runOne(random);
        if (random.nextInt(10) == 0 && lastCall.add(zombie)) {
            // The call in which it was when it fell asleep. Before the next one it asks the group.
            zombie.pollNothing();
        }
    }

    /** Whether everything is consumed and safe, and nobody has anything to do with letters. */
    boolean isDrained(OrderLog log) {
        for (SimulatedTask task : tasks) {
            if (!task.isClear() || task.isReplaying()) {
                return false;
            }
            for (TopicPartition partition : task.assigned()) {
                if (!task.hasConsumed(partition, log.records(partition).size())) {
                    return false;
                }
            }
        }
        return true;
    }

    String describe() {
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
}
