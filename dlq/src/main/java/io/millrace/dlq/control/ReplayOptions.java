/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

import org.jspecify.annotations.Nullable;

/**
 * How carefully a plan goes about it. Each task counts for itself. Immutable.
 *
 * @param dryRun whether to go only as far as it can be done without changing anything
 * @param canary number of letters that must succeed, all of them, before the others are tried; 0 for none
 * @param ratePerSecond greatest number of letters per second, or {@code null} for no limit
 * @param stopIfFailedRatio share of failures, 0 to 1, at which the plan stops; looked at from 20 letters on;
 *     {@code null} for never
 * @param stopIfFailed number of failures at which the plan stops, or {@code null} for never
 */
public record ReplayOptions(
        boolean dryRun,
        int canary,
        @Nullable Double ratePerSecond,
        @Nullable Double stopIfFailedRatio,
        @Nullable Integer stopIfFailed) {
    /** No limits. */
    public static final ReplayOptions NONE = new ReplayOptions(false, 0, null, null, null);
}
