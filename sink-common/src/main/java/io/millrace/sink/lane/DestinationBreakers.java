/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.dlq.Failure;
import io.millrace.sink.metrics.Gauge;
import io.millrace.sink.metrics.LabelledGauges;
import io.millrace.sink.record.Destination;
import io.millrace.sink.time.TimeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The breakers of destinations that take no records for now, while others do: a table that is gone, an index that is
 * blocked. There is one only for as long as it is open. Thread-safe by its own lock; while none is open, asking costs a
 * volatile read.
 */
public final class DestinationBreakers {
    private final String task;
    private final Backoff backoff;
    private final CalmClock calm;
    private final HeldBack heldBack;
    private final LabelledGauges gauges;
    private final TimeSource time;
    private final List<Runnable> onClosed = new CopyOnWriteArrayList<>();

    private final Map<Destination, Open> open = new HashMap<>();
    private volatile boolean anyOpen;
    private long opened;

    /** @param task name for messages */
    DestinationBreakers(
            String task, Backoff backoff, CalmClock calm, HeldBack heldBack, LabelledGauges gauges, TimeSource time) {
        this.task = task;
        this.backoff = backoff;
        this.calm = calm;
        this.heldBack = heldBack;
        this.gauges = gauges;
        this.time = time;
    }

    /** Calls {@code signal} whenever a destination takes records again. */
    void whenClosed(Runnable signal) {
        onClosed.add(signal);
    }

    void forget(Runnable signal) {
        onClosed.remove(signal);
    }

    /** Whether there is a destination that takes nothing. */
    boolean isAnyOpen() {
        return anyOpen;
    }

    /** Whether a destination takes nothing. */
    boolean isOpen(Destination destination) {
        return anyOpen && get(destination) != null;
    }

    /** Why a destination takes nothing, or {@code null} if it does. */
    @Nullable
    Failure reason(Destination destination) {
        Open known = anyOpen ? get(destination) : null;
        return known == null ? null : known.breaker.reason();
    }

    private synchronized @Nullable Open get(Destination destination) {
        return open.get(destination);
    }

    /** Whether a lane may try a destination with one batch. If so, this lane is the one that probes. */
    synchronized boolean mayProbe(Object lane, Destination destination, long nowNanos) {
        Open known = open.get(destination);
        return known != null && known.breaker.mayWrite(lane, nowNanos);
    }

    /** When a lane that has events for a destination should ask again, on the clock of {@code nowNanos}. */
    synchronized long askAgainAt(Destination destination, long nowNanos) {
        Open known = open.get(destination);
        return known == null ? nowNanos : known.breaker.askAgainAt(nowNanos);
    }

    /**
     * A lane has found that a destination takes nothing.
     *
     * @return how long that has been so, in ns
     */
    synchronized long down(Object lane, Destination destination, Failure failure, long nowNanos) {
        Open known = open.get(destination);
        if (known == null) {
            known = new Open(destination, new Breaker(subject(destination), WHILE_OPEN, backoff, calm), time.millis());
            open.put(destination, known);
            anyOpen = true;
            opened++;
        }
        known.breaker.down(lane, failure, nowNanos);
        known.show(failure);
        return known.breaker.openNanos(nowNanos);
    }

    private static final String WHILE_OPEN =
            "Its records are held back and one batch is tried from time to time until it does; other destinations go on";

    private String subject(Destination destination) {
        return task + ": '" + destination + "'";
    }

    /** A lane that probes has had an answer. */
    void up(Object lane, Destination destination, long nowNanos) {
        synchronized (this) {
            Open known = open.get(destination);
            if (known == null) {
                return;
            }
            known.breaker.up(lane, nowNanos);
            if (known.breaker.isOpen()) {
                return;
            }
            known.hide();
            open.remove(destination);
            anyOpen = !open.isEmpty();
        }
        onClosed.forEach(Runnable::run);
    }

    /** A lane ends or begins anew; what it probes, another may. */
    synchronized void left(Object lane) {
        open.values().forEach(known -> known.breaker.left(lane));
    }

    /** Forgets the breakers of destinations that this task has no events for any more: others have their partitions now. */
    public synchronized void forgetUnused(long nowNanos) {
        if (!anyOpen) {
            return;
        }
        open.values().removeIf(known -> {
            boolean unused = heldBack.records(known.destination) == 0 && known.breaker.abandon(nowNanos);
            if (unused) {
                known.hide();
            }
            return unused;
        });
        anyOpen = !open.isEmpty();
    }

    /** How many destinations take nothing. */
    public synchronized int count() {
        return open.size();
    }

    /** How often a destination was found to take nothing so far. */
    public synchronized long openedTotal() {
        return opened;
    }

    /** A breaker that is open, and how it shows. Guarded by the lock around. */
    private final class Open {
        private final Destination destination;
        private final Breaker breaker;
        private final long sinceMillis;
        private @Nullable Failure shown;

        Open(Destination destination, Breaker breaker, long sinceMillis) {
            this.destination = destination;
            this.breaker = breaker;
            this.sinceMillis = sinceMillis;
        }

        void show(Failure failure) {
            if (shown != null && shown.code().equals(failure.code())) {
                return;
            }
            hide();
            shown = failure;
            gauges.show(
                    labels(failure),
                    List.of(
                            new Gauge(
                                    "blocked-since-ms",
                                    "When it was found to take nothing, ms since the epoch",
                                    () -> sinceMillis),
                            new Gauge("failed-probes-total", "How often it was tried in vain", breaker::failedProbes),
                            new Gauge(
                                    "held-back-records",
                                    "Its records that are held back",
                                    () -> heldBack.records(destination))));
        }

        void hide() {
            if (shown != null) {
                gauges.hide(labels(shown));
                shown = null;
            }
        }

        private Map<String, String> labels(Failure failure) {
            return Map.of(
                    "destination", destination.name(), "code", failure.code().value());
        }
    }
}
