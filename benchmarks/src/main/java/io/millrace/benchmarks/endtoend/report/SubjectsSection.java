/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.report;

import io.millrace.benchmarks.endtoend.result.ResultSet;
import io.millrace.benchmarks.endtoend.result.Run;
import io.millrace.benchmarks.report.Html;
import io.millrace.benchmarks.report.Numbers;
import io.millrace.benchmarks.report.Section;
import java.util.ArrayList;
import java.util.List;

/** Who was measured with which settings, and every single measurement. Immutable. */
record SubjectsSection(ResultSet results) implements Section {
    @Override
    public String title() {
        return "Settings and single measurements";
    }

    @Override
    public void write(Html out) {
        List<List<String>> rows = new ArrayList<>();
        results.subjects().forEach((id, facts) -> rows.add(List.of(facts.label(), id, facts.settings())));
        out.table(List.of("who", "id", "settings"), rows, 3);
        out.raw("<details><summary>all measurements, in the order in which they were made</summary>");
        List<List<String>> runs = new ArrayList<>();
        for (Run run : results.runs()) {
            StringBuilder figures = new StringBuilder();
            run.figures().forEach((name, value) -> figures.append(figures.isEmpty() ? "" : ", ")
                    .append(name)
                    .append(' ')
                    .append(Numbers.figure(value)));
            runs.add(List.of(
                    run.scenario(),
                    run.subject(),
                    run.counts() ? Integer.toString(run.round()) : "warm-up",
                    Numbers.count((double) run.records()),
                    figures.toString()));
        }
        out.table(List.of("scenario", "who", "round", "records", "figures"), runs, 5);
        out.raw("</details>\n");
    }
}
