/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.report;

import io.millrace.benchmarks.budget.BenchmarkCase;
import io.millrace.benchmarks.budget.Budget;
import io.millrace.benchmarks.budget.BudgetFile;
import java.util.List;
import java.util.Map;

/** The figures that matter most, large. One thread. */
public final class SummarySection implements Section {
    private final List<Measurement> measurements;
    private final Map<BenchmarkCase, Budget> budgets;

    /** @param budgets those marked as headlines are shown; see {@link BudgetFile} */
    public SummarySection(List<Measurement> measurements, Map<BenchmarkCase, Budget> budgets) {
        this.measurements = measurements.stream().sorted(Subject.ORDER).toList();
        this.budgets = budgets;
    }

    @Override
    public String title() {
        return "In short";
    }

    @Override
    public void write(Html out) {
        out.raw("<div class=\"tiles\">\n");
        for (Measurement each : measurements) {
            Budget budget = budgets.get(each.subject());
            if (budget != null && budget.promise() != null) {
                boolean exceeded = !(each.bytes() <= budget.promise());
                out.raw("<div class=\"tile" + (exceeded ? " exceeded" : "") + "\"><b>")
                        .text(Numbers.bytes(each.bytes()) + " B ")
                        .element("small", "of " + Numbers.bytes(budget.promise()) + " B promised")
                        .raw("</b>")
                        .element("span", budget.purpose())
                        .raw("</div>\n");
            }
        }
        out.raw("</div>\n");
    }
}
