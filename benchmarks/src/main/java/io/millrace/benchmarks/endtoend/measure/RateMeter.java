/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.measure;

/**
 * The rate at which a counter grows, looked at from outside: from the first look at which there was something to the one
 * at which there was everything. What was there at the first does not count. Confined to one thread.
 */
final class RateMeter {
    private static final double NANOS = 1e9;

    private final long all;
    private long firstCount;
    private long firstNanos;
    private long lastNanos;

    /** @param all how much there will be */
    RateMeter(long all) {
        this.all = all;
    }

    /** Takes a look's result; true if there is everything. */
    boolean look(long count, long nanoTime) {
        if (count > 0 && firstCount == 0) {
            firstCount = count;
            firstNanos = nanoTime;
        }
        if (count >= all) {
            lastNanos = nanoTime;
            return true;
        }
        return false;
    }

    /** Per second. */
    double rate() {
        if (lastNanos == 0 || firstCount >= all) {
            throw new IllegalStateException(
                    "All of " + all + " were there at the first look: too few for a rate, or looks too far apart");
        }
        return (all - firstCount) * NANOS / (lastNanos - firstNanos);
    }
}
