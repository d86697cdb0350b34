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
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Makes the tasks of a connector that keeps keys in order. Confined to one thread. */
final class OrderTasks implements Supplier<SimulatedTask> {
    private final Scenario scenario;
    private final Random random;
    private final ManualTime time;
    private final MemoryServer server;
    private final SimulatedLetters letters;
    private final SimulatedLedger ledger;
    private final SimulatedReplay replay;
    private final int lanes;
    private final boolean answersPerEntry;
    private final Map<SimulatedTask, LedgerStore> stores = new IdentityHashMap<>();
    private int numbers;

    OrderTasks(
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

    @Override
    public SimulatedTask get() {
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
                        topic -> new TopicSettings(destination, KeySource.RECORD_KEY, List.of(), true, true)),
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

    /** A task has died: of what it was writing into the ledger, some may have arrived. */
    void breakOff(SimulatedTask dead) {
        ledger.breakOff(stores.get(dead), random);
    }
}
