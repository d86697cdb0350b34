/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart;

import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What the command line says.
 *
 * @param seconds how long the workload runs
 * @param rate rows changed in a second
 * @param seed decides what happens in the store
 * @param keep whether everything is left running after the verdict
 * @param folder where configurations and logs go
 */
record Options(int seconds, int rate, long seed, boolean keep, Path folder) {
    static final int SECONDS = 45;
    static final int RATE = 200;
    private static final int MOST_SECONDS = 86_400;
    private static final int MOST_RATE = 100_000;

    /** Something on the command line that makes no sense; the message says what and what would. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    static Options defaults(Path folder) {
        return new Options(SECONDS, RATE, RandomGenerator.getDefault().nextInt(1, 1_000_000), false, folder);
    }

    static Options parse(List<String> arguments, Path folder) throws UsageException {
        Options options = defaults(folder);
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (name.equals("--keep") && equals < 0) {
                options = new Options(options.seconds, options.rate, options.seed, true, folder);
                continue;
            }
            if (!List.of("--seconds", "--rate", "--seed").contains(name)) {
                throw new UsageException("unknown option '" + argument + "'; --help lists all");
            }
            if (equals < 0) {
                throw new UsageException(name + " needs a number, as in " + name + "=10");
            }
            options = options.with(name, argument.substring(equals + 1));
        }
        return options;
    }

    private Options with(String name, String value) throws UsageException {
        return switch (name) {
            case "--seconds" -> new Options((int) number(name, value, MOST_SECONDS), rate, seed, keep, folder);
            case "--rate" -> new Options(seconds, (int) number(name, value, MOST_RATE), seed, keep, folder);
            default -> new Options(seconds, rate, number(name, value, Long.MAX_VALUE), keep, folder);
        };
    }

    private static long number(String name, String value, long most) throws UsageException {
        try {
            long number = Long.parseLong(value);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // The same message as for a number out of range.
        }
        throw new UsageException(name + " must be a whole number from 1 to " + most + ", not '" + value + "'");
    }
}
