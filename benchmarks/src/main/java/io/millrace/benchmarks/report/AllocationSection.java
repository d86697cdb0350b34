/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.report;

import io.millrace.benchmarks.budget.BenchmarkCase;
import io.millrace.benchmarks.budget.Budget;
import io.millrace.benchmarks.report.BarChart.Bar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bytes per operation against their budgets. One thread. */
public final class AllocationSection implements Section {
    private final List<Measurement> measurements;
    private final Map<BenchmarkCase, Budget> budgets;

    public AllocationSection(List<Measurement> measurements, Map<BenchmarkCase, Budget> budgets) {
        this.measurements = measurements.stream()
                .filter(each -> budgets.containsKey(each.subject()))
                .sorted(Subject.ORDER)
                .toList();
        this.budgets = budgets;
    }

    @Override
    public String title() {
        return "Memory for each record, against its budget";
    }

    @Override
    public void write(Html out) {
        out.element(
                "p",
                "Bytes allocated per operation, after the compiler is done. The tick is the budget that the build enforces. This"
                        + " hardly depends on the machine or on how busy it is.");
        Map<String, List<Bar>> charts = new LinkedHashMap<>();
        List<List<String>> rows = new ArrayList<>();
        for (Measurement each : measurements) {
            Budget budget = budgets.get(each.subject());
            if (budget == null) {
                continue;
            }
            Subject subject = Subject.of(each.subject());
            charts.computeIfAbsent(subject.title(), title -> new ArrayList<>()).add(bar(each, budget, subject));
            rows.add(List.of(
                    subject.title(),
                    subject.label(),
                    budget.purpose(),
                    Numbers.bytes(each.bytes()),
                    Numbers.bytes(budget.bytes()),
                    isExceeded(each, budget) ? "exceeded" : Numbers.percent(each.bytes() / budget.bytes())));
        }
        charts.forEach((title, bars) -> out.element("h3", title).raw(BarChart.of(title, bars)));
        out.raw("<details><summary>As a table, with what each budget is for</summary>\n");
        out.table(List.of("question", "case", "the budget is for", "B/op", "budget", "used"), rows, 3);
        out.raw("</details>\n");
    }

    private static Bar bar(Measurement each, Budget budget, Subject subject) {
        return new Bar(
                subject.label(),
                each.bytes(),
                Double.NaN,
                Double.NaN,
                budget.bytes(),
                Numbers.bytesOf(each.bytes(), budget.bytes()),
                isExceeded(each, budget) ? "exceeded" : "ours");
    }

    /** What was not measured does not pass. */
    private static boolean isExceeded(Measurement each, Budget budget) {
        return !(each.bytes() <= budget.bytes());
    }
}
