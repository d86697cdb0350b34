/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;

/** What {@code benchmarks/e2e.sh} starts. Stateless. */
final class EndToEndRun {
    private static final int WRONG_USE = 2;

    private EndToEndRun() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        System.exit(run(arguments));
    }

    private static int run(String... arguments) throws IOException, SQLException {
        Path root = Path.of(System.getProperty("millrace.root", "."));
        Progress progress = new Progress(System.out);
        if (Arrays.asList(arguments).contains("--help")) {
            progress.say(RunOptions.USAGE);
            return 0;
        }
        RunOptions options;
        try {
            options = RunOptions.parse(Arrays.asList(arguments), root);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + "; --help lists all.");
            return WRONG_USE;
        }
        if (options.list()) {
            Scenarios.plan(options, true)
                    .scenarios()
                    .forEach(scenario -> progress.say(scenario.id() + ": "
                            + scenario.title() + System.lineSeparator() + "    "
                            + String.join(
                                    ", ",
                                    scenario.subjects().stream()
                                            .map(each -> each.id())
                                            .toList())));
            return 0;
        }
        EndToEndHarness harness = new EndToEndHarness(root, options, progress);
        if (!options.reportOnly()) {
            harness.measure(command(arguments));
        }
        harness.report();
        return 0;
    }

    /** As it was typed, but for where the results went: that is nobody else's business. */
    private static String command(String... arguments) {
        StringBuilder command = new StringBuilder("benchmarks/e2e.sh");
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--out")) {
                i++;
            } else {
                command.append(' ').append(arguments[i]);
            }
        }
        return command.toString();
    }
}
