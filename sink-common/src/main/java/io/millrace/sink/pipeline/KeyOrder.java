/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.sink.decode.EventDecoder;
import io.millrace.sink.lane.InFlightBytes;
import io.millrace.sink.lane.KeyGate;
import io.millrace.sink.lane.LaneEvents;
import io.millrace.sink.ledger.OffsetLedger;
import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.order.OrderDesk;
import io.millrace.sink.order.OrderEvents;
import io.millrace.sink.order.OrderLanes;
import io.millrace.sink.order.Replaying;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.time.TimeSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps keys in order behind their dead letters and replays letters, where there is a ledger; elsewhere it does nothing.
 * Confined to the task thread.
 */
final class KeyOrder implements AutoCloseable {
    private final @Nullable OrderDesk desk;
    private final OrderGauges gauges;

    /** Nothing is kept in order. */
    KeyOrder(String name, TimeSource time) {
        this.desk = null;
        this.gauges = new OrderGauges(name, time);
    }

    /**
     * @param ordering has a ledger
     * @param lanes makes the lanes that events of keys with letters are written by
     */
    KeyOrder(
            Ordering ordering,
            PipelineSettings settings,
            DeadLetterDesk letters,
            OrderEvents task,
            OrderLanes.Maker lanes,
            LaneEvents events,
            OffsetLedger ledger,
            InFlightBytes inFlight,
            SinkMetrics metrics,
            TimeSource time) {
        this.gauges = new OrderGauges(settings.name(), time);
        this.desk = new OrderDesk(
                ordering.settings(),
                ordering.ledger(),
                replaying(ordering, settings),
                task,
                lanes,
                events,
                ledger,
                inFlight,
                metrics,
                time);
        letters.leaveTo(desk);
    }

    private static @Nullable Replaying replaying(Ordering ordering, PipelineSettings settings) {
        // Its own decoder: what it remembers of the records before must not mix with the stream.
        EventDecoder again = new EventDecoder(settings.decode());
        return ordering.replay() == null ? null : new Replaying(ordering.replay(), again::decode);
    }

    /** Who writes events of keys with letters, or {@code null} if nobody does. */
    @Nullable
    OrderDesk desk() {
        return desk;
    }

    /** Keeps keys with letters out of the lanes. */
    KeyGate gate() {
        return desk == null ? KeyGate.OPEN : desk.gate();
    }

    /** Shows letters and plans; zeros where nothing is kept in order. */
    void describe(SinkMetrics metrics) {
        gauges.describe(metrics);
    }

    /** Partitions have been assigned. */
    void open(List<SourcePartition> sources) {
        if (desk != null) {
            desk.open(sources);
        }
    }

    /** Goes on with everything as far as it can; nothing is begun with letters while a truncate is on its way. */
    void pump(@Nullable Origin truncate) {
        if (desk != null) {
            desk.hold(truncate);
            desk.pump();
            gauges.look(desk);
        }
    }

    /** Whether the letter of an event's record stands for it, so that it must not be written. */
    boolean takes(ChangeEvent event) {
        return desk != null && desk.takes(event);
    }

    /** Whether it is not known yet which keys have letters. */
    boolean isLoading() {
        return desk != null && desk.isLoading();
    }

    /** Whether there are letters behind which nothing goes on. */
    boolean isHalting() {
        return desk != null && desk.haltingLetters() > 0;
    }

    /** Whether a record must not be taken on because of them. */
    boolean isHaltedBefore(SourcePartition source, long offset) {
        return desk != null && desk.isHaltedBefore(source, offset);
    }

    /** Whether the stream must wait. */
    boolean isBlocked() {
        return desk != null && desk.isBlocked();
    }

    /** Whether nothing is under way. */
    boolean isIdle() {
        return desk == null || desk.isIdle();
    }

    /** Whether something is being done with letters because somebody wants it. */
    boolean isReplaying() {
        return desk != null && desk.isReplaying();
    }

    /** Forgets partitions that are lost. Returns whether no write of theirs is under way any more. */
    boolean revoked(List<SourcePartition> lost, long timeoutNanos) {
        return desk == null || desk.revoked(lost, timeoutNanos);
    }

    /** Ends the lanes. Returns whether no write was under way any more. */
    boolean close(long timeoutNanos) {
        return desk == null || desk.close(timeoutNanos);
    }

    /** Lets go of what is not a lane, once threads have ended. */
    @Override
    public void close() {
        if (desk != null) {
            desk.close();
        }
    }

    @Override
    public String toString() {
        return "letters";
    }
}
