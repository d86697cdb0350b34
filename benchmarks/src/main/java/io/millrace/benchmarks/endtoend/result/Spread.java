/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.result;

import java.util.Collection;

/**
 * Some values in short. Immutable.
 *
 * @param count how many
 * @param median of two in the middle, their mean; NaN of nothing
 * @param min the least; NaN of nothing
 * @param max the greatest; NaN of nothing
 */
public record Spread(int count, double median, double min, double max) {
    /**
     * Of values.
     *
     * @param values in any order
     * @return their spread
     */
    public static Spread of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            return new Spread(0, Double.NaN, Double.NaN, Double.NaN);
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted.length, median, sorted[0], sorted[sorted.length - 1]);
    }
}
