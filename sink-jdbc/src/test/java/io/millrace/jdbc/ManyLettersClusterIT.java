/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static io.millrace.jdbc.ReplayScene.BAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.testkit.server.TestServers;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hundred thousand letters, replayed by a connector on a real worker while rows go on coming. */
class ManyLettersClusterIT {
    private static final int LETTERS = 100_000;
    private static final Duration WITHIN = Duration.ofMinutes(6);

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void manyLettersUnderLiveTraffic_areReplayedAndNewerRowsStay() throws Exception {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (ReplayScene scene = new ReplayScene(SharedWorker.cluster(), TestServers.kafka())) {
            scene.start(2, scene.database.config(), "dlq.order.max.keys", "200000", "storm.policy", "off");
            for (int id = 0; id < LETTERS; id++) {
                scene.row(id, BAD + id % 7);
            }
            scene.send();
            long began = System.nanoTime();
            await("letters").atMost(WITHIN).until(() -> scene.openLetters() == LETTERS);
            System.out.println(LETTERS + " letters after " + seconds(began));
            scene.fix();
            scene.replay("plan-1", ReplayOptions.NONE);
            began = System.nanoTime();
            int[] live = {0};
            await("replayed").atMost(WITHIN).pollInSameThread().until(() -> {
                for (int i = 0; i < 500; i++) {
                    scene.row(LETTERS + live[0]++, i);
                    if (i % 10 == 0) {
                        scene.row(random.nextInt(LETTERS), i == 100 ? null : i);
                    }
                }
                scene.send();
                return scene.openLetters() == 0;
            });
            System.out.println(
                    "replayed after " + seconds(began) + " with " + live[0] * 11 / 10 + " live records meanwhile");
            scene.awaitCommitted();
            scene.assertTableIsModel();
            long replayed = scene.with(LetterStatus.REPLAYED);
            System.out.println(replayed + " replayed, " + scene.with(LetterStatus.SUPERSEDED) + " superseded");
            assertThat(replayed).isPositive();
            assertThat(scene.ledger()).hasSize(LETTERS);
            scene.assertAudit("plan-1");
        }
    }

    private static String seconds(long since) {
        return (System.nanoTime() - since) / 1_000_000 / 1e3 + " s";
    }
}
