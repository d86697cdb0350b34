/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks;

import io.millrace.benchmarks.budget.BenchmarkCase;
import io.millrace.benchmarks.jdbc.OrdersTable;
import io.millrace.testkit.server.PostgresServer;
import io.millrace.testkit.server.TestServers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs JMH, always with the allocation profiler, and with the servers that the chosen benchmarks need. Not
 * thread-safe.
 */
public final class JmhRun {
    /** A fixed heap and the serial collector: nothing of the JVM's own works beside what is measured. */
    private static final List<String> JVM_ARGS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");

    private final Length length;

    /**
     * How long to measure.
     *
     * @param forks JVMs per case; 0 for all in this one
     * @param warmups iterations before anything is measured
     * @param iterations iterations that are measured
     * @param millis length of each iteration
     */
    public record Length(int forks, int warmups, int iterations, int millis) {}

    public JmhRun(Length length) {
        this.length = length;
    }

    /**
     * Runs benchmarks with all their parameters.
     *
     * @param benchmarks classes and methods
     * @param results file that JMH's results are written to, as JSON
     * @param log file for JMH's output, or {@code null} for standard output
     */
    public void all(Collection<String> benchmarks, Path results, @Nullable Path log) throws RunnerException {
        run(options(benchmarks), results, log);
    }

    /** Runs one case. */
    public void one(BenchmarkCase each, Path results, Path log) throws RunnerException {
        ChainedOptionsBuilder options = options(List.of(each.benchmark()));
        each.params().forEach(options::param);
        run(options, results, log);
    }

    private static void run(ChainedOptionsBuilder options, Path results, @Nullable Path log) throws RunnerException {
        options.resultFormat(ResultFormatType.JSON).result(results.toString());
        if (log != null) {
            options.output(log.toString());
        }
        new Runner(options.build()).run();
    }

    private ChainedOptionsBuilder options(Collection<String> benchmarks) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(length.forks)
                .warmupIterations(length.warmups)
                .warmupTime(TimeValue.milliseconds(length.millis))
                .measurementIterations(length.iterations)
                .measurementTime(TimeValue.milliseconds(length.millis))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .jvmArgsAppend(jvmArgs(benchmarks).toArray(String[]::new));
        benchmarks.forEach(benchmark -> options.include("^" + Pattern.quote(benchmark) + "$"));
        return options;
    }

    private List<String> jvmArgs(Collection<String> benchmarks) {
        Map<String, String> properties = new TreeMap<>();
        String root = System.getProperty("millrace.root");
        if (root != null) {
            properties.put("millrace.root", root);
        }
        if (benchmarks.stream().anyMatch(benchmark -> benchmark.startsWith(OrdersTable.class.getPackageName()))) {
            PostgresServer server = TestServers.postgres();
            properties.put(OrdersTable.URL, server.jdbcUrl("postgres"));
            properties.put(OrdersTable.USER, server.user());
            properties.put(OrdersTable.PASSWORD, server.password());
        }
        if (length.forks == 0) {
            properties.forEach(System::setProperty);
        }
        List<String> args = new ArrayList<>(JVM_ARGS);
        properties.forEach((name, value) -> args.add("-D" + name + "=" + value));
        return args;
    }
}
