/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.pipeline.Pipeline;
import io.millrace.quickstart.pipeline.Servers;
import io.millrace.quickstart.pipeline.Targets;
import io.millrace.testkit.proxy.FaultProxy;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class FaultyNetworkIT {
    private static final Duration FAULT_WITHIN = Duration.ofSeconds(20);
    private static final int ROUNDS = 12;
    private static final int CHANGES_BETWEEN = 30;
    private static final int LONGEST_REPLY = 400;
    private static final Map<String, String> SETTINGS = Map.of("retry.backoff.max.ms", "500");

    @Test
    void repliesDroppedAndConnectionsReset_targetsEqualSource() throws IOException, SQLException {
        long seed = Long.getLong("millrace.seed", RandomGenerator.getDefault().nextInt(1, 1_000_000));
        System.out.println("Faults, seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Servers servers = TestPipeline.servers();
        try (FaultProxy postgres = before(servers.replica().port());
                FaultProxy elasticsearch = before(servers.elasticsearch().url().getPort());
                FaultProxy s3 = before(servers.s3().endpoint().getPort());
                Pipeline pipeline = TestPipeline.start(
                        "faults", 1, SETTINGS, new Targets.Ports(postgres.port(), elasticsearch.port(), s3.port()))) {
            List<FaultProxy> proxies = List.of(postgres, elasticsearch, s3);
            try (Workload workload = Workload.start(pipeline.shop(), TestPipeline.CHANGES_PER_SECOND)) {
                for (int round = 0; round < ROUNDS; round++) {
                    for (FaultProxy proxy : proxies) {
                        fault(proxy, random);
                    }
                    TestPipeline.awaitChanges(pipeline, workload, CHANGES_BETWEEN);
                }
                workload.stop();
            }
            assertThat(proxies).allMatch(proxy -> proxy.faults() >= ROUNDS);
            TestPipeline.assertEqual(pipeline);
        }
    }

    private static FaultProxy before(int port) {
        return FaultProxy.before("127.0.0.1", port);
    }

    /** One fault that has happened, with the connection whole again afterwards. */
    private static void fault(FaultProxy proxy, RandomGenerator random) {
        int before = proxy.faults();
        switch (random.nextInt(4)) {
            case 0 -> proxy.resetAfter(random.nextInt(LONGEST_REPLY));
            case 1 -> {
                proxy.refuse();
                proxy.cutAll();
            }
            // What is written and not acknowledged is the hard case.
            default -> proxy.dropOneResponse();
        }
        Awaitility.await("a fault").atMost(FAULT_WITHIN).until(() -> proxy.faults() > before);
        proxy.pass();
    }
}
