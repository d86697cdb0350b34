/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.report;

import io.millrace.benchmarks.endtoend.result.ResultSet;
import java.util.List;

/** The part of {@code docs/benchmarks.md} that is made of committed results. Stateless. */
public final class PublishedPage {
    /** The page, within the project. */
    public static final String PAGE = "docs/benchmarks.md";

    /** The results, within the project. */
    public static final String RESULTS = "benchmarks/results/end-to-end.json";

    private static final String BEGIN = "<!-- measured: begin. Written by benchmarks/e2e.sh --publish -->\n";
    private static final String END = "<!-- measured: end -->\n";
    private static final List<String> FACTS = List.of(
            "Date", "Command", "Commit", "Machine", "Load when it began", "JDK", "PostgreSQL", "Worker", "Plugins");

    private PublishedPage() {}

    /**
     * The page with results in their place.
     *
     * @param page the page as it is
     * @param results what was measured
     * @return the page as it must be
     * @throws IllegalArgumentException if the page does not say where results go
     */
    public static String of(String page, ResultSet results) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(PAGE + " has no place for results: a line '" + BEGIN.strip()
                    + "', and after it a line '" + END.strip() + "'");
        }
        return page.substring(0, begin + BEGIN.length()) + "\n" + measured(results) + page.substring(end);
    }

    private static String measured(ResultSet results) {
        StringBuilder text = new StringBuilder(EndToEndReport.markdown(results));
        text.append("### Settings\n\n| who | settings |\n| --- | --- |\n");
        results.subjects().forEach((id, facts) -> text.append("| ")
                .append(facts.label())
                .append(" | ")
                .append(facts.settings())
                .append(" |\n"));
        text.append("\n### Where and when\n\n| what | here |\n| --- | --- |\n");
        for (String fact : FACTS) {
            String value = results.facts().get(fact);
            if (value != null) {
                text.append("| ").append(fact).append(" | ").append(value).append(" |\n");
            }
        }
        return text.append('\n').toString();
    }
}
