/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.budget.AllocationGate;
import io.millrace.benchmarks.budget.BenchmarkCase;
import io.millrace.benchmarks.budget.Budget;
import io.millrace.benchmarks.budget.BudgetFile;
import io.millrace.benchmarks.budget.Verdict;
import io.millrace.benchmarks.budget.VerdictTable;
import io.millrace.benchmarks.report.JmhResults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Enforces {@code allocation-budgets.json}. What it has measured is in {@code benchmarks/target/allocation}: a report for
 * people, a table, and JMH's own results.
 */
class AllocationBudgetsIT {
    private static final Path ROOT = Path.of(System.getProperty("millrace.root"));
    private static final Path BUDGETS = ROOT.resolve("benchmarks/allocation-budgets.json");

    /** A JVM for each budget: some seconds each, more where others use the machine. */
    @Test
    @Timeout(value = 12, unit = TimeUnit.MINUTES)
    void everyBudget_isKept() throws Exception {
        SortedMap<BenchmarkCase, Budget> budgets = BudgetFile.read(BUDGETS);
        ReportFiles files = new ReportFiles(ROOT.resolve("benchmarks/target/allocation"));
        AllocationGate gate = new AllocationGate(files.folder(), files.jmh());
        List<Verdict> verdicts = gate.measure(budgets.values());

        String table = VerdictTable.of(verdicts);
        System.out.println(table);
        Files.writeString(files.folder().resolve("allocation.txt"), table);
        files.keep(Environment.facts(ROOT, "mvn -B verify -pl benchmarks -am", Clock.systemUTC()));
        files.write(BUDGETS, false);

        assertThat(verdicts)
                .as(
                        "budgets of %s:%n%s%nTo find where it is allocated: benchmarks/run.sh --help, or record with"
                                + " -XX:StartFlightRecording and look at jdk.ObjectAllocationSample",
                        BUDGETS, table)
                .noneMatch(Verdict::isExceeded);
    }

    /** The gate itself: a budget that cannot be kept gets its second look and is then reported, with what that has found. */
    @Test
    void budgetOfNothing_isExceeded(@TempDir Path folder) throws Exception {
        BenchmarkCase subject = new BenchmarkCase(
                "io.millrace.benchmarks.core.SettleOffsets.oweAndSettle", Map.of("order", "IN_ORDER"));
        AllocationGate gate = new AllocationGate(folder, folder.resolve("jmh.json"));

        List<Verdict> verdicts = gate.measure(List.of(new Budget(subject, 1, null, "cannot be kept")));

        assertThat(verdicts).singleElement().satisfies(verdict -> {
            assertThat(verdict.isExceeded()).isTrue();
            assertThat(verdict.measured()).isBetween(30.0, 60.0);
        });
        assertThat(folder.resolve("second-look-SettleOffsets.oweAndSettle.log"))
                .content()
                .contains("order = IN_ORDER");
        assertThat(JmhResults.read(folder.resolve("jmh.json")).measurements())
                .as("the second look takes the place of the first")
                .hasSize(3);
    }
}
