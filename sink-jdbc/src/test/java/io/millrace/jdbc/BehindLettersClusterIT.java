/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static io.millrace.jdbc.ReplayScene.BAD;
import static io.millrace.jdbc.ReplayScene.WITHIN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.Edit;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.dlq.control.Selection;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterKind;
import io.millrace.testkit.server.ConnectCluster;
import io.millrace.testkit.server.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of records behind a dead letter on a real worker: parked, halted, or written exactly once. */
class BehindLettersClusterIT {
    private static final int KEYS = 60;
    /** Rows from here on get letters. */
    private static final int LETTERS = 600;

    private final ConnectCluster cluster = SharedWorker.cluster();

    private ReplayScene scene;

    @BeforeEach
    void begin() throws SQLException {
        scene = new ReplayScene(cluster, TestServers.kafka());
        scene.keepHistory();
    }

    @AfterEach
    void end() {
        scene.close();
    }

    private void startExactlyOnce(String order) {
        scene.start(
                2,
                scene.database.config(),
                "dlq.order",
                order,
                "delivery",
                "exactly_once",
                "lanes",
                "2",
                // Small, so that a crash hits some.
                "batch.max.records",
                "5");
    }

    /** A newer state of every row. */
    private void round(int round) {
        for (int id = 0; id < KEYS; id++) {
            scene.row(id, amount(round, id));
        }
    }

    /** Returns the rows before. */
    private Map<Integer, Integer> poisonEverySixth() throws SQLException {
        round(0);
        scene.send();
        scene.awaitCommitted();
        Map<Integer, Integer> before = scene.table();
        for (int id = 0; id < KEYS; id += 6) {
            scene.row(id, BAD + id);
        }
        scene.send();
        // Those behind them must not be folded into them.
        scene.awaitLetters(LetterStatus.OPEN, 10);
        return before;
    }

    private static int amount(int round, int id) {
        return round * 100 + id;
    }

    @Test
    void parkedRecords_areAppliedInOrderWhenTheirKeysAreReleased() throws Exception {
        scene.start(1, scene.database.config(), "dlq.order", "park");
        Map<Integer, Integer> first = poisonEverySixth();
        round(1);
        for (int id = 0; id < KEYS; id += 12) {
            scene.row(id, null);
        }
        round(2);
        scene.send();
        scene.awaitLetters(LetterStatus.PARKED, 25);
        scene.awaitCommitted();
        assertOthersHaveGoneOn(first);

        scene.restart();
        round(3);
        scene.send();
        scene.awaitLetters(LetterStatus.PARKED, 35);
        scene.awaitCommitted();
        assertOthersHaveGoneOn(first);
        assertParkedInOrder();

        scene.fix();
        scene.release("plan-1", ReplayOptions.NONE);

        scene.awaitDone("plan-1", 1);
        scene.awaitLetters(LetterStatus.REPLAYED, 45);
        scene.assertTableIsModel();
        for (int id = 0; id < KEYS; id += 6) {
            String end = id % 12 == 0 ? "gone" : null;
            assertThat(scene.history(id)).as("what row %s has been", id).isEqualTo(states(id, end));
        }
        // The keys are as free as any other again.
        round(4);
        scene.send();
        scene.awaitCommitted();
        scene.assertTableIsModel();
        assertThat(scene.ledger()).hasSize(45);
    }

    private static List<String> states(int id, String end) {
        String first = Integer.toString(amount(0, id));
        String poison = Integer.toString(BAD + id);
        String second = Integer.toString(amount(1, id));
        String third = Integer.toString(amount(2, id));
        String fourth = Integer.toString(amount(3, id));
        return end == null
                ? List.of(first, poison, second, third, fourth)
                : List.of(first, poison, second, end, third, fourth);
    }

    private void assertOthersHaveGoneOn(Map<Integer, Integer> first) throws SQLException {
        Map<Integer, Integer> expected = new HashMap<>(scene.model());
        for (int id = 0; id < KEYS; id += 6) {
            expected.put(id, first.get(id));
        }
        assertThat(scene.table()).isEqualTo(expected);
    }

    private void assertParkedInOrder() {
        Map<String, DeadLetter> last = new HashMap<>();
        for (DeadLetter letter : scene.letters()) {
            DeadLetter before = last.put(new String(letter.record().key(), UTF_8), letter);
            assertThat(letter.kind()).isEqualTo(before == null ? LetterKind.FAILED : LetterKind.PARKED);
            if (before != null) {
                assertThat(letter.coordinates().partition())
                        .isEqualTo(before.coordinates().partition());
                assertThat(letter.coordinates().offset())
                        .isGreaterThan(before.coordinates().offset());
            }
        }
        assertThat(last).hasSize(10);
    }

    @Test
    void haltingTask_takesNothingMoreUntilItsLetterIsSeenTo() throws Exception {
        scene.start(1, scene.database.config(), "dlq.order", "halt");
        round(0);
        scene.send();
        scene.awaitCommitted();

        LetterEntry given = haltAt(7, 1);
        Map<Integer, Integer> before = scene.table();
        scene.restart();
        assertHalts(before);
        tell("plan-1", Action.DISCARD, given.id(), List.of());
        assertGoesOn();
        assertThat(scene.history(7)).containsExactly("7", "107");

        LetterEntry wrong = haltAt(8, 2);
        byte[] better = "{\"id\":8,\"amount\":42}".getBytes(UTF_8);
        tell("plan-2", Action.EDIT, wrong.id(), List.of(new Edit(wrong.id(), better, null)));
        scene.awaitLetters(LetterStatus.EDITED, 1);
        LetterEntry edited = scene.onlyLetter();
        assertThat(edited.id()).isNotEqualTo(wrong.id());
        assertHalts(scene.table());
        tell("plan-3", Action.REPLAY, edited.id(), List.of());
        assertGoesOn();
        assertThat(scene.history(8)).endsWith("8", "108", "42", "208");

        haltAt(9, 3);
        scene.fix();
        scene.replay("plan-4", ReplayOptions.NONE);
        assertGoesOn();
        assertThat(scene.history(9)).endsWith("209", Integer.toString(BAD + 3), "309");
    }

    /** Poisons a row, and sends newer ones when the task has its letter. */
    private LetterEntry haltAt(int id, int round) throws SQLException {
        Map<Integer, Integer> before = scene.table();
        scene.row(id, BAD + round);
        scene.send();
        scene.awaitLetters(LetterStatus.OPEN, 1);
        scene.awaitCommitted();
        round(round);
        scene.send();
        assertHalts(before);
        return scene.onlyLetter();
    }

    private void tell(String plan, Action action, LetterId letter, List<Edit> edits) {
        scene.tell(plan, action, Selection.of(List.of(letter)), edits);
    }

    private void assertHalts(Map<Integer, Integer> before) {
        await("halting letter").atMost(WITHIN).until(() -> scene.metric("halting-letters") == 1);
        await("pause").atMost(WITHIN).until(() -> scene.metric("partitions-held-back") == 3);
        await("nothing goes on").during(Duration.ofMillis(500)).atMost(WITHIN).untilAsserted(() -> assertThat(
                        scene.table())
                .isEqualTo(before));
        assertThat(scene.metric("open-letters")).isEqualTo(1);
        assertThat(scene.isCommitted()).isFalse();
        assertThat(cluster.rest().status(scene.connector).all("RUNNING", 1)).isTrue();
    }

    private void assertGoesOn() throws SQLException {
        scene.awaitLetters(LetterStatus.OPEN, 0);
        scene.awaitCommitted();
        scene.assertTableIsModel();
        await("no halting letter").atMost(WITHIN).until(() -> scene.metric("halting-letters") == 0);
    }

    @Test
    void exactlyOnceBehindLetters_eachRowGetsEachStateOnce_thoughTheWorkerIsKilledTwice() throws Exception {
        startExactlyOnce("supersede");
        round(0);
        for (int id = 0; id < KEYS; id += 2) {
            scene.row(LETTERS + id, BAD);
        }
        scene.send();
        scene.awaitLetters(LetterStatus.OPEN, 30);

        // A newer row of some keys, first letters of others, two of some.
        for (int id = 0; id < KEYS; id++) {
            if (id % 4 == 0) {
                scene.row(LETTERS + id, amount(1, id));
            } else if (id % 2 == 1) {
                scene.row(LETTERS + id, BAD);
            }
            if (id % 4 == 3) {
                scene.row(LETTERS + id, BAD + 1);
            }
        }
        round(1);
        try (Connection holder = holding(LETTERS + 48)) {
            scene.send();
            await("newer rows").atMost(WITHIN).until(() -> scene.with(LetterStatus.SUPERSEDED) > 0);
            killInMidStream();
            holder.rollback();
        }
        cluster.workers().get(0).restart();
        scene.awaitLetters(LetterStatus.SUPERSEDED, 15);
        scene.awaitCommitted();
        long open = scene.with(LetterStatus.OPEN);
        assertThat(open).as("one of each key, or two").isBetween(45L, 60L);

        scene.fix();
        try (Connection holder = holding(LETTERS + 59)) {
            scene.replay("plan-1", new ReplayOptions(false, 0, 20.0, null, null));
            await("a part").atMost(WITHIN).until(() -> scene.with(LetterStatus.REPLAYED) > 3);
            for (int id = 3; id < KEYS; id += 8) {
                scene.row(LETTERS + id, amount(2, id));
            }
            scene.row(LETTERS + 7, null);
            round(2);
            scene.send();
            killInMidStream();
            holder.rollback();
        }
        cluster.workers().get(0).restart();

        scene.awaitLetters(LetterStatus.OPEN, 0);
        scene.awaitCommitted();
        scene.assertTableIsModel();
        assertEachStateOnce();
        assertLedgersAgree(open + 15);
    }

    @Test
    void parkedBesideExactlyOnce_eachRowGetsEachStateOnceAndInOrder_thoughTheWorkerIsKilledTwice() throws Exception {
        startExactlyOnce("park");
        Map<Integer, Integer> first = poisonEverySixth();

        try (Connection holder = holding(LETTERS)) {
            round(1);
            scene.row(LETTERS, 1);
            scene.send();
            await("parked").atMost(WITHIN).until(() -> scene.with(LetterStatus.PARKED) > 0);
            killInMidStream();
            holder.rollback();
        }
        cluster.workers().get(0).restart();
        scene.awaitLetters(LetterStatus.PARKED, 10);
        scene.awaitCommitted();
        assertOthersHaveGoneOn(first);
        assertEachStateOnce();

        scene.fix();
        scene.release("plan-1", new ReplayOptions(false, 0, 2.0, null, null));
        await("a part").atMost(WITHIN).until(() -> scene.with(LetterStatus.REPLAYED) > 3);
        try (Connection holder = holding(1)) {
            round(2);
            scene.send();
            killInMidStream();
            holder.rollback();
        }
        cluster.workers().get(0).restart();

        scene.awaitLetters(LetterStatus.OPEN, 0);
        scene.awaitLetters(LetterStatus.PARKED, 0);
        scene.awaitCommitted();
        scene.assertTableIsModel();
        for (int id = 0; id < KEYS; id++) {
            List<String> states = id % 6 == 0
                    ? List.of(state(0, id), Integer.toString(BAD + id), state(1, id), state(2, id))
                    : List.of(state(0, id), state(1, id), state(2, id));
            // A letter that was just being replayed may have been written again.
            assertThat(withoutRepetition(scene.history(id)))
                    .as("what row %s has been", id)
                    .isEqualTo(states);
        }
        assertThat(scene.database.query("SELECT id, amount FROM history WHERE id % 6 <> 0 OR amount < 100"
                        + " GROUP BY id, amount HAVING count(*) > 1"))
                .as("written more than once")
                .isEmpty();
    }

    private static String state(int round, int id) {
        return Integer.toString(amount(round, id));
    }

    private static List<String> withoutRepetition(List<String> states) {
        List<String> kept = new ArrayList<>();
        for (String state : states) {
            if (kept.isEmpty() || !kept.get(kept.size() - 1).equals(state)) {
                kept.add(state);
            }
        }
        return kept;
    }

    /** A transaction that whoever writes a row has to wait for, until it is rolled back. */
    private Connection holding(int id) throws SQLException {
        Connection holder = scene.database.connect();
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
            statement.execute("INSERT INTO payments VALUES (" + id + ", 0) ON CONFLICT (id) DO UPDATE SET amount = 0");
        }
        return holder;
    }

    private void killInMidStream() {
        cluster.workers().get(0).kill();
        assertThat(scene.with(LetterStatus.OPEN))
                .as("open letters when the worker was killed")
                .isPositive();
        assertThat(scene.isCommitted())
                .as("whether everything was written when the worker was killed")
                .isFalse();
    }

    /** Rows of letters apart: those that were being replayed may have been written again. */
    private void assertEachStateOnce() throws SQLException {
        assertThat(scene.database.query("SELECT id, amount FROM history WHERE coalesce(amount, 0) < " + BAD
                        + " GROUP BY id, amount HAVING count(*) > 1"))
                .as("written more than once")
                .isEmpty();
    }

    /** The table of progress has every record, and the ledger of letters has an end for each letter. */
    private void assertLedgersAgree(long letters) throws SQLException {
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (Map<String, String> row : scene.database.query("SELECT partition, max(position) AS position"
                + " FROM millrace_ledger WHERE connector = '" + scene.connector + "' GROUP BY partition")) {
            positions.put(
                    new TopicPartition(scene.topic, Integer.parseInt(row.get("partition"))),
                    Long.parseLong(row.get("position")));
        }
        assertThat(positions).isEqualTo(scene.topics.nextOffsets(scene.topic));
        assertThat(scene.with(LetterStatus.REPLAYED) + scene.with(LetterStatus.SUPERSEDED))
                .isEqualTo(letters);
        assertThat(scene.ledger()).hasSize((int) letters);
        assertThat(scene.ledger().values()).allSatisfy(letter -> assertThat(letter.offset())
                .isLessThan(positions.get(new TopicPartition(letter.topic(), letter.partition()))));
    }
}
