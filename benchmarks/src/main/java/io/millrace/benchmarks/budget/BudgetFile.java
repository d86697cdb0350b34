/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.budget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads {@code allocation-budgets.json}. Stateless.
 *
 * <p>The file has a list {@code budgets}; each has a {@code benchmark} (class and method), its {@code params}, the
 * {@code bytes} that one operation may allocate, in {@code promise} what the project promises if it does, and in
 * {@code for} what the budget is for.
 */
public final class BudgetFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private BudgetFile() {}

    /**
     * All budgets of a file.
     *
     * @throws IllegalArgumentException if it does not have the form described above, or a budget stands twice
     */
    public static SortedMap<BenchmarkCase, Budget> read(Path file) throws IOException {
        SortedMap<BenchmarkCase, Budget> budgets = new TreeMap<>();
        for (JsonNode node : JSON.readTree(file.toFile()).path("budgets")) {
            Budget budget = budget(node, file);
            if (budgets.put(budget.subject(), budget) != null) {
                throw new IllegalArgumentException(file + ": two budgets for " + budget.subject());
            }
        }
        if (budgets.isEmpty()) {
            throw new IllegalArgumentException(file + ": no list 'budgets', or an empty one");
        }
        return budgets;
    }

    private static Budget budget(JsonNode node, Path file) {
        String benchmark = node.path("benchmark").asText();
        String purpose = node.path("for").asText();
        if (benchmark.isEmpty() || purpose.isEmpty() || !node.path("bytes").isNumber()) {
            throw new IllegalArgumentException(
                    file + ": a budget needs 'benchmark', 'bytes' (a number) and 'for': " + node);
        }
        SortedMap<String, String> params = new TreeMap<>();
        for (Map.Entry<String, JsonNode> param : node.path("params").properties()) {
            params.put(param.getKey(), param.getValue().asText());
        }
        return new Budget(
                new BenchmarkCase(benchmark, params),
                node.path("bytes").asDouble(),
                node.hasNonNull("promise") ? node.path("promise").asDouble() : null,
                purpose);
    }
}
