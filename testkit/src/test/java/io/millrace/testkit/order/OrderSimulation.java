/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterWriter;
import io.millrace.dlq.order.LedgerImage;
import io.millrace.testkit.memory.MemoryServer;
import io.millrace.testkit.memory.MemoryServer.Fault;
import io.millrace.testkit.memory.MemoryServer.Keeping;
import io.millrace.testkit.order.OrderLog.Change;
import io.millrace.testkit.order.OrderLog.Kind;
import io.millrace.testkit.simulation.Chances;
import io.millrace.testkit.simulation.ManualTime;
import io.millrace.testkit.simulation.SimulatedCluster;
import io.millrace.testkit.simulation.SimulatedLedger;
import io.millrace.testkit.simulation.SimulatedLetters;
import io.millrace.testkit.simulation.SimulatedReplay;
import io.millrace.testkit.simulation.SimulatedTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * One seeded run of a connector that keeps keys in order behind their dead letters: random polls, lane turns, commits,
 * faults, crashes, rebalances, zombies and people, on one thread under a manual clock. Confined to one thread.
 */
final class OrderSimulation {
    static final String CONNECTOR = "orders-sink";

    private final Random random;
    private final Scenario scenario;
    private final ManualTime time = new ManualTime();
    private final SimulatedLetters letters = new SimulatedLetters();
    private final SimulatedLedger ledger;
    private final LetterWriter letterWriter = new LetterWriter(CONNECTOR, 0, "simulation");
    private final OrderLog log;
    private final int keys;
    private final Operator operator;
    private final SimulatedReplay replay = new SimulatedReplay(this::allLetters, this::restore);
    private final MemoryServer server;
    private final Applications applications;
    private final OrderTasks tasks;
    private final SimulatedCluster cluster;
    private final Chances chances;
    private long commits;
    private boolean puttingRight;
    private long crashAt = Long.MAX_VALUE;

    OrderSimulation(long seed, Scenario scenario) {
        this.random = new Random(seed);
        this.scenario = scenario;
        this.ledger = new SimulatedLedger(scenario.ledgerInTarget());
        Keeping rows = scenario.zombies() && !scenario.exactlyOnce() ? Keeping.NEWEST_ROWS : Keeping.ROWS;
        this.server = new MemoryServer(scenario.keepsEveryChange() ? Keeping.LOG : rows);
        this.applications = new Applications(ledger::size);
        server.watch(applications::applied);
        int partitions = 1 + random.nextInt(3);
        this.keys = 1 + random.nextInt(8);
        this.log = new OrderLog(random, partitions, keys, scenario.changes(), scenario.deletes());
        this.operator = new Operator(random, log, replay, time);
        this.tasks = new OrderTasks(scenario, random, time, server, letters, ledger, replay);
        this.cluster = new SimulatedCluster(random, time, log, tasks, this::committing, letters, ledger, replay);
        this.chances = new Chances(random)
                .with(28, () -> cluster.poll(cluster.any()))
                .with(28, () -> cluster.any().runOne(random))
                .with(8, () -> letters.answerOne(random))
                .with(10, () -> ledger.answerOne(random))
                .with(4, () -> replay.answerOne(random))
                .with(4, () -> time.advance(Duration.ofMillis(random.nextInt(200))))
                .with(6, () -> cluster.commit(cluster.any()))
                .with(2, cluster::rebalance)
                .with(scenario.faults() ? 3 : 0, this::misbehave)
                .with(scenario.operator() ? 2 : 0, this::operate)
                .with(scenario.crashes() ? 2 : 0, () -> crash(List.of(cluster.any())))
                .with(scenario.zombies() ? 4 : 0, cluster::runAZombie);
    }

    /** All tasks shall die right after the durable step with this number. */
    void crashAfter(long step) {
        crashAt = step;
    }

    /** Durable steps so far: requests to the target, entries of the ledger, letters, audit and commits. */
    long durableSteps() {
        return server.requests() + ledger.writes() + letters.arrived() + replay.writes() + commits;
    }

    void run() throws Exception {
        cluster.start(1 + random.nextInt(2));
        int steps = scenario.changes() + random.nextInt(4 * scenario.changes());
        for (int i = 0; i < steps; i++) {
            step();
        }
        drain();
        check();
        rehearse();
        putRight();
    }

    private List<DeadLetter> allLetters() {
        return letters.all().stream().map(letterWriter::write).toList();
    }

    private SinkRecord restore(DeadLetter letter) {
        return operator.restore(letter);
    }

    /** A dry run of everything changes nothing and tells what would come of it. */
    private void rehearse() throws Exception {
        List<LetterEntry> open = openLetters();
        Map<String, Map<String, Object>> before = rows();
        List<JsonNode> logBefore = server.log();
        Map<String, JsonNode> namedBefore = server.named();
        String plan = operator.rehearse();
        // Everything has been read, so nobody has to see to what halts; whoever did would change letters.
        cluster.drain(this::crashIfDue, rounds -> {});
        assertThat(rows()).as("rows after a dry run").isEqualTo(before);
        if (!scenario.zombies()) {
            assertThat(server.log().size())
                    .as("changes in the log after a dry run")
                    .isEqualTo(logBefore.size());
        }
        assertThat(server.named()).as("letters kept after a dry run").isEqualTo(namedBefore);
        assertThat(openLetters()).as("letters after a dry run").containsExactlyInAnyOrderElementsOf(open);
        for (LetterEntry letter : open) {
            if (scenario.policy() == OrderPolicy.NONE && !isWritten(letter)) {
                // Its record came again before, and went well.
                continue;
            }
            assertThat(replay.audit())
                    .as("%s was tried by %s", letter, plan)
                    .anyMatch(entry -> entry.plan().equals(plan) && letter.id().equals(entry.letter()));
        }
    }

    private boolean isWritten(LetterEntry letter) {
        return letter.revision() > 0 || letters.has(changeOf(letter).partition(), letter.offset());
    }

    /** The target takes everything from now on, and all letters are applied. */
    private void putRight() throws Exception {
        server.setTolerant(true);
        puttingRight = true;
        String plan = operator.putRight();
        for (int i = 0; i < 400; i++) {
            step();
        }
        drain();
        for (int edited = -1; edited < replay.edited().size(); ) {
            // Where people had to see to what halts, they may have put something in its place that can be applied now.
            edited = replay.edited().size();
            operator.replayAll();
            drain();
        }
        if (scenario.keepsEveryChange()) {
            logOracle().assertNothingIsOpen();
        } else if (scenario.keepsOrder()) {
            assertThat(rows()).as(() -> "rows after " + plan).isEqualTo(oracle().rows());
            oracle().assertOnlyTheImpossibleIsLeft();
        }
        assertAllHolds();
    }

    private void step() throws Exception {
        chances.step();
        crashIfDue();
    }

    private void operate() {
        if (puttingRight) {
            return;
        }
        if (random.nextInt(40) == 0) {
            // Somebody has put the cause right.
            server.setTolerant(true);
        }
        operator.act(openLetters());
    }

    private void misbehave() {
        switch (random.nextInt(7)) {
            case 0 -> server.failNext(Fault.REFUSED);
            case 1 -> server.failNext(Fault.BUSY);
            case 2 -> server.failNext(Fault.HALF_APPLIED);
            case 3 -> server.failNext(Fault.REPLY_LOST);
            case 4 -> ledger.setAway(random.nextBoolean());
            case 5 -> replay.setAway(random.nextBoolean());
            default -> letters.setAway(random.nextBoolean());
        }
    }

    /** The oracle: offsets go forwards, and each that is committed is of a record that is safe. */
    private void committing(TopicPartition partition, long before, long offset) {
        // The progress of a target lags behind what was committed for records of which it got nothing.
        assertThat(scenario.exactlyOnce() || offset >= before)
                .as("offsets never go back")
                .isTrue();
        LedgerImage image = image();
        for (long i = before; i < offset; i++) {
            assertSafe(log.change(partition, i), image);
        }
        commits += offset > before ? 1 : 0;
    }

    private LedgerImage image() {
        return new LedgerImage(CONNECTOR, scenario.ledgerInTarget() ? ledger.table() : ledger.entries());
    }

    /** A committed record is at the target, or its letter is safe and the ledger says so. */
    private void assertSafe(Change change, LedgerImage image) {
        if (change.kind() == Kind.NOTHING) {
            return;
        }
        boolean letter = letters.has(change.partition(), change.offset());
        if (letter) {
            assertThat(image.letter(change.letter()))
                    .as("%s has a letter that the ledger does not know", change)
                    .isNotNull();
        } else if (scenario.keepsEveryChange()) {
            assertThat(logOracle().isInLog(change))
                    .as("%s is committed and not applied", change)
                    .isTrue();
        } else {
            assertThat(server.version(OrderLog.TABLE, "{\"id\":" + change.id() + "}"))
                    .as("%s is committed and not applied", change)
                    .isGreaterThanOrEqualTo(change.offset());
        }
        // A target that keeps progress tells what it has superseded, even if a ledger elsewhere has yet to.
        if (scenario.policy() == OrderPolicy.SUPERSEDE
                && (!scenario.exactlyOnce() || scenario.ledgerInTarget())
                && !letter
                && change.kind() != Kind.PART) {
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

    private void crashIfDue() throws Exception {
        if (durableSteps() >= crashAt) {
            crashAt = Long.MAX_VALUE;
            crash(cluster.tasks());
        }
    }

    private void crash(List<SimulatedTask> victims) throws Exception {
        for (SimulatedTask dead : victims) {
            boolean goesOn = scenario.zombies() && random.nextBoolean();
            if (!goesOn) {
                tasks.breakOff(dead);
            }
            cluster.crash(dead, goesOn);
        }
        if (scenario.ledgerInTarget() && scenario.keepsOrder()) {
            new RowsAndLedger(log, server, image())
                    .assertAgree(scenario.exactlyOnce() ? Map.of() : cluster.committed());
        }
    }

    private void drain() throws Exception {
        server.setAway(false);
        cluster.drain(this::crashIfDue, this::seeToWhatHalts);
    }

    /** Where nothing goes on behind a letter, or behind too many, people have to. */
    private void seeToWhatHalts(int rounds) {
        if ((scenario.policy() == OrderPolicy.HALT || scenario.fewLetters()) && rounds % 20 == 0) {
            List<LetterEntry> open = openLetters();
            if (!open.isEmpty()) {
                if (random.nextInt(4) == 0) {
                    operator.replayAll();
                } else {
                    operator.decide(open);
                }
            }
        }
    }

    private void check() {
        for (TopicPartition partition : log.topicPartitions()) {
            assertThat(cluster.committed(partition))
                    .isEqualTo(log.records(partition).size());
        }
        if (scenario.keepsOrder()) {
            assertThat(rows()).isEqualTo(oracle().rows());
            if (!scenario.operator() && scenario.policy() != OrderPolicy.HALT) {
                checkAgainstModel();
            }
        }
        assertAllHolds();
    }

    /** What is certain where nobody interferes. */
    private void checkAgainstModel() {
        OrderModel model = new OrderModel(log, scenario.policy());
        List<Change> open = openLetters().stream().map(this::changeOf).toList();
        assertThat(open).as("open letters").containsExactlyInAnyOrderElementsOf(model.open());
        assertThat(rows()).isEqualTo(model.rows());
        for (Change change : model.open()) {
            assertThat(letters.has(change.partition(), change.offset()))
                    .as("%s is open and has no letter", change)
                    .isTrue();
            if (!change.poison()) {
                assertThat(image().letter(change.letter()).status()).isEqualTo(LetterStatus.PARKED);
            }
        }
        for (FailedRecord letter : letters.all()) {
            assertThat(letter.identity()).isNotNull();
        }
    }

    private void assertAllHolds() {
        RowsAndLedger.assertWhatWasAppliedIsTold(ledger.entries(), replay.audit());
        oracle().assertNothingOvertook();
        if (scenario.keepsEveryChange()) {
            logOracle().assertEachChangeIsThere(scenario.zombies());
        }
        if (!scenario.zombies()) {
            oracle().assertKeysAreThere();
        }
        // Where no order is kept, letters do not wait for others of their key.
        int atOnce = scenario.keepsOrder() ? keys : scenario.changes();
        new PlanOracle(replay.commands(), replay.audit(), atOnce).assertAllHolds(ledger.entries());
    }

    private LogOracle logOracle() {
        return new LogOracle(log, server, image(), replay.edited(), operator::row);
    }

    private OrderOracle oracle() {
        // Where rows and ledger are written together, nothing is cut off between them.
        Applications between = scenario.ledgerInTarget() ? new Applications(ledger::size) : applications;
        return new OrderOracle(
                log, scenario.policy(), image(), ledger.entries(), between, replay.edited(), operator::row);
    }

    private Change changeOf(LetterEntry letter) {
        return log.change(new TopicPartition(letter.topic(), letter.partition()), letter.offset());
    }

    /** In the order of the log, so that a seed says it all. */
    private List<LetterEntry> openLetters() {
        LedgerImage image = image();
        List<LetterEntry> open = new ArrayList<>();
        for (TopicPartition partition : log.topicPartitions()) {
            open.addAll(image.openLetters(partition));
        }
        // The tombstone of a delete that comes again alone is a delete of its own.
        open.removeIf(letter -> image.isLate(letter.id()) || changeOf(letter).kind() == Kind.NOTHING);
        open.sort(Comparator.comparing(LetterEntry::partition).thenComparing(LetterEntry::offset));
        return open;
    }

    private Map<String, Map<String, Object>> rows() {
        Map<String, Map<String, Object>> rows = new TreeMap<>();
        server.table(OrderLog.TABLE).forEach((key, json) -> rows.put(key, row(json)));
        return rows;
    }

    /** A row as the target has it. */
    static Map<String, Object> row(JsonNode json) {
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
