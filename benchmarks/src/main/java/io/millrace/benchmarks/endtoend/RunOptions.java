/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What was asked for on the command line. Immutable.
 *
 * @param size how much is measured
 * @param only which scenarios, found anywhere in their ids
 * @param who which subjects, found anywhere in their ids; scenarios in which nobody is left fall out
 * @param rounds how many rounds count; 0 for what goes with the size
 * @param folder where results go
 * @param workerOptions options of the worker's JVM
 * @param reportOnly whether nothing is measured and the folder's results are reported anew
 * @param publish whether the results become those of the documentation
 * @param list whether scenarios are only named
 */
record RunOptions(
        Size size,
        Pattern only,
        Pattern who,
        int rounds,
        Path folder,
        List<String> workerOptions,
        boolean reportOnly,
        boolean publish,
        boolean list) {
    static final String USAGE =
            """
            Usage: benchmarks/e2e.sh [options]

            Drains topics and paces records through sinks from their plugin zips, on a real Connect worker with real servers
            of its own: ours, Debezium's, and a plain program as the limit, in turn. Makes results.json, report.html and
            report.md.

              --quick            every goal in about a quarter of an hour
              --full             longer; Elasticsearch and S3; how cost grows with batches, columns, text, lanes and keys
              --smoke            seconds: whether everything works, not how fast
              --only <regex>     scenarios whose id has a match, those of --full among them; see --list
              --who <regex>      subjects whose id has a match, such as '-raw$' for a profile of one alone
              --rounds <n>       how many rounds count (3, or 5 with --full)
              --out <folder>     where results go; default benchmarks/target/e2e
              --worker-option <option>  a further option of the worker's JVM, such as -XX:StartFlightRecording=filename=x.jfr
              --report <folder>  measures nothing and makes the report of a folder's results anew
              --publish          makes the results those of docs/benchmarks.md and of benchmarks/results
              --list             names all scenarios and who takes part
            """;

    /** How much is measured. */
    enum Size {
        SMOKE(3_000, 1, 1, 2, "a short pass that looks at rows only: its times mean nothing"),
        QUICK(200_000, 3, 2, 7, "quick"),
        FULL(400_000, 5, 3, 20, "full");

        private final int records;
        private final int rounds;
        private final int warmUpSeconds;
        private final int seconds;
        private final String label;

        Size(int records, int rounds, int warmUpSeconds, int seconds, String label) {
            this.records = records;
            this.rounds = rounds;
            this.warmUpSeconds = warmUpSeconds;
            this.seconds = seconds;
            this.label = label;
        }

        /** For people. */
        String label() {
            return label;
        }

        int records() {
            return records;
        }

        int rounds() {
            return rounds;
        }

        int warmUpSeconds() {
            return warmUpSeconds;
        }

        int seconds() {
            return seconds;
        }
    }

    static RunOptions parse(List<String> arguments, Path root) {
        Size size = Size.QUICK;
        Pattern only = Pattern.compile("");
        Pattern who = Pattern.compile("");
        int rounds = 0;
        Path folder = root.resolve("benchmarks/target/e2e");
        List<String> workerOptions = new ArrayList<>();
        boolean reportOnly = false;
        boolean publish = false;
        boolean list = false;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            switch (argument) {
                case "--quick" -> size = Size.QUICK;
                case "--full" -> size = Size.FULL;
                case "--smoke" -> size = Size.SMOKE;
                case "--list" -> list = true;
                case "--publish" -> publish = true;
                case "--only" -> only = pattern(next(arguments, ++i));
                case "--who" -> who = pattern(next(arguments, ++i));
                case "--rounds" -> rounds = number(next(arguments, ++i));
                case "--out" -> folder = Path.of(next(arguments, ++i));
                case "--worker-option" -> workerOptions.add(next(arguments, ++i));
                case "--report" -> {
                    folder = Path.of(next(arguments, ++i));
                    reportOnly = true;
                }
                default -> throw new IllegalArgumentException("There is no option '" + argument + "'");
            }
        }
        return new RunOptions(
                size,
                only,
                who,
                rounds == 0 ? size.rounds : rounds,
                folder,
                List.copyOf(workerOptions),
                reportOnly,
                publish,
                list);
    }

    private static String next(List<String> arguments, int index) {
        if (index == arguments.size()) {
            throw new IllegalArgumentException("'" + arguments.get(index - 1) + "' needs a value");
        }
        return arguments.get(index);
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("'" + text + "' is no regular expression: " + wrong.getDescription());
        }
    }

    private static int number(String text) {
        if (!text.matches("[1-9][0-9]{0,2}")) {
            throw new IllegalArgumentException("'" + text + "' is no number of rounds from 1 to 999");
        }
        return Integer.parseInt(text);
    }
}
