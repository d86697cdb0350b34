/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.report;

import io.millrace.benchmarks.budget.BenchmarkCase;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What JMH found for one case. Immutable.
 *
 * @param subject benchmark and parameters
 * @param time per operation in ns, the median of all iterations; of single operations if those were timed
 * @param fastest iteration's time per operation in ns; NaN if single operations were timed
 * @param slowest iteration's time per operation in ns; NaN if single operations were timed
 * @param bytes allocated per operation; NaN if it was not measured
 * @param percentiles of the time of single operations in ns, by percentage; empty unless single operations were timed
 */
public record Measurement(
        BenchmarkCase subject,
        double time,
        double fastest,
        double slowest,
        double bytes,
        SortedMap<Double, Double> percentiles) {

    public Measurement {
        percentiles = new TreeMap<>(percentiles);
    }

    /**
     * How many times as long it takes as something else. The fastest iterations are compared, where they are known: other
     * work on the machine can only make iterations slower.
     */
    double ratioTo(Measurement other) {
        boolean known = !Double.isNaN(fastest) && !Double.isNaN(other.fastest);
        return known ? fastest / other.fastest : time / other.time;
    }
}
