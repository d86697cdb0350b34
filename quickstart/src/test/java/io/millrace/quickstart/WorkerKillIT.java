/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart;

import io.millrace.quickstart.pipeline.Pipeline;
import io.millrace.quickstart.pipeline.Targets;
import io.millrace.testkit.server.ConnectWorker;
import io.millrace.testkit.server.ConnectorStatus;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerKillIT {
    private static final Duration MOVED_WITHIN = Duration.ofSeconds(60);
    private static final int KILLS = Integer.getInteger("millrace.kills", 1);
    private static final int MORE_CHANGES = 400;
    private static final int TASKS = 2;
    /** A dead consumer keeps its partitions until its session is over, 45 s by default. */
    private static final Map<String, String> SETTINGS = Map.of(
            "tasks.max",
            Integer.toString(TASKS),
            "consumer.override.session.timeout.ms",
            "3000",
            "consumer.override.heartbeat.interval.ms",
            "1000");

    @Test
    void workersKilledInMidStream_targetsEqualSource() throws IOException, SQLException {
        try (Pipeline pipeline = TestPipeline.start("kill", 2, SETTINGS, Targets.Ports.of(TestPipeline.servers()))) {
            try (Workload workload = Workload.start(pipeline.shop(), TestPipeline.CHANGES_PER_SECOND)) {
                // First one, which leads the group, then perhaps the other: the tasks go there and back again.
                for (ConnectWorker victim : pipeline.cluster().workers().subList(0, KILLS)) {
                    TestPipeline.awaitChanges(pipeline, workload, MORE_CHANGES);
                    victim.kill();
                    System.out.println("Killed " + victim.restUrl());
                    awaitAllElsewhere(pipeline, victim);
                    System.out.println("All tasks run elsewhere");
                    TestPipeline.awaitChanges(pipeline, workload, MORE_CHANGES);
                    victim.restart();
                    System.out.println("Restarted");
                }
                workload.stop();
            }
            System.out.println("Store closed");
            TestPipeline.assertEqual(pipeline);
        }
    }

    private static void awaitAllElsewhere(Pipeline pipeline, ConnectWorker victim) {
        String gone = victim.restUrl().getAuthority();
        for (String sink : pipeline.sinks()) {
            pipeline.cluster()
                    .rest()
                    .await(sink, status -> status.all("RUNNING", TASKS) && isNotOn(status, gone), MOVED_WITHIN);
        }
    }

    private static boolean isNotOn(ConnectorStatus status, String worker) {
        return status.tasks().stream().noneMatch(task -> task.worker().equals(worker));
    }
}
