/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.report;

import io.millrace.benchmarks.endtoend.result.Goal.Outcome;
import io.millrace.benchmarks.endtoend.result.Goals;
import io.millrace.benchmarks.endtoend.result.ResultSet;
import io.millrace.benchmarks.report.Html;
import io.millrace.benchmarks.report.Numbers;
import io.millrace.benchmarks.report.Section;
import java.util.ArrayList;
import java.util.List;

/** What was to be reached, and what was. Immutable. */
record GoalsSection(ResultSet results) implements Section {
    static final List<String> HEAD = List.of("goal", "who", "wanted", "median", "least – most", "rounds", "verdict");

    @Override
    public String title() {
        return "Goals";
    }

    @Override
    public void write(Html out) {
        out.element(
                "p",
                "Each is a comparison within one run, round by round; the median of the rounds counts. Everything else that"
                        + " the machine does meets both sides.");
        out.raw("<div class=\"tiles\">\n");
        for (Outcome outcome : Goals.outcomes(results)) {
            out.raw("<div class=\"tile" + (outcome.met() ? "" : " exceeded") + "\"><b>")
                    .text(Numbers.figure(outcome.found().median()) + " ")
                    .element("small", wanted(outcome) + ": " + verdict(outcome))
                    .raw("</b>")
                    .element("span", outcome.goal().text())
                    .raw("</div>\n");
        }
        out.raw("</div>\n").table(HEAD, rows(results), 2);
    }

    static List<List<String>> rows(ResultSet results) {
        List<List<String>> rows = new ArrayList<>();
        for (Outcome outcome : Goals.outcomes(results)) {
            rows.add(List.of(
                    outcome.goal().text(),
                    Labels.subject(results, outcome.subject()),
                    wanted(outcome),
                    Numbers.figure(outcome.found().median()),
                    Labels.range(outcome.found(), Numbers::figure),
                    Integer.toString(outcome.found().count()),
                    verdict(outcome)));
        }
        return rows;
    }

    private static String wanted(Outcome outcome) {
        return (outcome.goal().measure().atLeast() ? "≥ " : "≤ ")
                + Numbers.figure(outcome.goal().target());
    }

    private static String verdict(Outcome outcome) {
        return outcome.met() ? "met" : "missed by " + Numbers.percent(-outcome.distance());
    }
}
