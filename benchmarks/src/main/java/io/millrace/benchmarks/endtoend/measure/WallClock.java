/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.measure;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Times of {@link System#nanoTime} as times of day, which the database's are. Good for a minute or so: the clocks drift.
 * Immutable.
 *
 * @param micros since the epoch
 * @param nanoTime at that moment
 */
record WallClock(long micros, long nanoTime) {
    static WallClock now() {
        return new WallClock(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()), System.nanoTime());
    }

    /** µs since the epoch. */
    long micros(long atNanoTime) {
        return micros + (atNanoTime - nanoTime) / 1_000;
    }
}
