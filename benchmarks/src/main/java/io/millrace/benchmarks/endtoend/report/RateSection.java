/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.report;

import io.millrace.benchmarks.endtoend.result.Figures;
import io.millrace.benchmarks.endtoend.result.ResultSet;
import io.millrace.benchmarks.endtoend.result.Spread;
import io.millrace.benchmarks.report.BarChart;
import io.millrace.benchmarks.report.BarChart.Bar;
import io.millrace.benchmarks.report.Html;
import io.millrace.benchmarks.report.Numbers;
import io.millrace.benchmarks.report.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast topics were drained, one chart for each scenario and a table of all. Immutable.
 *
 * @param title of the section
 * @param explanation what is shown
 * @param results of one run
 * @param scenarios ids of those that belong here
 */
record RateSection(String title, String explanation, ResultSet results, List<String> scenarios) implements Section {
    static final List<String> HEAD = List.of(
            "scenario", "who", "rows/s", "least – most", "to limit or peer", "CPU µs/record", "kB allocated/record");

    RateSection {
        scenarios = List.copyOf(scenarios);
    }

    @Override
    public void write(Html out) {
        out.element("p", explanation);
        for (String scenario : scenarios) {
            out.element("h3", Labels.scenario(results, scenario));
            List<Bar> bars = new ArrayList<>();
            for (String subject : results.subjectsOf(scenario)) {
                Spread rate = results.spread(scenario, subject, Figures.RATE);
                bars.add(new Bar(
                        Labels.subject(results, subject),
                        rate.median(),
                        rate.min(),
                        rate.max(),
                        Double.NaN,
                        Numbers.count(rate.median()) + " rows/s",
                        Labels.kind(results, subject)));
            }
            out.raw(BarChart.of(Labels.scenario(results, scenario), bars));
        }
        out.table(HEAD, rows(results, scenarios), 2);
    }

    static List<List<String>> rows(ResultSet results, List<String> scenarios) {
        List<List<String>> rows = new ArrayList<>();
        for (String scenario : scenarios) {
            List<String> subjects = results.subjectsOf(scenario);
            String yardstick = Labels.yardstick(results, subjects);
            for (String subject : subjects) {
                Spread rate = results.spread(scenario, subject, Figures.RATE);
                rows.add(List.of(
                        Labels.scenario(results, scenario),
                        Labels.subject(results, subject),
                        Numbers.count(rate.median()),
                        Labels.range(rate, Numbers::count),
                        Numbers.ratio(results.ratio(scenario, subject, yardstick, Figures.RATE)
                                .median()),
                        Numbers.figure(
                                results.spread(scenario, subject, Figures.CPU).median()),
                        Numbers.figure(
                                results.spread(scenario, subject, Figures.BYTES).median() / 1_000)));
            }
        }
        return rows;
    }
}
