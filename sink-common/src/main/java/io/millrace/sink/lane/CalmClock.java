/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

/**
 * A clock that stands still while the target or one of its destinations takes nothing: what waits for something else to
 * come first cannot be expected to come meanwhile. Thread-safe by its own lock.
 */
final class CalmClock {
    private int outages;
    private long since;
    private long lost;

    synchronized void outageBegins(long nowNanos) {
        if (outages++ == 0) {
            since = nowNanos;
        }
    }

    synchronized void outageEnds(long nowNanos) {
        if (--outages == 0) {
            lost += nowNanos - since;
        }
    }

    /** What this clock shows when the monotonic one shows {@code nowNanos}. */
    synchronized long nanos(long nowNanos) {
        return (outages == 0 ? nowNanos : since) - lost;
    }
}
