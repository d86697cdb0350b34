/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static io.millrace.jdbc.ReplayScene.BAD;
import static io.millrace.jdbc.ReplayScene.WITHIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.dlq.control.AuditEntry;
import io.millrace.dlq.control.AuditEvent;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.sink.metrics.JmxBinding;
import io.millrace.testkit.server.ConnectCluster;
import io.millrace.testkit.server.ConnectOptions;
import io.millrace.testkit.server.TestServers;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.remote.JMXConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that are poisoned, put right and replayed by a connector on a real worker. */
class ReplayClusterIT {
    private static ConnectCluster cluster;

    private ReplayScene scene;

    @BeforeAll
    static void startCluster() {
        cluster = ConnectCluster.start(
                TestServers.kafka().bootstrapServers(), 1, ConnectOptions.of(UnpackedPlugin.path()));
    }

    @AfterAll
    static void closeCluster() {
        cluster.close();
    }

    @BeforeEach
    void begin() throws SQLException {
        scene = new ReplayScene(cluster);
    }

    @AfterEach
    void end() {
        scene.close();
    }

    private double metric(String name) throws IOException, JMException {
        try (JMXConnector jmx = cluster.workers().get(0).openJmx()) {
            return ((Number) jmx.getMBeanServerConnection()
                            .getAttribute(JmxBinding.objectName(scene.connector, 0), name))
                    .doubleValue();
        }
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
        await("gauge").atMost(WITHIN).until(() -> metric("open-letters") == 16);
        assertThat(metric("keys-with-letters")).isEqualTo(12);
        assertThat(metric("oldest-open-letter-age-ms")).isPositive();

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
        await("gauge").atMost(WITHIN).until(() -> metric("open-letters") == 0);
        assertAudit("plan-1");
        assertThat(metric("replay-letters-done-total")).isEqualTo(scene.with(LetterStatus.REPLAYED));
        assertThat(metric("replay-plans-active")).isZero();

        // The key is as free as any other again.
        scene.row(4_007, 3);
        scene.send();
        scene.awaitCommitted();
        scene.assertTableIsModel();
    }

    @Test
    void taskRestartedInMidReplay_goesOnWhereItWas() throws Exception {
        scene.start(2, scene.database.config());
        for (int id = 0; id < 300; id++) {
            scene.row(id, BAD + id);
        }
        scene.send();
        scene.awaitLetters(LetterStatus.OPEN, 300);
        scene.fix();
        scene.replay("plan-2", new ReplayOptions(false, 0, 60.0, null, null));
        await("a part").atMost(WITHIN).until(() -> scene.with(LetterStatus.REPLAYED) > 60);

        cluster.rest().restart(scene.connector);

        for (int id = 0; id < 300; id += 10) {
            scene.row(id, 1);
        }
        scene.send();
        scene.awaitLetters(LetterStatus.OPEN, 0);
        scene.awaitCommitted();
        scene.assertTableIsModel();
        assertAudit("plan-2");
        assertThat(scene.with(LetterStatus.REPLAYED)).isGreaterThan(200);
    }

    private static Map<Integer, Integer> without(Map<Integer, Integer> rows, int amount) {
        Map<Integer, Integer> good = new HashMap<>(rows);
        good.values().removeIf(value -> value >= amount);
        return good;
    }

    /** What the ledger says was replayed is in the audit, with the plan, who asked for it and why; and nothing failed. */
    private void assertAudit(String plan) {
        List<AuditEntry> audit = scene.audit();
        Set<String> told = audit.stream()
                .filter(entry -> entry.event() == AuditEvent.REPLAYED && entry.letter() != null)
                .map(entry -> entry.letter().value())
                .collect(Collectors.toCollection(HashSet::new));
        Map<String, LetterEntry> ledger = scene.ledger();
        Set<String> replayed = ledger.values().stream()
                .filter(letter -> letter.status() == LetterStatus.REPLAYED)
                .map(letter -> letter.id().value())
                .collect(Collectors.toSet());
        assertThat(told).containsAll(replayed);
        assertThat(ledger.keySet()).containsAll(told);
        assertThat(audit).allSatisfy(entry -> {
            assertThat(entry.plan()).isEqualTo(plan);
            assertThat(entry.by()).isEqualTo("ada");
            assertThat(entry.reason()).isEqualTo("the constraint is gone");
            assertThat(entry.event()).isNotEqualTo(AuditEvent.FAILED);
        });
    }
}
