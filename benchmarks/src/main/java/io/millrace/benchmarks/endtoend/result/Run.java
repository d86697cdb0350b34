/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.result;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one measurement has found. Immutable.
 *
 * @param scenario what was done, such as {@code drain/debezium-json}
 * @param subject id of who was measured
 * @param round number of the round; those before 1 are for warming up and count for nothing
 * @param records how many records
 * @param figures by name, see {@link Figures}
 */
public record Run(String scenario, String subject, int round, long records, Map<String, Double> figures) {
    /** Copies the figures, in order. */
    public Run {
        figures = java.util.Collections.unmodifiableMap(new TreeMap<>(figures));
    }

    /** Whether it counts. */
    public boolean counts() {
        return round > 0;
    }
}
