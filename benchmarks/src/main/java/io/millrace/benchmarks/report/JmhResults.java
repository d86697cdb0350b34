/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.benchmarks.budget.BenchmarkCase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run of JMH has found. Immutable.
 *
 * @param measurements one for each case
 * @param settings how it was measured, for people; in the order in which it should be read
 */
public record JmhResults(List<Measurement> measurements, SortedMap<String, String> settings) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public JmhResults {
        measurements = List.copyOf(measurements);
    }

    /** Reads JMH's own JSON. */
    public static JmhResults read(Path file) throws IOException {
        JsonNode root = JSON.readTree(file.toFile());
        List<Measurement> measurements = new ArrayList<>();
        SortedMap<String, String> settings = new TreeMap<>();
        for (JsonNode node : root) {
            measurements.add(measurement(node));
            settings.put("JMH", node.path("jmhVersion").asText());
            settings.put(
                    "Java",
                    node.path("vmName").asText() + " " + node.path("vmVersion").asText());
            settings.put("JVM arguments", jvmArgs(node));
            settings.put(
                    "Measured",
                    node.path("forks").asInt() + " JVMs for each case, "
                            + node.path("warmupIterations").asInt() + " iterations of "
                            + node.path("warmupTime").asText() + " to warm up, then "
                            + node.path("measurementIterations").asInt() + " of "
                            + node.path("measurementTime").asText());
        }
        return new JmhResults(measurements, settings);
    }

    /** Those that somebody may want to repeat: passwords and ports of servers are of one run. */
    private static String jvmArgs(JsonNode node) {
        List<String> args = new ArrayList<>();
        for (JsonNode arg : node.path("jvmArgs")) {
            if (arg.asText().startsWith("-X")) {
                args.add(arg.asText());
            }
        }
        return String.join(" ", args);
    }

    private static Measurement measurement(JsonNode node) {
        JsonNode primary = node.path("primaryMetric");
        SortedMap<Double, Double> percentiles = new TreeMap<>();
        if (node.path("mode").asText().equals("sample")) {
            for (Map.Entry<String, JsonNode> entry :
                    primary.path("scorePercentiles").properties()) {
                percentiles.put(Double.valueOf(entry.getKey()), number(entry.getValue()));
            }
        }
        return new Measurement(
                subject(node),
                number(primary.path("score")),
                number(primary.path("scoreError")),
                primary.path("scoreUnit").asText(),
                lowest(node.path("secondaryMetrics").path("gc.alloc.rate.norm").path("rawData")),
                percentiles);
    }

    /** What one of JMH's results is about. */
    public static BenchmarkCase subject(JsonNode result) {
        SortedMap<String, String> params = new TreeMap<>();
        for (Map.Entry<String, JsonNode> param : result.path("params").properties()) {
            params.put(param.getKey(), param.getValue().asText());
        }
        return new BenchmarkCase(result.path("benchmark").asText(), params);
    }

    /** Of all iterations: allocation only falls while the compiler gets done, and other work can only add to it. */
    private static double lowest(JsonNode forks) {
        double lowest = Double.NaN;
        for (JsonNode fork : forks) {
            for (JsonNode iteration : fork) {
                lowest = lowest <= number(iteration) ? lowest : number(iteration);
            }
        }
        return lowest;
    }

    /** JMH writes what is no number as text. */
    private static double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : Double.NaN;
    }
}
