/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.simulation;

import io.millrace.sink.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves when it is told to. Confined to one thread. */
public final class ManualTime implements TimeSource, InstantSource {
    private static final long START_MILLIS = 1_800_000_000_000L;

    private long nanos;

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public long millis() {
        return START_MILLIS + nanos / 1_000_000;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    /** Lets time pass. */
    public void advance(Duration duration) {
        nanos += duration.toNanos();
    }

    /** Lets time pass until a moment, if it has not come yet. */
    public void advanceTo(long moment) {
        nanos = Math.max(nanos, moment);
    }
}
