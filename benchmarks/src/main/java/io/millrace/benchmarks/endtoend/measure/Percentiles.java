/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.measure;

import java.util.Arrays;

/** Percentiles of values, all of them kept. Immutable. */
final class Percentiles {
    private static final double ROUNDING = 1e-6;

    private final double[] sorted;

    private Percentiles(double[] sorted) {
        this.sorted = sorted;
    }

    static Percentiles of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Percentiles(sorted);
    }

    /** The least value that at least so many percent of all do not exceed; NaN if there are none. */
    double at(double percent) {
        // 99.9 is no binary fraction: what is a whole rank but for the last bits must not be the next one.
        int rank = (int) Math.ceil(percent / 100 * sorted.length - ROUNDING);
        return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, rank - 1)];
    }
}
