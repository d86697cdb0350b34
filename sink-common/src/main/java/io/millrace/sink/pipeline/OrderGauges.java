/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.order.OrderDesk;
import io.millrace.sink.order.OrderState;
import io.millrace.sink.time.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows letters and plans as they were a moment ago. The task thread looks, any thread reads.
 */
final class OrderGauges {
    private static final Logger LOG = LoggerFactory.getLogger(OrderGauges.class);
    private static final long INTERVAL_NANOS = 500_000_000L;

    private final String name;
    private final TimeSource time;
    private volatile OrderState state = OrderState.NOTHING;
    // Confined to the task thread.
    private long lookedAt;

    OrderGauges(String name, TimeSource time) {
        this.name = name;
        this.time = time;
        this.lookedAt = time.nanos() - INTERVAL_NANOS;
    }

    /** Looks again, unless that was a moment ago. */
    void look(OrderDesk desk) {
        if (time.nanos() - lookedAt < INTERVAL_NANOS) {
            return;
        }
        lookedAt = time.nanos();
        OrderState before = state;
        OrderState now = desk.state();
        state = now;
        tellOverflow(before.overflowing(), now);
        tellHalt(before.halting(), now.halting());
    }

    private void tellOverflow(boolean before, OrderState now) {
        if (now.overflowing() != before) {
            if (before) {
                LOG.info("{}: there is room for letters again, and the stream goes on", name);
            } else {
                LOG.warn(
                        "{}: the stream waits, since there are {} open letters of {} keys and no more may be"
                                + " ('dlq.order.max.keys', 'dlq.order.max.letters.per.key'); replay or discard some",
                        name,
                        now.openLetters(),
                        now.keys());
            }
        }
    }

    /** A task that begins finds letters of others, of which nothing else is said. */
    private void tellHalt(int before, int now) {
        if (before == 0 && now > 0) {
            LOG.warn(
                    "{}: the stream waits behind {} letters ('dlq.order' is 'halt') until they are replayed, edited or"
                            + " discarded",
                    name,
                    now);
        } else if (before > 0 && now == 0) {
            LOG.info("{}: no letter halts the stream any more, and it goes on", name);
        }
    }

    void describe(SinkMetrics metrics) {
        metrics.gauge("open-letters", "Letters whose records are still to be applied", () -> state.openLetters());
        metrics.gauge(
                "oldest-open-letter-age-ms",
                "Time since the oldest of them was written or last tried; 0 if there is none",
                () -> state.openLetters() == 0 ? 0 : Math.max(0, time.millis() - state.oldestAt()));
        metrics.gauge("keys-with-letters", "Keys that have open letters or had until just now", () -> state.keys());
        metrics.gauge(
                "halting-letters",
                "Letters behind which nothing goes on until they are replayed, edited or discarded",
                () -> state.halting());
        metrics.gauge(
                "open-letters-overflowing",
                "1 while the stream waits since there are too many open letters",
                () -> state.overflowing() ? 1 : 0);
        metrics.gauge("replay-plans-active", "Plans at work", () -> state.activePlans());
        metrics.gauge("replay-letters-left", "Letters that those may still try, at most", () -> state.left());
        metrics.gauge(
                "replay-letters-done-total",
                "Letters replayed or given up by plans, dry runs included",
                () -> state.replayed().done());
        metrics.gauge("replay-letters-failed-total", "Letters that plans could not apply", () -> state.replayed()
                .failed());
        metrics.gauge(
                "replay-letters-stale-total",
                "Letters that plans did not apply because the target has something newer",
                () -> state.replayed().stale());
    }
}
