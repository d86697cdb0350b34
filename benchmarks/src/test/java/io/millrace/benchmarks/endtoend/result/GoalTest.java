/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.benchmarks.endtoend.result.Goal.Excess;
import io.millrace.benchmarks.endtoend.result.Goal.Outcome;
import io.millrace.benchmarks.endtoend.result.Goal.Ratio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoalTest {
    private static Run run(String subject, int round, double rate) {
        return new Run("drain/x", subject, round, 100, Map.of(Figures.RATE, rate, Figures.BARE, rate / 2));
    }

    private static ResultSet results(Run... runs) {
        return new ResultSet(ResultSet.FORMAT, Map.of(), Map.of(), Map.of(), List.of(runs));
    }

    private static Goal goal(double target, boolean atLeast) {
        return new Goal("a goal", "drain/x", List.of("raw", "ours"), new Ratio(Figures.RATE, "peer", atLeast), target);
    }

    @Test
    void ratios_areThoseOfTheSameRound_andWarmUpsDoNotCount() {
        ResultSet results = results(
                run("ours", 0, 1),
                run("peer", 0, 1),
                run("ours", 1, 60),
                run("peer", 1, 10),
                run("peer", 2, 20),
                run("ours", 2, 80),
                run("ours", 3, 90),
                run("peer", 3, 10));

        Outcome outcome = goal(5, true).outcome(results);

        assertThat(outcome).isNotNull();
        assertThat(outcome.found()).isEqualTo(new Spread(3, 6, 4, 9));
        assertThat(outcome.met()).isTrue();
        assertThat(outcome.distance()).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void lessIsBetter_whereAGoalSaysSo() {
        ResultSet results = results(run("ours", 1, 4), run("peer", 1, 10));

        assertThat(goal(0.35, false).outcome(results)).satisfies(outcome -> {
            assertThat(outcome.met()).isFalse();
            assertThat(outcome.distance()).isCloseTo(-0.4 / 0.35 + 1, within(1e-9));
        });
        assertThat(goal(0.45, false).outcome(results))
                .satisfies(outcome -> assertThat(outcome.met()).isTrue());
    }

    @Test
    void firstOfOurSubjects_counts() {
        ResultSet results = results(run("ours", 1, 4), run("raw", 1, 6), run("peer", 1, 2));

        assertThat(goal(1, true).outcome(results)).satisfies(outcome -> {
            assertThat(outcome.subject()).isEqualTo("raw");
            assertThat(outcome.found().median()).isEqualTo(3);
        });
    }

    @Test
    void excess_isOfTheSameMeasurement() {
        Goal goal = new Goal("g", "drain/x", List.of("ours"), new Excess(Figures.RATE, Figures.BARE), 1);

        assertThat(goal.outcome(results(run("ours", 1, 3), run("ours", 2, 5))))
                .satisfies(outcome -> assertThat(outcome.found()).isEqualTo(new Spread(2, 2, 1.5, 2.5)));
    }

    @Test
    void nothingMeasured_isNoOutcome() {
        assertThat(goal(5, true).outcome(results(run("ours", 1, 3)))).isNull();
        assertThat(goal(5, true).outcome(results(run("ours", 1, 3), run("peer", 2, 3))))
                .isNull();
    }

    @Test
    void results_areTheSameAfterAWayThroughAFile(@TempDir Path folder) throws IOException {
        ResultSet results = new ResultSet(
                ResultSet.FORMAT,
                Map.of("Machine", "this"),
                Map.of("drain/x", "X"),
                Map.of("ours", new ResultSet.SubjectFacts("Ours", "ours", "defaults")),
                List.of(run("ours", 1, 3)));
        Path file = folder.resolve("results.json");

        results.write(file);

        assertThat(ResultSet.read(file)).isEqualTo(results);
    }

    @Test
    void results_ofAnotherFormat_areRefused(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("results.json"),
                "{\"format\":2,\"facts\":{},\"scenarios\":{},\"subjects\":{},\"runs\":[]}");

        assertThatThrownBy(() -> ResultSet.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("format 2");
    }

    @Test
    void everyGoal_isOfAScenarioAndASubjectThatAreMeasured() {
        assertThat(Goals.ALL).extracting(Goal::text).doesNotHaveDuplicates().hasSize(8);
    }
}
