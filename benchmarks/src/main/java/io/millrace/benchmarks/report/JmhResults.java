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
        double nanos = nanosPerUnit(primary.path("scoreUnit").asText());
        SortedMap<Double, Double> percentiles = new TreeMap<>();
        if (node.path("mode").asText().equals("sample")) {
            for (Map.Entry<String, JsonNode> entry :
                    primary.path("scorePercentiles").properties()) {
                percentiles.put(Double.valueOf(entry.getKey()), number(entry.getValue()) * nanos);
            }
        }
        double[] iterations = iterations(primary.path("rawData"), nanos);
        boolean single = !percentiles.isEmpty();
        return new Measurement(
                subject(node),
                single ? percentiles.getOrDefault(50.0, Double.NaN) : median(iterations),
                single || iterations.length == 0 ? Double.NaN : iterations[0],
                single || iterations.length == 0 ? Double.NaN : iterations[iterations.length - 1],
                lowest(node.path("secondaryMetrics").path("gc.alloc.rate.norm").path("rawData")),
                percentiles);
    }

    /** The times of all iterations of all forks, in order. */
    private static double[] iterations(JsonNode forks, double nanos) {
        List<Double> times = new ArrayList<>();
        for (JsonNode fork : forks) {
            fork.forEach(iteration -> times.add(number(iteration) * nanos));
        }
        return times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** What one of JMH's results is about. */
    public static BenchmarkCase subject(JsonNode result) {
        SortedMap<String, String> params = new TreeMap<>();
        for (Map.Entry<String, JsonNode> param : result.path("params").properties()) {
            params.put(param.getKey(), param.getValue().asText());
        }
        return new BenchmarkCase(result.path("benchmark").asText(), params);
    }

    private static double nanosPerUnit(String unit) {
        return switch (unit) {
            case "ns/op" -> 1;
            case "us/op" -> 1e3;
            case "ms/op" -> 1e6;
            case "s/op" -> 1e9;
            default -> throw new IllegalArgumentException("Benchmarks must tell times per operation, not " + unit);
        };
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
