/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.endtoend.result.Figures;
import io.millrace.benchmarks.endtoend.result.ResultSet;
import io.millrace.benchmarks.endtoend.result.Run;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A short pass of the harness with everybody in it. Times are not looked at; whether each sink has left every row as it
 * must be, the harness itself has checked. The report is in {@code benchmarks/target/report}.
 */
class EndToEndIT {
    private static final Path ROOT = Path.of(System.getProperty("millrace.root"));
    private static final Path FOLDER = ROOT.resolve("benchmarks/target/report");
    private static final String SCENARIOS =
            "^(drain/debezium-json|drain/flat-avro|hot/debezium-avro|latency/500" + "|elasticsearch/debezium-avro)$";

    @Test
    void shortPass_leavesEveryRow_andAReport() throws Exception {
        List<String> arguments = List.of("--smoke", "--only", SCENARIOS, "--out", FOLDER.toString());
        EndToEndHarness harness =
                new EndToEndHarness(ROOT, RunOptions.parse(arguments, ROOT), new Progress(System.out));

        harness.measure("mvn -B verify -pl benchmarks -am");
        harness.report();

        ResultSet results = ResultSet.read(FOLDER.resolve("results.json"));
        assertThat(results.runs()).extracting(Run::subject).contains("millrace", "debezium", "plain-5000x1");
        assertThat(results.runs()).allSatisfy(run -> {
            assertThat(run.counts()).isTrue();
            assertThat(run.records()).isPositive();
            assertThat(run.figures()).containsKey(run.scenario().startsWith("latency") ? Figures.P99 : Figures.RATE);
            assertThat(run.figures().values()).allMatch(value -> value > 0);
        });
        assertThat(results.scenarios().keySet())
                .allSatisfy(scenario -> assertThat(results.subjectsOf(scenario)).hasSizeGreaterThanOrEqualTo(2));
        assertThat(FOLDER.resolve("report.html"))
                .content()
                .contains("Debezium's sink", "<svg", "its times mean nothing");
        assertThat(FOLDER.resolve("report.md")).content().contains("### Goals", "### Latency in ms");
    }
}
