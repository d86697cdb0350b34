/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.dlq.order.LedgerImage;
import io.millrace.testkit.memory.MemoryServer;
import io.millrace.testkit.memory.MemoryServer.Keeping;
import io.millrace.testkit.simulation.ManualTime;
import io.millrace.testkit.simulation.SimulatedCluster;
import io.millrace.testkit.simulation.SimulatedLedger;
import io.millrace.testkit.simulation.SimulatedLetters;
import io.millrace.testkit.simulation.SimulatedReplay;
import io.millrace.testkit.simulation.SimulatedTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** With {@code halt}, nothing goes on behind a letter: rows of other keys do not, and not in a task that begins anew. */
class HaltTest {
    private static final int CHANGES = 400;
    /** Long enough for everything to happen that can. */
    private static final int ROUNDS = 500;

    private final Random random = new Random(17);
    private final SimulatedLetters letters = new SimulatedLetters();
    private final SimulatedLedger ledger = new SimulatedLedger(false);
    private final SimulatedReplay replay = new SimulatedReplay(List::of, letter -> {
        throw new IllegalArgumentException("nobody replays " + letter.id());
    });
    private final MemoryServer server = new MemoryServer(Keeping.ROWS);
    private final ManualTime time = new ManualTime();
    private OrderLog log;
    private SimulatedCluster cluster;

    /** Starts tasks that read from the beginning; so many keys that hardly any comes again. */
    private void start(boolean truncates) throws Exception {
        log = new OrderLog(random, 3, 10_000, CHANGES, false, truncates);
        begin();
    }

    private void begin() throws Exception {
        cluster = new SimulatedCluster(
                random,
                time,
                log,
                new OrderTasks(Scenario.calm(OrderPolicy.HALT, CHANGES), random, time, server, letters, ledger, replay),
                (partition, before, offset) ->
                        assertThat(offset).as("offset of %s", partition).isGreaterThanOrEqualTo(before));
        cluster.start(2);
    }

    private void goOn() {
        for (int i = 0; i < ROUNDS; i++) {
            for (SimulatedTask task : cluster.tasks()) {
                cluster.poll(task);
                task.runOne(random);
                cluster.commit(task);
            }
            letters.answerOne(random);
            ledger.answerOne(random);
            cluster.any().advanceToNextTimer();
            time.advance(Duration.ofMillis(100));
        }
    }

    private void crashAll() throws Exception {
        for (SimulatedTask task : cluster.tasks()) {
            cluster.crash(task, false);
        }
    }

    private Map<String, JsonNode> rows() {
        return Map.copyOf(server.table(OrderLog.TABLE));
    }

    private List<LetterEntry> open() {
        LedgerImage image = new LedgerImage(OrderSimulation.CONNECTOR, ledger.entries());
        List<LetterEntry> open = new ArrayList<>();
        log.topicPartitions().forEach(partition -> open.addAll(image.openLetters(partition)));
        return open;
    }

    @Test
    void recordsOfOtherKeys_areNotTakenOnBehindALetter_norByATaskThatBeginsAnew() throws Exception {
        start(false);
        goOn();
        Map<String, JsonNode> rows = rows();

        assertThat(open()).isNotEmpty();
        assertThat(letters.all()).hasSameSizeAs(open());
        assertThat(rows.size()).as("rows behind the letters").isLessThan(CHANGES / 2);
        crashAll();
        goOn();
        assertThat(rows()).isEqualTo(rows);
    }

    @Test
    void letterThatIsInTheLedgerAlone_doesNotHoldItsOwnRecordBack() throws Exception {
        start(false);
        List<LetterEntry> promised = promised();
        crashAll();
        letters.setAway(false);

        goOn();

        assertWritten(promised);
    }

    @Test
    void letterThatIsInTheLedgerAlone_doesNotHoldATruncateBackThatComesAgainBeforeIt() throws Exception {
        start(true);
        List<LetterEntry> promised = promised();
        letters.setAway(false);

        // No offset was committed.
        begin();
        goOn();

        assertWritten(promised);
    }

    /** What the ledger says of letters that could not be written. */
    private List<LetterEntry> promised() {
        letters.setAway(true);
        goOn();
        assertThat(letters.all()).isEmpty();
        List<LetterEntry> promised = open();
        assertThat(promised).isNotEmpty();
        return promised;
    }

    private void assertWritten(List<LetterEntry> promised) {
        assertThat(promised).allSatisfy(letter -> assertThat(
                        letters.has(new TopicPartition(letter.topic(), letter.partition()), letter.offset()))
                .isTrue());
    }
}
