/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.benchmarks.budget.BenchmarkCase;
import io.millrace.benchmarks.budget.Budget;
import io.millrace.benchmarks.budget.BudgetFile;
import io.millrace.benchmarks.report.AllocationSection;
import io.millrace.benchmarks.report.FactsSection;
import io.millrace.benchmarks.report.JmhResults;
import io.millrace.benchmarks.report.MarkdownTable;
import io.millrace.benchmarks.report.Report;
import io.millrace.benchmarks.report.Section;
import io.millrace.benchmarks.report.SummarySection;
import io.millrace.benchmarks.report.TimeSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run leaves in its folder: {@code jmh.json}, {@code environment.json}, and made of those {@code report.html} and
 * {@code report.md}. Immutable.
 *
 * @param folder where the files are
 */
public record ReportFiles(Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** JMH's results. */
    public Path jmh() {
        return folder.resolve("jmh.json");
    }

    /** The page for people. */
    public Path html() {
        return folder.resolve("report.html");
    }

    private Path environment() {
        return folder.resolve("environment.json");
    }

    /** Keeps where and when it was measured. */
    void keep(Map<String, String> facts) throws IOException {
        JSON.writerWithDefaultPrettyPrinter().writeValue(environment().toFile(), facts);
    }

    /**
     * Writes the report, of results that are there.
     *
     * @param budgetFile {@code allocation-budgets.json}
     * @param withTimes whether times were measured long enough to be shown
     */
    public void write(Path budgetFile, boolean withTimes) throws IOException {
        Map<BenchmarkCase, Budget> budgets = BudgetFile.read(budgetFile);
        JmhResults results = JmhResults.read(jmh());
        Map<String, String> facts = new LinkedHashMap<>(
                JSON.readValue(environment().toFile(), new TypeReference<Map<String, String>>() {}));
        facts.putAll(results.settings());
        List<Section> sections = new ArrayList<>();
        sections.add(new SummarySection(results.measurements(), budgets));
        sections.add(new AllocationSection(results.measurements(), budgets));
        if (withTimes) {
            sections.addAll(TimeSection.of(results.measurements()));
        }
        sections.add(new FactsSection("How it was measured", facts));
        String subtitle = String.join(
                " · ",
                facts.getOrDefault("Date", ""),
                facts.getOrDefault("Machine", ""),
                facts.getOrDefault("Java", ""));
        Files.writeString(html(), new Report("What a record costs", subtitle, sections).html());
        Files.writeString(folder.resolve("report.md"), MarkdownTable.of(results.measurements(), budgets));
    }
}
