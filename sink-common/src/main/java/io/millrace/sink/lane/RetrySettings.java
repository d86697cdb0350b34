/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import java.time.Duration;
import java.util.Optional;

/**
 * How patient lanes are. Immutable.
 *
 * @param backoff bound of the first wait
 * @param maxBackoff bound of every wait
 * @param unclassifiedBudget how long an error that no table knows is retried before its record or the target is blamed
 * @param dependencyBudget how long a record waits for what must come before it
 * @param targetDownBudget how long the target may be down before the task gives up; empty for ever
 * @param pauseOnSystemic whether a wrong configuration holds back the records that it concerns until it is put right, instead
 *     of failing the task
 * @param storms when refused records are a storm
 * @param overrides what certain failures of the target mean, where the user knows better than its table
 */
public record RetrySettings(
        Duration backoff,
        Duration maxBackoff,
        Duration unclassifiedBudget,
        Duration dependencyBudget,
        Optional<Duration> targetDownBudget,
        boolean pauseOnSystemic,
        StormSettings storms,
        FailureOverrides overrides) {
    /** The same for somebody who only wants to know whether a record could be written now. */
    public RetrySettings withoutWaitingForOthers() {
        return new RetrySettings(
                backoff,
                maxBackoff,
                unclassifiedBudget,
                Duration.ZERO,
                targetDownBudget,
                pauseOnSystemic,
                storms,
                overrides);
    }

    /** Without a guard against storms. */
    public RetrySettings(
            Duration backoff,
            Duration maxBackoff,
            Duration unclassifiedBudget,
            Duration dependencyBudget,
            Optional<Duration> targetDownBudget,
            boolean pauseOnSystemic,
            FailureOverrides overrides) {
        this(
                backoff,
                maxBackoff,
                unclassifiedBudget,
                dependencyBudget,
                targetDownBudget,
                pauseOnSystemic,
                StormSettings.NONE,
                overrides);
    }
}
