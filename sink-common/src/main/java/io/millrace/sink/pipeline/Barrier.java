/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.sink.lane.InFlightBytes;
import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.order.OrderDesk;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.SourcePartition;
import java.util.ArrayDeque;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Holds records back: makes a truncate happen after everything that came before it and before everything that comes after,
 * and keeps the order where a record cannot be decoded yet. Confined to the task thread.
 *
 * <p>While the barrier is up, records are kept as they came: first until all lanes are at rest, then until the truncate
 * itself is written. Events that are held in a lane for something else to come first are not waited for: what they wait for
 * may be behind the barrier. Those of the destination that is emptied end here, since their rows go anyway.
 */
final class Barrier {
    private enum State {
        DOWN,
        WAITING_FOR_LANES,
        WAITING_FOR_TRUNCATE,
        WAITING_FOR_SCHEMA
    }

    private final Router router;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final @Nullable OrderDesk order;
    private State state = State.DOWN;
    private @Nullable ChangeEvent truncate;

    /** @param order writes events of keys with letters, or {@code null} if nobody does */
    Barrier(Router router, @Nullable OrderDesk order) {
        this.router = router;
        this.order = order;
    }

    boolean isUp() {
        return state != State.DOWN;
    }

    /** The record of the truncate that waits or is being written, or {@code null}. */
    @Nullable
    Origin truncate() {
        return truncate == null ? null : truncate.origin();
    }

    /** Begins to wait for the moment at which {@code event}, a truncate, may be written. */
    void raise(ChangeEvent event) {
        truncate = event;
        state = State.WAITING_FOR_LANES;
    }

    /** Keeps a record that cannot be decoded yet before all others; it is handed out with the next look. */
    void postpone(SinkRecord record, SourcePartition source) {
        waiting.addFirst(new Waiting(record, source));
        state = State.WAITING_FOR_SCHEMA;
    }

    /** Keeps a record that came after the one that is waited for. */
    void hold(SinkRecord record, SourcePartition source) {
        waiting.addLast(new Waiting(record, source));
    }

    /** Goes on as far as lanes allow. Returns whether the barrier came down in this very call. */
    boolean lower() {
        if (state == State.WAITING_FOR_LANES
                && truncate != null
                && isCalm()
                && router.allAtRestBefore(truncate.destination())) {
            write(truncate);
            state = State.WAITING_FOR_TRUNCATE;
        }
        if (state == State.WAITING_FOR_SCHEMA) {
            state = State.DOWN;
            return true;
        }
        if (state == State.WAITING_FOR_TRUNCATE && router.first().isAtRest() && isCalm()) {
            state = State.DOWN;
            truncate = null;
            return true;
        }
        return false;
    }

    private boolean isCalm() {
        return order == null || (order.isIdle() && (truncate == null || !order.isStoppedBefore(truncate.origin())));
    }

    /** Where there are letters, those of the destination end with it. */
    private void write(ChangeEvent event) {
        if (order == null || order.hasNoLetters()) {
            router.first().offer(event);
            router.first().publish();
        } else {
            order.truncate(event);
        }
    }

    /** Whether records were kept that may go on now. */
    boolean hasWaiting() {
        return !isUp() && !waiting.isEmpty();
    }

    /** The next record that was kept, while the barrier is down; {@code null} if there is none. */
    @Nullable
    Waiting next() {
        return isUp() ? null : waiting.pollFirst();
    }

    /** Forgets what belongs to partitions that this task has lost. */
    void forgetRevoked(InFlightBytes inFlight, SinkMetrics metrics) {
        int before = waiting.size();
        waiting.removeIf(record -> record.source().isRevoked());
        metrics.revoked(before - waiting.size());
        if (state == State.WAITING_FOR_LANES
                && truncate != null
                && truncate.origin().source().isRevoked()) {
            inFlight.release(truncate.bytes());
            metrics.revoked(1);
            truncate = null;
            state = State.WAITING_FOR_TRUNCATE;
        }
    }

    /** A record that is held back. */
    record Waiting(SinkRecord record, SourcePartition source) {}
}
