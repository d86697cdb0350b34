/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static io.millrace.jdbc.ReplayScene.BAD;
import static io.millrace.jdbc.ReplayScene.WITHIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.dlq.control.ControlTopics;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.testkit.server.ConnectCluster;
import io.millrace.testkit.server.ConnectWorker;
import io.millrace.testkit.server.KafkaBroker;
import io.millrace.testkit.server.TestServers;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that are poisoned, put right and replayed by a connector on a real worker. */
class ReplayClusterIT {
    private final ConnectCluster cluster = SharedWorker.cluster();
    private ReplayScene scene;

    @BeforeEach
    void begin() throws SQLException {
        scene = new ReplayScene(cluster, TestServers.kafka());
    }

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void poisonedRows_areReplayedWhenTheCauseIsGone_andNothingOldComesOverNewerRows() throws Exception {
        scene.start(1, scene.database.config());
        for (int id = 0; id < 5_000; id++) {
            scene.row(id, id % 250 == 7 ? BAD : id % 1_000);
        }
        scene.send();
        scene.awaitLetters(LetterStatus.OPEN, 20);
        scene.awaitCommitted();
        assertThat(scene.table()).isEqualTo(without(scene.model(), BAD));

        // Newer rows, and the end of some, stand for their letters.
        for (int id = 7; id < 1_507; id += 250) {
            scene.row(id, 1);
        }
        scene.row(1_507, null);
        scene.row(1_757, null);
        // Second letters of the same keys.
        for (int id = 4_007; id < 5_000; id += 250) {
            scene.row(id, BAD + 1);
        }
        scene.send();
        scene.awaitLetters(LetterStatus.SUPERSEDED, 8);
        scene.awaitLetters(LetterStatus.OPEN, 16);
        await("gauge").atMost(WITHIN).until(() -> scene.openLetters() == 16);
        assertThat(scene.metric("keys-with-letters")).isEqualTo(12);
        assertThat(scene.metric("oldest-open-letter-age-ms")).isPositive();

        scene.fix();
        scene.replay("plan-1", ReplayOptions.NONE);
        // Newer than their letters, whichever comes first.
        for (int id = 2_007; id < 2_800; id += 250) {
            scene.row(id, 2);
        }
        scene.send();

        scene.awaitDone("plan-1", 1);
        scene.awaitLetters(LetterStatus.OPEN, 0);
        scene.awaitCommitted();
        scene.assertTableIsModel();
        await("gauge").atMost(WITHIN).until(() -> scene.openLetters() == 0);
        scene.assertAudit("plan-1");
        assertThat(scene.metric("replay-letters-done-total")).isEqualTo(scene.with(LetterStatus.REPLAYED));
        assertThat(scene.metric("replay-plans-active")).isZero();

        // The key is as free as any other again.
        scene.row(4_007, 3);
        scene.send();
        scene.awaitCommitted();
        scene.assertTableIsModel();
    }

    @Test
    void taskRestartedAndWorkerKilledInMidReplay_theReplayGoesOn() throws Exception {
        // By converters, and through a transformation, as the worker does it.
        String json = "org.apache.kafka.connect.json.JsonConverter";
        scene.start(
                2,
                scene.database.config(),
                "decode.format",
                "connect",
                "key.converter",
                json,
                "key.converter.schemas.enable",
                "false",
                "value.converter",
                json,
                "value.converter.schemas.enable",
                "false",
                "header.converter",
                "",
                "transforms",
                "route",
                "transforms.route.type",
                "org.apache.kafka.connect.transforms.RegexRouter",
                "transforms.route.regex",
                "(payments)-.*",
                "transforms.route.replacement",
                "$1",
                "table.name.format",
                "${topic}");
        for (int id = 0; id < 300; id++) {
            scene.row(id, BAD + id);
        }
        scene.send();
        scene.awaitLetters(LetterStatus.OPEN, 300);
        // The second task may join the group only now. What was not committed would come again, and once the cause is
        // gone
        // it would be written at once and leave nothing to be replayed.
        scene.awaitCommitted();
        scene.fix();
        // So slow that much is left whenever the test gets to look.
        scene.replay("plan-2", new ReplayOptions(false, 0, 25.0, null, null));
        await("a part").atMost(WITHIN).until(() -> scene.with(LetterStatus.REPLAYED) > 50);

        cluster.rest().restart(scene.connector);
        await("another part").atMost(WITHIN).until(() -> scene.with(LetterStatus.REPLAYED) > 150);
        ConnectWorker worker = cluster.workers().get(0);
        worker.kill();

        assertThat(scene.with(LetterStatus.OPEN))
                .as("letters when the worker was killed")
                .isPositive();
        worker.restart();
        for (int id = 0; id < 300; id += 10) {
            scene.row(id, 1);
        }
        scene.send();
        scene.awaitLetters(LetterStatus.OPEN, 0);
        scene.awaitCommitted();
        scene.assertTableIsModel();
        scene.assertAudit("plan-2");
        assertThat(scene.with(LetterStatus.REPLAYED)).isGreaterThan(200);
    }

    @Test
    void workerKilledInMidReplay_leavesRowsAndALedgerInTheTargetAlike() throws Exception {
        scene.start(1, scene.database.config(), "dlq.ledger", "target");
        for (int id = 0; id < 90; id++) {
            scene.row(id, BAD + id);
        }
        scene.send();
        scene.awaitLetters(LetterStatus.OPEN, 90);
        scene.fix();
        scene.replay("plan-5", new ReplayOptions(false, 0, 30.0, null, null));
        await("a part").atMost(WITHIN).until(() -> {
            scene.assertRowsAreTheLettersThatAreApplied();
            return scene.with(LetterStatus.REPLAYED) > 20;
        });
        ConnectWorker worker = cluster.workers().get(0);

        worker.kill();

        scene.assertRowsAreTheLettersThatAreApplied();
        assertThat(scene.with(LetterStatus.OPEN))
                .as("letters when the worker was killed")
                .isPositive();
        worker.restart();
        for (int id = 0; id < 90; id += 10) {
            scene.row(id, 1);
        }
        scene.send();
        scene.awaitLetters(LetterStatus.OPEN, 0);
        scene.awaitCommitted();
        scene.assertTableIsModel();
        scene.assertAudit("plan-5");
        ControlTopics control = ControlTopics.of(scene.letters);
        assertThat(scene.topics.names()).contains(control.commands()).doesNotContain(control.ledger());
    }

    @Test
    void clusterOfLettersThatIsAway_holdsTheStreamBackAndLosesNothing() throws Exception {
        try (KafkaBroker away = KafkaBroker.start();
                ReplayScene apart = new ReplayScene(cluster, away)) {
            apart.start(
                    1,
                    apart.database.config(),
                    "close.timeout.ms",
                    "1000",
                    "dlq.kafka.request.timeout.ms",
                    "2000",
                    "dlq.kafka.delivery.timeout.ms",
                    "3000",
                    "dlq.kafka.linger.ms",
                    "0",
                    "dlq.kafka.max.block.ms",
                    "2000");
            for (int id = 0; id < 1_000; id++) {
                apart.row(id, id % 200 == 0 ? BAD : 1);
            }
            apart.send();
            apart.awaitLetters(LetterStatus.OPEN, 5);
            apart.awaitCommitted();
            away.suspend();
            for (int id = 1_000; id < 2_000; id++) {
                apart.row(id, id % 200 == 0 ? BAD : 2);
            }
            apart.send();
            await("held back").atMost(WITHIN).until(() -> apart.metric("partitions-paused") == 1);
            assertThat(apart.isCommitted()).isFalse();
            // A task that begins meanwhile waits, too: it does not know which keys have letters.
            cluster.rest().restart(apart.connector);
            cluster.rest().awaitRunning(apart.connector, 1, WITHIN);
            apart.row(0, 3);
            apart.send();
            await("held back").atMost(WITHIN).until(() -> apart.metric("partitions-paused") == 1);

            away.resume();

            apart.awaitLetters(LetterStatus.OPEN, 9);
            apart.awaitCommitted();
            assertThat(apart.with(LetterStatus.SUPERSEDED)).isEqualTo(1);
            assertThat(apart.table()).isEqualTo(without(apart.model(), BAD));
            apart.fix();
            apart.replay("plan-4", ReplayOptions.NONE);
            apart.awaitLetters(LetterStatus.OPEN, 0);
            apart.assertTableIsModel();
        }
    }

    private static Map<Integer, Integer> without(Map<Integer, Integer> rows, int amount) {
        Map<Integer, Integer> good = new HashMap<>(rows);
        good.values().removeIf(value -> value >= amount);
        return good;
    }
}
