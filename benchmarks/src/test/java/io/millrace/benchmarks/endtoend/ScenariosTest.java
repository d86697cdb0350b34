/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.benchmarks.endtoend.Plan.Scenario;
import io.millrace.benchmarks.endtoend.Plan.Step;
import io.millrace.benchmarks.endtoend.RunOptions.Size;
import io.millrace.benchmarks.endtoend.result.Goal;
import io.millrace.benchmarks.endtoend.result.Goals;
import io.millrace.benchmarks.endtoend.subject.Subject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScenariosTest {
    private static RunOptions options(String... arguments) {
        return RunOptions.parse(List.of(arguments), Path.of("root"));
    }

    @Test
    void everyGoal_isOfAScenarioAndSubjectsThatAreMeasured() {
        Map<String, List<String>> subjects = Scenarios.plan(options("--quick"), true).scenarios().stream()
                .collect(Collectors.toMap(
                        Scenario::id,
                        each -> each.subjects().stream().map(Subject::id).toList()));

        for (Goal goal : Goals.ALL) {
            assertThat(subjects).containsKey(goal.scenario());
            assertThat(subjects.get(goal.scenario())).containsAll(goal.ours());
            if (goal.measure() instanceof Goal.Ratio ratio) {
                assertThat(subjects.get(goal.scenario())).contains(ratio.other());
            }
        }
    }

    @Test
    void subjectsOfARound_takeTurns_andAnotherOneIsFirstInEach() {
        List<Step> steps = Scenarios.plan(options("--only", "drain/debezium-avro", "--rounds", "2"), true)
                .steps();

        assertThat(steps)
                .extracting(Step::round)
                .isSorted()
                .endsWith(0, 0, 0, 1, 1, 1, 2, 2, 2)
                .startsWith(-1);
        assertThat(steps.stream().filter(step -> step.round() == 1).map(Step::subject))
                .doesNotHaveDuplicates()
                .hasSize(3);
        assertThat(steps.get(steps.size() - 6).subject())
                .isNotEqualTo(steps.get(steps.size() - 3).subject());
    }

    /** Whichever scenario a run begins with: compilers have not seen anything yet. */
    @Test
    void firstScenario_warmsUpLonger_thanTheSameBehindOthers() {
        List<Scenario> growth =
                Scenarios.plan(options("--only", "growth/(batch|lanes)"), true).scenarios();

        assertThat(growth).extracting(Scenario::warmUps).containsExactly(2, 1);
    }

    @Test
    void rawMode_isLeftOut_whereTheSinkHasNone() {
        assertThat(Scenarios.plan(options(), false).subjects().keySet())
                .noneMatch(id -> id.contains("raw"))
                .contains("millrace", "debezium");
    }

    @Test
    void growth_isMeasuredInFullRuns_orByName_withIdsOfTheirOwn() {
        assertThat(Scenarios.plan(options("--quick"), true).scenarios())
                .noneMatch(each -> each.id().startsWith("growth/"));
        assertThat(Scenarios.plan(options("--quick", "--only", "growth/lanes"), true)
                        .scenarios())
                .singleElement()
                .satisfies(each -> assertThat(each.subjects())
                        .extracting(Subject::label)
                        .contains("Millrace, raw mode, lanes2", "limit of the server, 5000x2"));
        assertThat(Scenarios.plan(options("--smoke", "--only", "."), true).scenarios())
                .hasSameSizeAs(Scenarios.plan(options("--full"), true).scenarios());
        List<Scenario> full = Scenarios.plan(options("--full"), true).scenarios();
        assertThat(full).extracting(Scenario::id).doesNotHaveDuplicates().anyMatch(id -> id.startsWith("growth/lanes"));
        assertThat(full.size()).isGreaterThan(15);
    }

    @Test
    void options_areRead() {
        RunOptions options = options("--full", "--rounds", "7", "--only", "hot", "--out", "there");

        assertThat(options.size()).isEqualTo(Size.FULL);
        assertThat(options.rounds()).isEqualTo(7);
        assertThat(options.folder()).isEqualTo(Path.of("there"));
        assertThat(options().rounds()).isEqualTo(Size.QUICK.rounds());
        assertThat(options("--report", "there").reportOnly()).isTrue();
    }

    @Test
    void wrongOptions_areRefusedWithTheirName() {
        assertThatThrownBy(() -> options("--fast")).hasMessageContaining("--fast");
        assertThatThrownBy(() -> options("--rounds", "0")).hasMessageContaining("'0'");
        assertThatThrownBy(() -> options("--only", "(")).hasMessageContaining("'('");
        assertThatThrownBy(() -> options("--out")).hasMessageContaining("'--out' needs a value");
    }
}
