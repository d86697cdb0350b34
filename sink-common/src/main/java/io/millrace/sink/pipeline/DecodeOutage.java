/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.dlq.Failure;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether records wait to be decoded because something that is needed for it is down, and for how long. Changed on the task
 * thread, read by whoever looks at metrics.
 */
final class DecodeOutage {
    private final String name;
    private final Optional<Duration> budget;
    private volatile boolean on;
    private long since;

    /** @param budget how long it may last before the task gives up; empty for ever */
    DecodeOutage(String name, Optional<Duration> budget) {
        this.name = name;
        this.budget = budget;
    }

    /**
     * A record could not be decoded, again or for the first time.
     *
     * @throws PipelineFailedException if that has been so for too long
     */
    void goesOn(Failure why, long now) {
        if (!on) {
            on = true;
            since = now;
        }
        if (budget.isPresent() && now - since >= budget.get().toNanos()) {
            throw new PipelineFailedException(
                    why, name + " has waited for " + budget.get() + " ('target.down.max.duration.ms')");
        }
    }

    /** A record was decoded. */
    void isOver() {
        on = false;
    }

    boolean isOn() {
        return on;
    }
}
