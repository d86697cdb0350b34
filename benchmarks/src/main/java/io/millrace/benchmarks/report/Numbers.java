/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.report;

import java.util.Locale;

/** Numbers as people like to read them. Stateless. */
final class Numbers {
    private static final String NONE = "–";

    private Numbers() {}

    /** Bytes; a tenth matters only where there are few. */
    static String bytes(double bytes) {
        if (Double.isNaN(bytes)) {
            return NONE;
        }
        return bytes < 0.05 ? "0" : format(bytes < 100 ? "%.1f" : "%,.0f", bytes);
    }

    /** A part and a whole, with their unit. */
    static String bytesOf(double part, double whole) {
        return whole < 100_000
                ? bytes(part) + " of " + bytes(whole) + " B"
                : bytes(part / 1_000) + " of " + bytes(whole / 1_000) + " kB";
    }

    /** A time given in ns, with its unit. */
    static String nanos(double nanos) {
        if (Double.isNaN(nanos)) {
            return NONE;
        }
        if (nanos < 1_000) {
            return format(nanos < 10 ? "%.1f ns" : "%.0f ns", nanos);
        }
        double micros = nanos / 1_000;
        return micros < 1_000 ? format(micros < 10 ? "%.2f µs" : "%.1f µs", micros) : format("%.2f ms", micros / 1_000);
    }

    /** How many times as much. */
    static String ratio(double ratio) {
        return Double.isNaN(ratio) ? NONE : format(ratio < 10 ? "%.2f" : "%.0f", ratio) + "×";
    }

    /** A part of a whole, as percentage. */
    static String percent(double part) {
        return Double.isNaN(part) ? NONE : format("%.0f %%", part * 100);
    }

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
