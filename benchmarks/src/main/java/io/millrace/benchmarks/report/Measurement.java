/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.report;

import io.millrace.benchmarks.budget.BenchmarkCase;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What JMH found for one case. Immutable.
 *
 * @param subject benchmark and parameters
 * @param time per operation
 * @param error half of the 99.9 % confidence interval of {@code time}; NaN if there are too few iterations
 * @param unit of time and error, such as {@code ns/op}
 * @param bytes allocated per operation; NaN if it was not measured
 * @param percentiles of the time of single operations, by percentage; empty unless single operations were timed
 */
public record Measurement(
        BenchmarkCase subject,
        double time,
        double error,
        String unit,
        double bytes,
        SortedMap<Double, Double> percentiles) {

    public Measurement {
        percentiles = new TreeMap<>(percentiles);
    }
}
