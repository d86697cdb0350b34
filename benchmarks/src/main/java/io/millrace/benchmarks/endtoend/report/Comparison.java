/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.report;

import io.millrace.benchmarks.endtoend.result.Figures;
import io.millrace.benchmarks.endtoend.result.Goal;
import io.millrace.benchmarks.endtoend.result.Goal.Ratio;
import io.millrace.benchmarks.endtoend.result.Goals;
import io.millrace.benchmarks.endtoend.result.ResultSet;
import io.millrace.benchmarks.report.Numbers;
import java.util.ArrayList;
import java.util.List;

/** The few lines that somebody reads who has just come: ours beside somebody else's sink. Stateless. */
final class Comparison {
    static final List<String> HEAD = List.of("", "Millrace", "Debezium's JDBC sink", "limit of the server");

    private Comparison() {}

    /** One line for each goal that compares two subjects. */
    static List<List<String>> rows(ResultSet results) {
        List<List<String>> rows = new ArrayList<>();
        for (Goal.Outcome outcome : Goals.outcomes(results)) {
            if (outcome.goal().measure() instanceof Ratio ratio) {
                String scenario = outcome.goal().scenario();
                String ours = figure(results, scenario, outcome.subject(), ratio.figure());
                String other = figure(results, scenario, ratio.other(), ratio.figure());
                boolean limit = Labels.kind(results, ratio.other()).equals("limit");
                rows.add(List.of(
                        Labels.scenario(results, scenario) + unit(ratio.figure()),
                        ours,
                        limit ? "" : other,
                        limit ? other : ""));
            }
        }
        return rows;
    }

    private static String unit(String figure) {
        return figure.equals(Figures.RATE) ? ", records/s" : ", 99th percentile";
    }

    private static String figure(ResultSet results, String scenario, String subject, String figure) {
        double median = results.spread(scenario, subject, figure).median();
        return figure.equals(Figures.RATE) ? Numbers.count(median) : Numbers.millis(median) + " ms";
    }
}
