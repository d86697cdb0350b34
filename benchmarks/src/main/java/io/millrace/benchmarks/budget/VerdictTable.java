/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.budget;

import java.util.Collection;
import java.util.Locale;

/** Verdicts as text, one line each. Stateless. */
public final class VerdictTable {
    private VerdictTable() {}

    /** All verdicts, those that failed marked. */
    public static String of(Collection<Verdict> verdicts) {
        int width = verdicts.stream()
                .mapToInt(verdict -> name(verdict).length())
                .max()
                .orElse(0);
        StringBuilder table = new StringBuilder();
        table.append(line(width, "benchmark", "B/op", "budget", ""));
        for (Verdict verdict : verdicts) {
            table.append(line(
                    width,
                    name(verdict),
                    number(verdict.measured()),
                    number(verdict.budget().bytes()),
                    verdict.isExceeded() ? "  EXCEEDED" : ""));
        }
        return table.toString();
    }

    private static String name(Verdict verdict) {
        BenchmarkCase subject = verdict.budget().subject();
        return subject.params().isEmpty() ? subject.shortName() : subject.shortName() + " " + subject.params();
    }

    private static String line(int width, String name, String measured, String budget, String mark) {
        return String.format(
                Locale.ROOT, "%-" + Math.max(1, width) + "s  %10s  %10s%s%n", name, measured, budget, mark);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
