/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.report;

import io.millrace.benchmarks.endtoend.result.ResultSet;
import io.millrace.benchmarks.report.FactsSection;
import io.millrace.benchmarks.report.Report;
import io.millrace.benchmarks.report.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Results of one run as a page, and as tables for {@code docs/benchmarks.md}. Stateless. */
public final class EndToEndReport {
    private static final String DRAIN_TEXT =
            "A topic that is full already is written to an empty table; from the first row to the last, by the table's own"
                    + " clock. Bars are medians, with the worst and the best round.";
    private static final String GROWTH_TEXT =
            "One thing changes, all else stays as at the best settings for Debezium Avro.";

    private EndToEndReport() {}

    /**
     * The page.
     *
     * @param results of one run
     * @return HTML that loads nothing from anywhere
     */
    public static String html(ResultSet results) {
        List<Section> sections = new ArrayList<>();
        if (!GoalsSection.rows(results).isEmpty()) {
            sections.add(new GoalsSection(results));
        }
        rates(results)
                .forEach((title, scenarios) -> sections.add(new RateSection(
                        title, title.startsWith("Growth") ? GROWTH_TEXT : DRAIN_TEXT, results, scenarios)));
        List<String> latency = measured(results, "latency/");
        if (!latency.isEmpty()) {
            sections.add(new LatencySection(results, latency));
        }
        sections.add(new SubjectsSection(results));
        sections.add(new FactsSection("How it was measured", results.facts()));
        String subtitle = String.join(
                " · ",
                results.facts().getOrDefault("Date", ""),
                results.facts().getOrDefault("Machine", ""),
                results.facts().getOrDefault("JDK", ""),
                results.facts().getOrDefault("Length", ""));
        return new Report("Sinks end to end", subtitle, sections).html();
    }

    /**
     * Tables for {@code docs/benchmarks.md}.
     *
     * @param results of one run
     * @return Markdown
     */
    public static String markdown(ResultSet results) {
        StringBuilder text = new StringBuilder();
        List<List<String>> goals = GoalsSection.rows(results);
        if (!goals.isEmpty()) {
            text.append(table("Goals", GoalsSection.HEAD, goals));
        }
        rates(results)
                .forEach((title, scenarios) ->
                        text.append(table(title, RateSection.HEAD, RateSection.rows(results, scenarios))));
        List<String> latency = measured(results, "latency/");
        if (!latency.isEmpty()) {
            text.append(table("Latency in ms", LatencySection.HEAD, LatencySection.rows(results, latency)));
        }
        return text.toString();
    }

    /** Titles of sections, and the scenarios of each. */
    private static Map<String, List<String>> rates(ResultSet results) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        add(sections, "Draining a topic", measured(results, "drain/"));
        add(sections, "Hot keys", measured(results, "hot/"));
        for (String scenario : measured(results, "growth/")) {
            String of = scenario.split("/", -1)[1];
            sections.computeIfAbsent("Growth with " + of, fresh -> new ArrayList<>())
                    .add(scenario);
        }
        add(sections, "Elasticsearch", measured(results, "elasticsearch/"));
        add(sections, "S3", measured(results, "s3/"));
        return sections;
    }

    private static void add(Map<String, List<String>> sections, String title, List<String> scenarios) {
        if (!scenarios.isEmpty()) {
            sections.put(title, scenarios);
        }
    }

    private static List<String> measured(ResultSet results, String prefix) {
        return results.scenarios().keySet().stream()
                .filter(id -> id.startsWith(prefix) && !results.subjectsOf(id).isEmpty())
                .toList();
    }

    /** The same below a heading. */
    static String table(String title, List<String> head, List<List<String>> rows) {
        return "### " + title + "\n\n" + lines(head, rows);
    }

    /** A table, and an empty line. */
    static String lines(List<String> head, List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        text.append(line(head)).append(line(head.stream().map(each -> "---").toList()));
        rows.forEach(row -> text.append(line(row)));
        return text.append('\n').toString();
    }

    private static String line(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
