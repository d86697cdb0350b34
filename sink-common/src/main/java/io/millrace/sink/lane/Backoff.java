/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: a random time below a bound that doubles with each attempt ("full jitter"), so
 * that tasks which failed together do not come back together. Thread-safe if the random generator is.
 */
public final class Backoff {
    private static final int MOST_DOUBLINGS = 30;

    private final long baseNanos;
    private final long capNanos;
    private final RandomGenerator random;

    public Backoff(Duration base, Duration cap, RandomGenerator random) {
        this.baseNanos = base.toNanos();
        this.capNanos = cap.toNanos();
        this.random = random;
    }

    /**
     * How long to wait before the next attempt, in ns.
     *
     * @param attempt how often it has failed, from 1
     */
    public long delayNanos(int attempt) {
        long bound = baseNanos << Math.min(attempt - 1, MOST_DOUBLINGS);
        bound = bound <= 0 ? capNanos : Math.min(bound, capNanos);
        return 1 + random.nextLong(Math.max(1, bound));
    }
}
