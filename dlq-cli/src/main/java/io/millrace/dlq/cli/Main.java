/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import picocli.CommandLine;

/** Starts the program. Stateless. */
public final class Main {
    private Main() {}

    /** Runs one command and ends with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine(new Surroundings(InstantSource.system(), new SecureRandom()))
                .execute(arguments));
    }

    /**
     * Runs one command within a program that shows it.
     *
     * @param out gets what the command prints
     * @param err gets what it says besides
     * @return its exit code
     */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine program = commandLine(new Surroundings(InstantSource.system(), new SecureRandom()));
        return program.setOut(out).setErr(err).execute(arguments);
    }

    /** The program with what it takes from its surroundings. */
    static CommandLine commandLine(Surroundings surroundings) {
        CommandLine program = new CommandLine(new Dlq(), new CommandFactory(surroundings));
        program.setCaseInsensitiveEnumValuesAllowed(true);
        program.setUsageHelpAutoWidth(true);
        program.setExecutionExceptionHandler((error, command, parsed) -> {
            PrintWriter err = command.getErr();
            if (error instanceof DlqException known) {
                err.println("dlq: " + known.getMessage());
                return known.exitCode();
            }
            err.println("dlq: " + (error.getMessage() == null ? error.toString() : error.getMessage()));
            if (Boolean.getBoolean("dlq.debug")) {
                error.printStackTrace(err);
            }
            return error instanceof org.apache.kafka.common.KafkaException ? ExitCodes.UNREACHABLE : ExitCodes.PROBLEM;
        });
        return program;
    }

    /**
     * What commands take from outside. Immutable.
     *
     * @param clock what time it is
     * @param random for names of plans
     */
    record Surroundings(InstantSource clock, RandomGenerator random) {}
}
