/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static io.millrace.jdbc.ReplayScene.BAD;
import static io.millrace.jdbc.ReplayScene.WITHIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.dlq.control.LetterStatus;
import io.millrace.testkit.proxy.FaultProxy;
import io.millrace.testkit.server.TestServers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A database that is away for a minute while rows go on coming. */
class OutageClusterIT {
    private static final Duration OUTAGE = Duration.ofMinutes(1);
    private static final int ROWS = 20_000;

    @Test
    void targetThatIsDownForAMinuteUnderLoad_makesNoLetters() throws Exception {
        try (FaultProxy proxy =
                        FaultProxy.before("127.0.0.1", TestServers.postgres().port());
                ReplayScene scene = new ReplayScene(SharedWorker.cluster(), TestServers.kafka())) {
            scene.start(2, scene.database.configThrough(proxy.port()));
            for (int id = 0; id < ROWS; id++) {
                scene.row(id, id == 10 ? BAD : id % 1_000);
            }
            scene.send();
            await("some").atMost(WITHIN).until(() -> !scene.table().isEmpty());
            proxy.refuse();
            proxy.cutAll();
            await("outage").atMost(WITHIN).until(() -> scene.metric("breaker-open") > 0);
            double failures = scene.metric("failures-target-down-total");
            long began = System.nanoTime();
            int[] rounds = {0};

            // Two thousand rows a second, give or take.
            await("end of the outage")
                    .atMost(OUTAGE.plus(WITHIN))
                    .pollInterval(Duration.ofMillis(500))
                    .pollInSameThread()
                    .until(() -> {
                        int round = rounds[0]++;
                        for (int i = 0; i < 1_000; i++) {
                            scene.row((round * 500 + i) % ROWS, round);
                        }
                        scene.send();
                        return System.nanoTime() - began > OUTAGE.toNanos();
                    });

            assertThat(scene.metric("failures-target-down-total")).as("probes").isGreaterThan(failures + 5);
            assertThat(scene.isCommitted()).isFalse();
            proxy.pass();
            scene.awaitCommitted();
            scene.assertTableIsModel();
            assertThat(scene.with(LetterStatus.OPEN)).isZero();
            assertThat(scene.with(LetterStatus.SUPERSEDED))
                    .as("the poisoned row's letter")
                    .isLessThanOrEqualTo(1);
            assertThat(scene.ledger()).hasSizeLessThanOrEqualTo(1);
            System.out.println(rounds[0] + " rounds of 1,000 rows during the outage");
        }
    }
}
