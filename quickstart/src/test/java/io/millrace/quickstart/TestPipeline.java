/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.pipeline.Pipeline;
import io.millrace.quickstart.pipeline.PipelineOptions;
import io.millrace.quickstart.pipeline.Servers;
import io.millrace.quickstart.pipeline.Targets;
import io.millrace.quickstart.pipeline.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;

/** Pipelines for tests, on servers that all tests of this JVM share. */
final class TestPipeline {
    static final int CHANGES_PER_SECOND = 200;

    private static final Duration WITHIN = Duration.ofSeconds(90);

    private TestPipeline() {}

    private static final class Shared {
        static final Servers SERVERS = Servers.launch(System.out::println);
    }

    static Servers servers() {
        return Shared.SERVERS;
    }

    /** Starts and connects a pipeline; the seed is printed. */
    static Pipeline start(String name, int workers, Map<String, String> sinkSettings, Targets.Ports ports)
            throws IOException, SQLException {
        long seed = Long.getLong("millrace.seed", RandomGenerator.getDefault().nextInt(1, 1_000_000));
        System.out.println("Pipeline " + name + ", seed " + seed);
        Path folder = Path.of(System.getProperty("millrace.root"), "quickstart", "target", "it", name);
        Pipeline pipeline =
                Pipeline.start(servers(), new PipelineOptions(name, seed, workers, sinkSettings, folder), ports);
        pipeline.connect(System.out::println);
        return pipeline;
    }

    /** Waits until as many more rows have changed in the store. */
    static void awaitChanges(Pipeline pipeline, Workload workload, int more) {
        long wanted = pipeline.shop().changes() + more;
        Awaitility.await("changes in the store")
                .atMost(WITHIN)
                .until(() -> !workload.running() || pipeline.shop().changes() >= wanted);
        assertThat(workload.running()).as("the store is open").isTrue();
    }

    static void assertEqual(Pipeline pipeline) throws IOException, SQLException {
        StringBuilder last = new StringBuilder();
        boolean drained = pipeline.drain().await(WITHIN, progress -> {
            last.setLength(0);
            last.append(progress);
        });
        assertThat(drained).as("drained within %s; last: %s", WITHIN, last).isTrue();
        Verdict verdict = pipeline.compare();
        assertThat(verdict.sourceRows()).allMatch(rows -> rows > 0);
        for (Verdict.Result result : verdict.results()) {
            assertThat(result.faults()).as("faults of %s", result.target()).isEmpty();
            assertThat(result.differences())
                    .as("differences of %s", result.target())
                    .isEmpty();
        }
        assertThat(verdict.equal()).isTrue();
    }
}
