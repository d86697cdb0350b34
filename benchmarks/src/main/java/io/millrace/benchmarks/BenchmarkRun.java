/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks;

import io.millrace.benchmarks.JmhRun.Length;
import io.millrace.benchmarks.budget.BenchmarkCase;
import io.millrace.benchmarks.budget.BenchmarkCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.openjdk.jmh.runner.RunnerException;

/** What {@code benchmarks/run.sh} starts. */
final class BenchmarkRun {
    private static final Length THOROUGH = new Length(2, 3, 5, 400);
    private static final Length QUICK = new Length(1, 3, 3, 300);
    private static final String USAGE =
            """
            Usage: benchmarks/run.sh [--quick] [--out <folder>] [pattern]
                   benchmarks/run.sh --report <folder>

              pattern          regular expression, found anywhere in class and method; without it all are run
              --quick          one JVM and short iterations for each case: bytes are right, times are rough
              --out <folder>   where results and report go; default benchmarks/target/results
              --report <folder>  measures nothing and makes the report of a folder's results anew
              --list           names all benchmarks and their parameters
            """;

    private final Path root;

    private BenchmarkRun(Path root) {
        this.root = root;
    }

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(System.getProperty("millrace.root", "."));
        System.exit(new BenchmarkRun(root).run(List.of(arguments)));
    }

    private int run(List<String> arguments) throws IOException {
        Length length = THOROUGH;
        Path folder = root.resolve("benchmarks/target/results");
        List<String> patterns = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            String next = i + 1 < arguments.size() ? arguments.get(i + 1) : null;
            if (argument.equals("--quick")) {
                length = QUICK;
            } else if (argument.equals("--out") && next != null) {
                folder = Path.of(next);
                i++;
            } else if (argument.equals("--report") && next != null) {
                return report(new ReportFiles(Path.of(next)));
            } else if (argument.equals("--list")) {
                BenchmarkCases.matching(".*").forEach(System.out::println);
                return 0;
            } else if (argument.startsWith("-") || patterns.size() == 1) {
                System.err.print(
                        (argument.equals("--help") ? "" : "Cannot make sense of '" + argument + "'.\n") + USAGE);
                return argument.equals("--help") ? 0 : 2;
            } else {
                patterns.add(argument);
            }
        }
        return measure(patterns.isEmpty() ? ".*" : patterns.get(0), length, folder, String.join(" ", arguments));
    }

    private int measure(String pattern, Length length, Path folder, String arguments) throws IOException {
        SortedSet<BenchmarkCase> cases = BenchmarkCases.matching(pattern);
        if (cases.isEmpty()) {
            System.err.println("No benchmark matches '" + pattern + "'; --list names them all.");
            return 2;
        }
        SortedSet<String> benchmarks = new TreeSet<>();
        cases.forEach(each -> benchmarks.add(each.benchmark()));
        long seconds = (long) cases.size()
                * length.forks()
                * (length.warmups() + length.iterations())
                * length.millis()
                / 1_000;
        System.out.println(cases.size() + " cases of " + benchmarks.size() + " benchmarks; at least " + seconds + " s");
        Files.createDirectories(folder);
        ReportFiles files = new ReportFiles(folder);
        // What an earlier run has left must not pass for this one's if this one fails.
        Files.deleteIfExists(files.jmh());
        Files.deleteIfExists(files.html());
        files.keep(Environment.facts(root, ("benchmarks/run.sh " + arguments).strip(), Clock.systemUTC()));
        try {
            new JmhRun(length).all(benchmarks, files.jmh(), null);
        } catch (RunnerException e) {
            System.err.println("A benchmark has failed, see above; there is no report. " + e.getMessage());
            return 1;
        }
        return report(files);
    }

    private int report(ReportFiles files) throws IOException {
        files.write(root.resolve("benchmarks/allocation-budgets.json"), true);
        System.out.println("Results: " + files.jmh().toAbsolutePath());
        System.out.println("Report:  " + files.html().toAbsolutePath());
        return 0;
    }
}
