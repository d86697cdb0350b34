/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.budget;

/**
 * A budget and what was measured. Immutable.
 *
 * @param budget how much it may be
 * @param measured bytes per operation
 */
public record Verdict(Budget budget, double measured) {
    /** Whether it was too much. */
    public boolean isExceeded() {
        // A measurement that is not a number must not pass.
        return !(measured <= budget.bytes());
    }
}
