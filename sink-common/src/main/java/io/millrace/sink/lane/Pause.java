/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.dlq.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The time a lane waits before it tries again. Confined to its lane. */
final class Pause {
    private static final Logger LOG = LoggerFactory.getLogger(Pause.class);
    private static final int ATTEMPTS_BEFORE_WARNING = 3;

    private final String lane;
    private final Backoff backoff;
    private boolean waiting;
    private long until;
    private boolean warned;

    Pause(String lane, Backoff backoff) {
        this.lane = lane;
        this.backoff = backoff;
    }

    /** Whether the lane has to wait now. */
    boolean isOn(long nowNanos) {
        waiting = waiting && nowNanos - until < 0;
        return waiting;
    }

    /** When the pause ends. */
    long until() {
        return until;
    }

    /** Waits until a moment. */
    void begin(long moment) {
        waiting = true;
        until = moment;
    }

    /** Waits as the back-off says. Warns once when it begins to look serious. */
    void begin(long nowNanos, int attempts, Failure failure) {
        begin(nowNanos + backoff.delayNanos(attempts));
        if (attempts >= ATTEMPTS_BEFORE_WARNING && !warned) {
            warned = true;
            LOG.warn(
                    "{}: failed {} times and goes on trying: [{}] {}",
                    lane,
                    attempts,
                    failure.code(),
                    failure.message());
        }
    }

    /** The target has taken a batch. */
    void answered() {
        if (warned) {
            warned = false;
            LOG.info("{}: writes go through again", lane);
        }
    }
}
