/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.copy;

import io.millrace.benchmarks.copy.CopyWay.Cost;
import io.millrace.benchmarks.data.RecordShape;
import io.millrace.testkit.server.PostgresOptions;
import io.millrace.testkit.server.PostgresServer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * How many rows a batch must have for COPY to be faster than arrays. Writes the same rows in both ways by turns, to a
 * server of its own that syncs its log, and prints a table of rows/s, of the time of processors that a row takes (which
 * other work on the machine hardly changes), and of the ratios of both: median, and the middle half of the rounds. One thread, and one more for each
 * connection.
 *
 * <p>What is timed is the writer: group, sort, send, commit. Arguments: the number of rounds, and then, if not all shall
 * be measured, names of changes ({@code insert}, {@code append}...) and sizes of batches.
 */
public final class CopyThreshold {
    private static final List<Integer> SIZES = List.of(100, 250, 500, 1_000, 5_000, 20_000);
    private static final int LEAST_ROWS = 10_000;

    /** What happens to rows. */
    private enum Change {
        /** Upserts of new rows. */
        INSERT(RecordShape.ENVELOPE_10, "upsert", false, false),
        /** Upserts of rows that are there. */
        UPDATE(RecordShape.ENVELOPE_10, "upsert", true, false),
        /** New rows with {@code insert.mode} {@code insert}: straight into the table. */
        APPEND(RecordShape.ENVELOPE_10, "insert", false, false),
        PART(RecordShape.ENVELOPE_10_TOAST, "upsert", true, false),
        DELETE(RecordShape.DELETE_10, "upsert", true, true),
        /** Upserts of new rows of 50 columns. */
        WIDE(RecordShape.ENVELOPE_50, "upsert", false, false);

        private final RecordShape shape;
        private final String mode;
        private final boolean existing;
        private final boolean consumes;

        Change(RecordShape shape, String mode, boolean existing, boolean consumes) {
            this.shape = shape;
            this.mode = mode;
            this.existing = existing;
            this.consumes = consumes;
        }
    }

    private CopyThreshold() {}

    public static void main(String... arguments) throws Exception {
        int rounds = arguments.length == 0 ? 7 : Integer.parseInt(arguments[0]);
        List<String> subjects = Stream.of(arguments).skip(1).toList();
        List<Change> changes = subjects.stream()
                .filter(subject -> !isNumber(subject))
                .map(name -> Change.valueOf(name.toUpperCase(Locale.ROOT)))
                .toList();
        List<Integer> sizes = subjects.stream()
                .filter(CopyThreshold::isNumber)
                .map(Integer::valueOf)
                .toList();
        measure(changes.isEmpty() ? List.of(Change.values()) : changes, sizes.isEmpty() ? SIZES : sizes, rounds);
    }

    private static boolean isNumber(String subject) {
        return Character.isDigit(subject.charAt(0));
    }

    private static void measure(List<Change> changes, List<Integer> sizes, int rounds) throws Exception {
        System.out.println("| change | connections | rows a batch | arrays: rows/s, µs of processors a row | COPY |"
                + " COPY / arrays: rows/s | processors |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
        PostgresServer server = PostgresServer.start(PostgresOptions.defaults().with("max_wal_size", "4GB"));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (Change change : changes) {
                for (int connections = 1; connections <= 2; connections++) {
                    for (int size : sizes) {
                        measure(server, threads, change, connections, size, rounds);
                    }
                }
            }
        } finally {
            threads.shutdown();
            server.close();
        }
    }

    private static void measure(
            PostgresServer server, ExecutorService threads, Change change, int connections, int size, int rounds)
            throws Exception {
        int rows = Math.max(LEAST_ROWS, 2 * size);
        int among = change.existing ? 5 * rows : 0;
        Cost[] arrays = new Cost[rounds];
        Cost[] copy = new Cost[rounds];
        try (CopyWay first = new CopyWay(server, change.shape, change.mode, 0, connections, threads);
                CopyWay second = new CopyWay(server, change.shape, change.mode, 1, connections, threads)) {
            // The first round is for warming up.
            for (int round = -1; round < rounds; round++) {
                if (among > 0 && (round < 0 || change.consumes)) {
                    first.fill(change.shape, among);
                    second.fill(change.shape, among);
                }
                boolean copyFirst = round % 2 != 0;
                Cost early = (copyFirst ? second : first).go(change.shape, size, rows, among);
                Cost late = (copyFirst ? first : second).go(change.shape, size, rows, among);
                if (round >= 0) {
                    arrays[round] = copyFirst ? late : early;
                    copy[round] = copyFirst ? early : late;
                }
            }
        }
        double written = (double) rows * connections;
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %,d | %s | %s | %s | %s |%n",
                change.name().toLowerCase(Locale.ROOT),
                connections,
                size,
                cost(arrays, written),
                cost(copy, written),
                ratio(copy, arrays, cost -> 1.0 / cost.time()),
                ratio(copy, arrays, Cost::processors));
    }

    private static String cost(Cost[] costs, double rows) {
        return String.format(
                Locale.ROOT,
                "%,.0f, %.1f",
                1e9 * rows / quantile(numbers(costs, Cost::time), 0.5),
                quantile(numbers(costs, Cost::processors), 0.5) / rows / 1_000);
    }

    private static String ratio(Cost[] one, Cost[] other, ToDoubleFunction<Cost> number) {
        double[] ratios = numbers(one, number);
        double[] divisors = numbers(other, number);
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] /= divisors[i];
        }
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f to %.2f)",
                quantile(ratios, 0.5),
                quantile(ratios, 0.25),
                quantile(ratios, 0.75));
    }

    private static double[] numbers(Cost[] costs, ToDoubleFunction<Cost> number) {
        return Arrays.stream(costs).mapToDouble(number).toArray();
    }

    private static double quantile(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(part * (sorted.length - 1))];
    }
}
