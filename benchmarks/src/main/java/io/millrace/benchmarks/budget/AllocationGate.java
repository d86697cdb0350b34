/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.budget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.millrace.benchmarks.JmhRun;
import io.millrace.benchmarks.JmhRun.Length;
import io.millrace.benchmarks.report.JmhResults;
import io.millrace.benchmarks.report.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures what has a budget. Only bytes per operation are looked at, which hardly depend on how busy the machine is; times
 * never are. Not thread-safe.
 *
 * <p>What allocation comes to shows only when the compiler is done, and on a busy machine that takes longer. So each case
 * is measured shortly at first, all in this JVM, and its lowest iteration counts. In company the compiler can do without
 * fewer allocations, hardly more. What exceeds its budget then gets a second, longer look in a JVM of its own: it fails only
 * if that, too, is too much.
 */
public final class AllocationGate {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Length FIRST_LOOK = new Length(0, 3, 2, 150);
    private static final Length SECOND_LOOK = new Length(1, 5, 4, 600);

    private final Path folder;
    private final Path results;

    /**
     * @param folder where logs go
     * @param results where JMH's results of the first look go
     */
    public AllocationGate(Path folder, Path results) {
        this.folder = folder;
        this.results = results;
    }

    /** Measures the subject of every budget. */
    public List<Verdict> measure(Collection<Budget> budgets) throws IOException, RunnerException {
        Files.createDirectories(folder);
        TreeSet<String> benchmarks = new TreeSet<>();
        budgets.forEach(budget -> benchmarks.add(budget.subject().benchmark()));
        new JmhRun(FIRST_LOOK).all(benchmarks, results, folder.resolve("first-look.log"));
        for (Verdict verdict : verdicts(budgets)) {
            if (verdict.isExceeded()) {
                lookAgain(verdict.budget().subject());
            }
        }
        return verdicts(budgets);
    }

    private List<Verdict> verdicts(Collection<Budget> budgets) throws IOException {
        Map<BenchmarkCase, Double> bytes = new HashMap<>();
        for (Measurement each : JmhResults.read(results).measurements()) {
            bytes.put(each.subject(), each.bytes());
        }
        List<Verdict> verdicts = new ArrayList<>();
        for (Budget budget : budgets) {
            verdicts.add(new Verdict(budget, bytes.getOrDefault(budget.subject(), Double.NaN)));
        }
        return verdicts;
    }

    private void lookAgain(BenchmarkCase subject) throws IOException, RunnerException {
        Path again = folder.resolve("second-look.json");
        new JmhRun(SECOND_LOOK).one(subject, again, folder.resolve("second-look-" + subject.shortName() + ".log"));
        ArrayNode all = JSON.createArrayNode();
        for (JsonNode node : JSON.readTree(results.toFile())) {
            if (!JmhResults.subject(node).equals(subject)) {
                all.add(node);
            }
        }
        JSON.readTree(again.toFile()).forEach(all::add);
        JSON.writeValue(results.toFile(), all);
    }
}
