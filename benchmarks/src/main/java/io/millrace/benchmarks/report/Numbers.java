/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.report;

import java.util.Locale;

/** Numbers as people like to read them. Stateless. */
public final class Numbers {
    private static final String NONE = "–";

    private Numbers() {}

    /** Bytes; a tenth matters only where there are few. */
    public static String bytes(double bytes) {
        if (Double.isNaN(bytes)) {
            return NONE;
        }
        return bytes < 0.05 ? "0" : format(bytes < 100 ? "%.1f" : "%,.0f", bytes);
    }

    /** A part and a whole, with their unit. */
    public static String bytesOf(double part, double whole) {
        return whole < 100_000
                ? bytes(part) + " of " + bytes(whole) + " B"
                : bytes(part / 1_000) + " of " + bytes(whole / 1_000) + " kB";
    }

    /** A time given in ns, with its unit. */
    public static String nanos(double nanos) {
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
    public static String ratio(double ratio) {
        return Double.isNaN(ratio) ? NONE : format(ratio < 10 ? "%.2f" : "%.0f", ratio) + "×";
    }

    /** A part of a whole, as percentage. */
    public static String percent(double part) {
        return Double.isNaN(part) ? NONE : format("%.0f %%", part * 100);
    }

    /** Of something that is counted by the thousand, such as rows per second. */
    public static String count(double count) {
        return Double.isNaN(count) ? NONE : format("%,.0f", count);
    }

    /** A time given in ms, without its unit. */
    public static String millis(double millis) {
        return Double.isNaN(millis) ? NONE : format(millis < 10 ? "%.2f" : millis < 100 ? "%.1f" : "%,.0f", millis);
    }

    /** Three digits that count, without a unit. */
    public static String figure(double value) {
        return Double.isNaN(value)
                ? NONE
                : format(Math.abs(value) < 1 ? "%.3f" : Math.abs(value) < 10 ? "%.2f" : "%.1f", value);
    }

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
