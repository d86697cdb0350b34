/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.report;

import io.millrace.benchmarks.endtoend.result.Goals;
import io.millrace.benchmarks.endtoend.result.ResultSet;
import java.util.ArrayList;
import java.util.List;

/** A page of the documentation, a part of which is made of committed results. Immutable. */
public enum PublishedPage {
    /** Every goal. */
    GOALS("docs/benchmarks.md", "benchmarks/results/end-to-end.json"),

    /** What of it a newcomer wants to know. */
    README("README.md", "benchmarks/results/end-to-end.json"),

    /** How cost grows, and other targets than a database. */
    GROWTH("docs/growth.md", "benchmarks/results/growth.json");

    private static final String BEGIN = "<!-- measured: begin. Written by benchmarks/e2e.sh --publish -->\n";
    private static final String END = "<!-- measured: end -->\n";
    private static final List<String> FACTS = List.of(
            "Date", "Command", "Commit", "Machine", "Load when it began", "JDK", "PostgreSQL", "Worker", "Plugins");

    private final String page;
    private final String results;

    PublishedPage(String page, String results) {
        this.page = page;
        this.results = results;
    }

    /**
     * Where results belong.
     *
     * @param results what was measured
     * @return the pages of goals, if one of them has been measured
     */
    public static List<PublishedPage> of(ResultSet results) {
        return Goals.ALL.stream().anyMatch(goal -> results.scenarios().containsKey(goal.scenario()))
                ? List.of(GOALS, README)
                : List.of(GROWTH);
    }

    /** The page, within the project. */
    public String page() {
        return page;
    }

    /** The results, within the project. */
    public String results() {
        return results;
    }

    /**
     * The page with results in their place.
     *
     * @param page the page as it is
     * @param results what was measured
     * @return the page as it must be
     * @throws IllegalArgumentException if the page does not say where results go
     */
    public String filled(String page, ResultSet results) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("The page has no place for results: a line '" + BEGIN.strip()
                    + "', and after it a line '" + END.strip() + "'");
        }
        return page.substring(0, begin + BEGIN.length()) + "\n" + content(results) + page.substring(end);
    }

    private String content(ResultSet results) {
        return this == README ? EndToEndReport.lines(Comparison.HEAD, Comparison.rows(results)) : measured(results);
    }

    private static String measured(ResultSet results) {
        List<List<String>> settings = new ArrayList<>();
        results.subjects().values().forEach(subject -> settings.add(List.of(subject.label(), subject.settings())));
        List<List<String>> facts = new ArrayList<>();
        for (String fact : FACTS) {
            String value = results.facts().get(fact);
            if (value != null) {
                facts.add(List.of(fact, value));
            }
        }
        return EndToEndReport.markdown(results)
                + EndToEndReport.table("Settings", List.of("who", "settings"), settings)
                + EndToEndReport.table("Where and when", List.of("what", "here"), facts);
    }
}
