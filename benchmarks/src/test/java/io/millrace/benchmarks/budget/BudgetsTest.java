/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetsTest {
    private static final Path FILE = Path.of(System.getProperty("millrace.root"), "benchmarks/allocation-budgets.json");

    @TempDir
    private Path folder;

    @Test
    void everyBenchmark_hasABudget() throws IOException {
        TreeSet<BenchmarkCase> without = new TreeSet<>(BenchmarkCases.ours());
        without.removeAll(BudgetFile.read(FILE).keySet());

        assertThat(without).as("benchmarks without a budget in %s", FILE).isEmpty();
    }

    @Test
    void everyBudget_hasABenchmark() throws IOException {
        TreeSet<BenchmarkCase> orphans = new TreeSet<>(BudgetFile.read(FILE).keySet());
        orphans.removeAll(BenchmarkCases.ours());

        assertThat(orphans)
                .as("budgets in %s without a benchmark of ours", FILE)
                .isEmpty();
    }

    @Test
    void peers_areNotOurs() {
        assertThat(BenchmarkCases.matching("ReadJson")).hasSize(2);
        assertThat(BenchmarkCases.ours()).isNotEmpty().noneMatch(each -> each.benchmark()
                .contains("ReadJson"));
    }

    @Test
    void budget_thatStandsTwice_isRefused() throws IOException {
        String budget = "{\"benchmark\": \"a.B.c\", \"params\": {\"p\": \"1\"}, \"bytes\": 1, \"for\": \"x\"}";

        assertThatThrownBy(() -> read("{\"budgets\": [" + budget + "," + budget + "]}"))
                .hasMessageContaining("two budgets for a.B.c{p=1}");
    }

    @Test
    void budget_thatSaysTooLittle_isRefused() {
        for (String budget : List.of(
                "{\"benchmark\": \"a.B.c\", \"for\": \"x\"}",
                "{\"benchmark\": \"a.B.c\", \"bytes\": \"12\", \"for\": \"x\"}",
                "{\"benchmark\": \"a.B.c\", \"bytes\": 12}",
                "{\"bytes\": 12, \"for\": \"x\"}")) {
            assertThatThrownBy(() -> read("{\"budgets\": [" + budget + "]}"))
                    .hasMessageContaining("needs 'benchmark', 'bytes' (a number) and 'for'");
        }
    }

    @Test
    void budget_aboveWhatIsPromised_isRefused() {
        assertThatThrownBy(
                        () -> read(
                                "{\"budgets\": [{\"benchmark\": \"a.B.c\", \"bytes\": 500, \"promise\": 400, \"for\": \"x\"}]}"))
                .hasMessageContaining("500.0 bytes is more than the 400.0");
    }

    @Test
    void fileWithoutBudgets_isRefused() {
        assertThatThrownBy(() -> read("{}")).hasMessageContaining("no list 'budgets'");
    }

    private Map<BenchmarkCase, Budget> read(String json) throws IOException {
        return BudgetFile.read(Files.writeString(folder.resolve("budgets.json"), json));
    }

    @Test
    void verdict_isExceeded_whenMoreOrNothingWasMeasured() {
        Budget budget = new Budget(new BenchmarkCase("a.B.c", Map.of()), 10, null, "x");

        assertThat(new Verdict(budget, 10).isExceeded()).isFalse();
        assertThat(new Verdict(budget, 10.1).isExceeded()).isTrue();
        assertThat(new Verdict(budget, Double.NaN).isExceeded()).isTrue();
    }

    @Test
    void table_marksWhatIsExceeded() {
        Budget budget = new Budget(new BenchmarkCase("a.Name.method", Map.of("shape", "WIDE")), 10, null, "x");

        assertThat(VerdictTable.of(List.of(new Verdict(budget, 12.34))).lines())
                .satisfiesExactly(
                        head -> assertThat(head).contains("benchmark", "B/op", "budget"), line -> assertThat(line)
                                .startsWith("Name.method {shape=WIDE}")
                                .endsWith("12.3        10.0  EXCEEDED"));
    }
}
