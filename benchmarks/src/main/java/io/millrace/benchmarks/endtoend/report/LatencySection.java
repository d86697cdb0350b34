/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.report;

import io.millrace.benchmarks.endtoend.result.Figures;
import io.millrace.benchmarks.endtoend.result.ResultSet;
import io.millrace.benchmarks.endtoend.result.Spread;
import io.millrace.benchmarks.report.Html;
import io.millrace.benchmarks.report.LineChart;
import io.millrace.benchmarks.report.LineChart.Line;
import io.millrace.benchmarks.report.LineChart.Point;
import io.millrace.benchmarks.report.Numbers;
import io.millrace.benchmarks.report.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * How long rows took at fixed rates. Immutable.
 *
 * @param results of one run
 * @param scenarios ids of those that belong here
 */
record LatencySection(ResultSet results, List<String> scenarios) implements Section {
    private static final List<String> FIGURES =
            List.of(Figures.P50, Figures.P90, Figures.P99, Figures.P999, Figures.MAX);
    private static final List<String> PLACES = List.of("p50", "p90", "p99", "p99.9", "max");
    private static final double LEAST_MILLIS = 0.01;

    static final List<String> HEAD = List.of(
            "scenario",
            "who",
            "p50",
            "p90",
            "p99",
            "p99, least – most",
            "p99.9",
            "max",
            "bare upsert",
            "until Kafka has it, p50",
            "p99");

    LatencySection {
        scenarios = List.copyOf(scenarios);
    }

    @Override
    public String title() {
        return "Latency";
    }

    @Override
    public void write(Html out) {
        out.element(
                "p",
                "From the moment at which a record was due to be sent until its row was committed and acknowledged, in ms,"
                        + " while records came at a fixed rate whatever became of them. Lines are medians of the rounds, bands"
                        + " reach from the best round to the worst.");
        for (String scenario : scenarios) {
            out.element("h3", Labels.scenario(results, scenario));
            List<Line> lines = new ArrayList<>();
            for (String subject : results.subjectsOf(scenario)) {
                List<Point> points = new ArrayList<>();
                for (String figure : FIGURES) {
                    Spread spread = results.spread(scenario, subject, figure);
                    points.add(new Point(shown(spread.median()), shown(spread.min()), shown(spread.max())));
                }
                String kind = Labels.kind(results, subject);
                boolean second = kind.equals("ours")
                        && lines.stream().anyMatch(line -> line.style().equals("ours"));
                lines.add(new Line(Labels.subject(results, subject), points, second ? "ours-2" : kind));
            }
            out.raw(LineChart.of(Labels.scenario(results, scenario), "ms", PLACES, lines));
        }
        out.table(HEAD, rows(results, scenarios), 2);
    }

    private static double shown(double millis) {
        return Math.max(LEAST_MILLIS, millis);
    }

    static List<List<String>> rows(ResultSet results, List<String> scenarios) {
        List<List<String>> rows = new ArrayList<>();
        for (String scenario : scenarios) {
            for (String subject : results.subjectsOf(scenario)) {
                List<String> row =
                        new ArrayList<>(List.of(Labels.scenario(results, scenario), Labels.subject(results, subject)));
                for (String figure : FIGURES) {
                    Spread spread = results.spread(scenario, subject, figure);
                    row.add(Numbers.millis(spread.median()));
                    if (figure.equals(Figures.P99)) {
                        row.add(Labels.range(spread, Numbers::millis));
                    }
                }
                for (String figure : List.of(Figures.BARE, Figures.BROKER_P50, Figures.BROKER_P99)) {
                    row.add(Numbers.millis(
                            results.spread(scenario, subject, figure).median()));
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
