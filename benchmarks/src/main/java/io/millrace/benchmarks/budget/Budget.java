/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.budget;

import org.jspecify.annotations.Nullable;

/**
 * How much memory one operation may allocate. Immutable.
 *
 * @param subject what is measured
 * @param bytes most bytes per operation: a little above what was measured, so that every step back shows
 * @param promise what the project promises, at least {@code bytes}; {@code null} if it promises nothing here
 * @param purpose what the budget is for
 */
public record Budget(BenchmarkCase subject, double bytes, @Nullable Double promise, String purpose) {
    /** @throws IllegalArgumentException if the budget allows more than is promised */
    public Budget {
        if (promise != null && promise < bytes) {
            throw new IllegalArgumentException(
                    subject + ": the budget of " + bytes + " bytes is more than the " + promise + " that are promised");
        }
    }
}
