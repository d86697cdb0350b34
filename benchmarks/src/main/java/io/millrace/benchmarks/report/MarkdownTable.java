/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.report;

import io.millrace.benchmarks.budget.BenchmarkCase;
import io.millrace.benchmarks.budget.Budget;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The same figures for {@code docs/benchmarks.md}: memory, and times as ratios only. Stateless. */
public final class MarkdownTable {
    private MarkdownTable() {}

    /** One line for each measurement; times are given as multiples of the question's first. */
    public static String of(List<Measurement> measurements, Map<BenchmarkCase, Budget> budgets) {
        StringBuilder table = new StringBuilder(
                """
                | question | case | B/op | budget | time, to the first |
                | --- | --- | ---: | ---: | ---: |
                """);
        String title = "";
        Measurement first = null;
        for (Measurement each : measurements.stream().sorted(Subject.ORDER).toList()) {
            Subject subject = Subject.of(each.subject());
            if (first == null || !subject.title().equals(title)) {
                title = subject.title();
                first = each;
            }
            Budget budget = budgets.get(each.subject());
            String peer = subject.peer();
            table.append(line(
                    title,
                    peer == null ? subject.label() : subject.label() + " (" + peer + ")",
                    Numbers.bytes(each.bytes()),
                    budgetText(budget),
                    Numbers.ratio(each.ratioTo(first))));
        }
        return table.toString();
    }

    private static String budgetText(@Nullable Budget budget) {
        return budget == null ? "–" : Numbers.bytes(budget.bytes());
    }

    private static String line(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
