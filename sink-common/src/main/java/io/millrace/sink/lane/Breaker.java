/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.dlq.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops all lanes while nobody can write, to the target or to one destination, and lets one of them try with one batch from
 * time to time. Thread-safe by its own lock. Asked once per batch.
 */
public final class Breaker {
    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

    private enum State {
        CLOSED,
        OPEN,
        PROBING
    }

    private final String target;
    private final String whileOpen;
    private final Backoff backoff;
    private final CalmClock calm;
    private final List<Runnable> onClosed = new ArrayList<>();

    private State state = State.CLOSED;
    private @Nullable Object prober;
    private @Nullable Failure reason;
    private int failedProbes;
    private long probeAt;
    private long openedAt;
    private long opened;

    /**
     * @param target name for messages
     * @param whileOpen a sentence: what happens to the target's records
     * @param calm stands still while the breaker is open
     */
    Breaker(String target, String whileOpen, Backoff backoff, CalmClock calm) {
        this.target = target;
        this.whileOpen = whileOpen;
        this.backoff = backoff;
        this.calm = calm;
    }

    /** Calls {@code signal} whenever writing is possible again. */
    synchronized void whenClosed(Runnable signal) {
        onClosed.add(signal);
    }

    synchronized void forget(Runnable signal) {
        onClosed.remove(signal);
    }

    /** Whether a lane may write now. If so while the breaker is open, this lane is the one that probes. */
    synchronized boolean mayWrite(Object lane, long nowNanos) {
        if (state == State.OPEN && nowNanos - probeAt >= 0) {
            state = State.PROBING;
            prober = lane;
        }
        return state == State.CLOSED || prober == lane;
    }

    /** When a lane that may not write should ask again, on the clock of {@code nowNanos}. */
    synchronized long askAgainAt(long nowNanos) {
        return state == State.OPEN ? probeAt : nowNanos + 100_000_000L;
    }

    /** A lane has found that nobody can write. */
    synchronized void down(Object lane, Failure failure, long nowNanos) {
        if (state == State.OPEN || (state == State.PROBING && prober != lane)) {
            return;
        }
        if (state == State.CLOSED) {
            failedProbes = 0;
            openedAt = nowNanos;
            opened++;
            calm.outageBegins(nowNanos);
            LOG.warn("{} takes no writes: [{}] {}. {}", target, failure.code(), failure.message(), whileOpen);
        }
        failedProbes++;
        reason = failure;
        prober = null;
        state = State.OPEN;
        probeAt = nowNanos + backoff.delayNanos(failedProbes);
    }

    /** A lane has had an answer. */
    void up(Object lane, long nowNanos) {
        List<Runnable> signals;
        synchronized (this) {
            if (state != State.PROBING || prober != lane) {
                return;
            }
            LOG.info("{} takes writes again after {} ms", target, (nowNanos - openedAt) / 1_000_000);
            close(nowNanos);
            signals = List.copyOf(onClosed);
        }
        signals.forEach(Runnable::run);
    }

    /** Closes, unless a lane is probing: nobody needs to write there any more. Returns whether it did. */
    synchronized boolean abandon(long nowNanos) {
        if (state != State.OPEN) {
            return false;
        }
        LOG.info("{}: this task has no records for it any more", target);
        close(nowNanos);
        return true;
    }

    private void close(long nowNanos) {
        state = State.CLOSED;
        prober = null;
        reason = null;
        calm.outageEnds(nowNanos);
    }

    /** A lane ends, or has nothing to ask the target after all; if it was the one that probes, another may. */
    synchronized void left(Object lane) {
        if (prober == lane) {
            prober = null;
            state = State.OPEN;
        }
    }

    /** Whether lanes are stopped. */
    public synchronized boolean isOpen() {
        return state != State.CLOSED;
    }

    /** How long lanes have been stopped, in nanoseconds; 0 if they are not. */
    public synchronized long openNanos(long nowNanos) {
        return state == State.CLOSED ? 0 : nowNanos - openedAt;
    }

    /** How often lanes have been stopped so far. */
    public synchronized long openedTotal() {
        return opened;
    }

    /** How often trying has failed since lanes were stopped. */
    synchronized int failedProbes() {
        return state == State.CLOSED ? 0 : failedProbes - 1;
    }

    /** Why lanes are stopped, or {@code null} if they are not. */
    public synchronized @Nullable Failure reason() {
        return reason;
    }
}
