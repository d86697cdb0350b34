/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.dlq.control.Selection;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterWriter;
import io.millrace.dlq.order.LedgerImage;
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
import io.millrace.testkit.memory.MemoryServer;
import io.millrace.testkit.memory.MemoryServer.Fault;
import io.millrace.testkit.memory.MemoryServer.Keeping;
import io.millrace.testkit.memory.MemoryTarget;
import io.millrace.testkit.order.OrderLog.Change;
import io.millrace.testkit.order.OrderLog.Kind;
import io.millrace.testkit.simulation.ManualTime;
import io.millrace.testkit.simulation.SimulatedLedger;
import io.millrace.testkit.simulation.SimulatedLetters;
import io.millrace.testkit.simulation.SimulatedReplay;
import io.millrace.testkit.simulation.SimulatedTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * One seeded run of a connector that keeps keys in order behind their dead letters: random polls, lane turns, commits,
 * faults, crashes, rebalances and zombies, on one thread under a manual clock. Confined to one thread.
 */
final class OrderSimulation {
    static final String CONNECTOR = "orders-sink";

    private final Random random;
    private final ManualTime time = new ManualTime();
    private final SimulatedLetters letters = new SimulatedLetters();
    private final SimulatedLedger ledger = new SimulatedLedger();
    private final LetterWriter letterWriter = new LetterWriter(CONNECTOR, 0, "simulation");
    private final SimulatedReplay replay = new SimulatedReplay(this::allLetters, this::restore);
    private final Set<Change> discarded = new HashSet<>();
    private final OrderLog log;
    private final MemoryServer server;
    private final Plan plan;
    private final int lanes;
    private final boolean answersPerEntry;
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final List<SimulatedTask> tasks = new ArrayList<>();
    private final List<SimulatedTask> zombies = new ArrayList<>();
    private final Map<SimulatedTask, LedgerStore> stores = new IdentityHashMap<>();
    private final Set<SimulatedTask> lastCall = Collections.newSetFromMap(new IdentityHashMap<>());
    private long commits;
    private long crashAt = Long.MAX_VALUE;

    /** What may happen in a run. */
    record Plan(OrderPolicy policy, int changes, boolean faults, boolean crashes, boolean zombies, boolean replays) {}

    OrderSimulation(long seed, Plan plan) {
        this.random = new Random(seed);
        this.plan = plan;
        this.server = new MemoryServer(plan.zombies() ? Keeping.NEWEST_ROWS : Keeping.ROWS);
        this.lanes = 1 + random.nextInt(3);
        this.answersPerEntry = random.nextBoolean();
        this.log = new OrderLog(
                random,
                1 + random.nextInt(3),
                1 + random.nextInt(8),
                plan.changes(),
                plan.policy() != OrderPolicy.PARK);
    }

    /** All tasks shall die right after the durable step with this number. */
    void crashAfter(long step) {
        crashAt = step;
    }

    /** Durable steps so far: requests to the target, entries of the ledger, letters and commits. */
    long durableSteps() {
        return server.requests() + ledger.writes() + letters.arrived() + commits;
    }

    void run() throws Exception {
        for (TopicPartition partition : log.topicPartitions()) {
            committed.put(partition, 0L);
        }
        int taskCount = 1 + random.nextInt(2);
        for (int i = 0; i < taskCount; i++) {
            tasks.add(newTask());
        }
        for (TopicPartition partition : log.topicPartitions()) {
            anyTask().open(partition, 0);
        }
        int steps = plan.changes() + random.nextInt(4 * plan.changes());
        for (int i = 0; i < steps; i++) {
            step();
            crashIfDue();
        }
        drain();
        check();
        if (plan.policy() == OrderPolicy.SUPERSEDE && plan.replays()) {
            discardSome();
            putRight();
        }
    }

    private List<DeadLetter> allLetters() {
        return letters.all().stream().map(letterWriter::write).toList();
    }

    private SinkRecord restore(DeadLetter letter) {
        return log.records(new TopicPartition(
                        letter.coordinates().topic(), letter.coordinates().partition()))
                .get(Math.toIntExact(letter.coordinates().offset()));
    }

    private void command(String name, Action action, Selection selection) {
        replay.command(new Command(
                name,
                CONNECTOR,
                action,
                selection,
                ReplayOptions.NONE,
                List.of(),
                "ada",
                "to see",
                time.millis() + 1_000));
    }

    /** Somebody gives some letters up. */
    private void discardSome() throws Exception {
        List<LetterId> given = new ArrayList<>();
        for (Change change : openLetters()) {
            if (random.nextInt(4) == 0) {
                discarded.add(change);
                given.add(letterOf(change));
            }
        }
        if (!given.isEmpty()) {
            command("discard", Action.DISCARD, Selection.of(given));
            settle();
            drain();
            assertThat(openLetters()).doesNotContainAnyElementsOf(discarded);
        }
    }

    /** The target takes everything from now on, and all letters are applied. */
    private void putRight() throws Exception {
        server.setTolerant(true);
        command("replay", Action.REPLAY, Selection.ALL);
        settle();
        drain();
        assertThat(openLetters())
                .as(() -> "letters after a replay; " + replay.audit())
                .containsExactlyInAnyOrderElementsOf(OrderModel.impossible(log, discarded::contains));
        assertThat(rows()).isEqualTo(OrderModel.all(log, discarded::contains));
    }

    /** While everything may go wrong. */
    private void settle() throws Exception {
        for (int i = 0; i < 400; i++) {
            step();
            crashIfDue();
        }
    }

    private SimulatedTask newTask() {
        // Where changes are folded, one that is refused may never be tried: what it comes to with the next one is
        // right.
        Destination destination = new Destination(
                OrderLog.TABLE, "", plan.policy() == OrderPolicy.PARK ? Folding.NONE : Folding.NET_EFFECT);
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
                        Duration.ofHours(2),
                        Optional.empty(),
                        false,
                        FailureOverrides.NONE),
                1 + random.nextInt(20),
                200 + random.nextInt(4_000),
                1_000_000,
                Duration.ZERO);
        OrderSettings order =
                new OrderSettings(CONNECTOR, 0, new OrderPolicies(plan.policy(), Map.of()), 1_000, 1_000, false);
        LedgerStore store = ledger.connect();
        SimulatedTask task = new SimulatedTask(
                settings,
                new MemoryTarget(server, lanes, answersPerEntry),
                letters,
                new Ordering(order, store, replay.connect()),
                time,
                random);
        stores.put(task, store);
        return task;
    }

    private SimulatedTask anyTask() {
        return tasks.get(random.nextInt(tasks.size()));
    }

    private void step() throws Exception {
        int kind = random.nextInt(100);
        if (kind < 28) {
            poll(anyTask());
        } else if (kind < 58) {
            anyTask().runOne(random);
        } else if (kind < 66) {
            letters.answerOne(random);
        } else if (kind < 76) {
            ledger.answerOne(random);
        } else if (kind < 82) {
            time.advance(Duration.ofMillis(random.nextInt(200)));
        } else if (kind < 88) {
            commit(anyTask());
        } else if (kind < 92) {
            misbehave();
        } else if (kind < 95) {
            rebalance();
        } else if (kind < 97 && plan.crashes()) {
            crash(anyTask());
        } else if (!zombies.isEmpty()) {
            SimulatedTask zombie = zombies.get(random.nextInt(zombies.size()));
            zombie.runOne(random);
            if (random.nextInt(10) == 0 && lastCall.add(zombie)) {
                // The call in which it was when it fell asleep. Before the next one it asks the group.
                zombie.pollNothing();
            }
        }
    }

    private void poll(SimulatedTask task) {
        task.pollNothing();
        for (TopicPartition partition : task.assigned()) {
            task.poll(partition, log.records(partition), random.nextInt(8));
        }
    }

    private void misbehave() {
        if (!plan.faults()) {
            return;
        }
        switch (random.nextInt(6)) {
            case 0 -> server.failNext(Fault.REFUSED);
            case 1 -> server.failNext(Fault.BUSY);
            case 2 -> server.failNext(Fault.HALF_APPLIED);
            case 3 -> server.failNext(Fault.REPLY_LOST);
            case 4 -> ledger.setAway(random.nextBoolean());
            default -> letters.setAway(random.nextBoolean());
        }
    }

    private void commit(SimulatedTask task) {
        task.committable().forEach((partition, offset) -> {
            assertThat(offset).as("offsets never go back").isGreaterThanOrEqualTo(committed.get(partition));
            LedgerImage image = image();
            for (long i = committed.get(partition); i < offset; i++) {
                assertSafe(log.change(partition, i), image);
            }
            commits += offset > committed.get(partition) ? 1 : 0;
            committed.put(partition, offset);
        });
    }

    private LedgerImage image() {
        return new LedgerImage(CONNECTOR, ledger.entries());
    }

    /** The oracle: a committed record is at the target, or its letter is safe and the ledger says so. */
    private void assertSafe(Change change, LedgerImage image) {
        if (change.kind() == Kind.NOTHING) {
            return;
        }
        boolean letter = letters.has(change.partition(), change.offset());
        if (letter) {
            assertThat(image.letter(letterOf(change)))
                    .as("%s has a letter that the ledger does not know", change)
                    .isNotNull();
        } else {
            assertThat(server.version(OrderLog.TABLE, "{\"id\":" + change.id() + "}"))
                    .as("%s is committed and not applied", change)
                    .isGreaterThanOrEqualTo(change.offset());
        }
        if (plan.policy() == OrderPolicy.SUPERSEDE && !change.poison() && change.kind() != Kind.PART) {
            // What it has superseded must not be open any more, or somebody could put it over this one.
            for (LetterEntry entry : image.openLetters(change.partition())) {
                if (!image.isLate(entry.id())
                        && log.change(change.partition(), entry.offset()).id() == change.id()) {
                    assertThat(entry.offset())
                            .as("%s is committed and an older letter is open", change)
                            .isGreaterThan(change.offset());
                }
            }
        }
    }

    private static LetterId letterOf(Change change) {
        return LetterId.of(
                CONNECTOR,
                new io.millrace.dlq.Coordinates(
                        change.partition().topic(),
                        change.partition().partition(),
                        change.offset(),
                        0,
                        org.apache.kafka.common.record.TimestampType.CREATE_TIME));
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

    private void crashIfDue() throws Exception {
        if (durableSteps() >= crashAt) {
            crashAt = Long.MAX_VALUE;
            for (SimulatedTask task : List.copyOf(tasks)) {
                crash(task);
            }
        }
    }

    /** A worker dies, or loses its partitions without knowing and goes on for a while. */
    private void crash(SimulatedTask dead) throws Exception {
        List<TopicPartition> owned = dead.assigned();
        tasks.remove(dead);
        if (plan.zombies() && random.nextBoolean()) {
            zombies.add(dead);
        } else {
            ledger.breakOff(stores.get(dead), random);
        }
        tasks.add(newTask());
        for (TopicPartition partition : owned) {
            anyTask().open(partition, committed.get(partition));
        }
    }

    private void drain() throws Exception {
        server.setAway(false);
        letters.setAway(false);
        ledger.setAway(false);
        for (int rounds = 0; !isDrained(); rounds++) {
            assertThat(rounds).as(this::describe).isLessThan(50_000);
            boolean moved = false;
            for (SimulatedTask task : tasks) {
                poll(task);
                moved |= task.runOne(random);
                if (random.nextInt(5) == 0) {
                    commit(task);
                }
            }
            for (SimulatedTask zombie : zombies) {
                moved |= zombie.runOne(random);
            }
            moved |= letters.answerOne(random);
            moved |= ledger.answerOne(random);
            crashIfDue();
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
        return letters.isIdle() && ledger.isIdle() && tasks.stream().noneMatch(SimulatedTask::isReplaying);
    }

    private void check() {
        for (TopicPartition partition : log.topicPartitions()) {
            assertThat(committed.get(partition))
                    .isEqualTo(log.records(partition).size());
        }
        if (plan.policy() == OrderPolicy.NONE) {
            return;
        }
        OrderModel model = new OrderModel(log, plan.policy());
        assertThat(openLetters()).as("open letters").containsExactlyInAnyOrderElementsOf(model.open());
        assertThat(rows()).isEqualTo(model.rows());
        for (Change change : model.open()) {
            assertThat(letters.has(change.partition(), change.offset()))
                    .as("%s is open and has no letter", change)
                    .isTrue();
            if (!change.poison()) {
                assertThat(image().letter(letterOf(change)).status()).isEqualTo(LetterStatus.PARKED);
            }
        }
        for (FailedRecord letter : letters.all()) {
            assertThat(letter.identity()).isNotNull();
        }
    }

    private Set<Change> openLetters() {
        LedgerImage image = image();
        Set<Change> open = new HashSet<>();
        for (TopicPartition partition : log.topicPartitions()) {
            for (LetterEntry entry : image.openLetters(partition)) {
                if (!image.isLate(entry.id())) {
                    open.add(log.change(partition, entry.offset()));
                }
            }
        }
        // The tombstone of a delete that comes again alone is a delete of its own.
        open.removeIf(change -> change.kind() == Kind.NOTHING);
        return open;
    }

    private Map<String, Map<String, Object>> rows() {
        Map<String, Map<String, Object>> rows = new TreeMap<>();
        server.table(OrderLog.TABLE).forEach((key, json) -> rows.put(key, row(json)));
        return rows;
    }

    private static Map<String, Object> row(JsonNode json) {
        Map<String, Object> row = new HashMap<>();
        json.properties().forEach(field -> row.put(field.getKey(), value(field.getKey(), field.getValue())));
        return row;
    }

    private static Object value(String column, JsonNode json) {
        return switch (column) {
            case "id" -> json.longValue();
            case "quantity" -> json.intValue();
            default -> json.textValue();
        };
    }
}
