/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.dlq.Failure;
import io.millrace.sink.decode.EventDecoder;
import io.millrace.sink.lane.InFlightBytes;
import io.millrace.sink.lane.Lane;
import io.millrace.sink.ledger.OffsetLedger;
import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.Postponed;
import io.millrace.sink.record.Skipped;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.record.Truncate;
import io.millrace.sink.record.Undecodable;
import io.millrace.sink.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;

/** Decodes records and hands events to lanes, or keeps records back while there is a reason. Confined to the task thread. */
final class Intake {
    private final EventDecoder decoder;
    private final Assignments assignments;
    private final OffsetLedger ledger;
    private final InFlightBytes inFlight;
    private final SinkMetrics metrics;
    private final Router router;
    private final Barrier barrier;
    private final DecodeOutage undecoded;
    private final DeadLetterDesk desk;
    private final KeyOrder order;
    private final Flow flow;
    private final TimeSource time;
    /** Records that nothing but a letter holds back: of each partition at most what one poll had brought. */
    private final List<Barrier.Waiting> behindLetters = new ArrayList<>();

    Intake(
            EventDecoder decoder,
            Assignments assignments,
            OffsetLedger ledger,
            InFlightBytes inFlight,
            SinkMetrics metrics,
            Router router,
            Barrier barrier,
            DecodeOutage undecoded,
            DeadLetterDesk desk,
            KeyOrder order,
            Flow flow,
            TimeSource time) {
        this.decoder = decoder;
        this.assignments = assignments;
        this.ledger = ledger;
        this.inFlight = inFlight;
        this.metrics = metrics;
        this.router = router;
        this.barrier = barrier;
        this.undecoded = undecoded;
        this.desk = desk;
        this.order = order;
        this.flow = flow;
        this.time = time;
    }

    /** Takes a record on. */
    void take(SinkRecord record, long now) {
        SourcePartition source = assignments.source(record);
        if (source == null) {
            return;
        }
        if (!ledger.owe(source, record.originalKafkaOffset(), now)) {
            metrics.redelivered();
            return;
        }
        metrics.received();
        if (isHeldBack()) {
            barrier.hold(record, source);
        } else {
            goOn(record, source);
        }
    }

    /** Takes a record on, unless nothing goes on behind a letter: then its partition is paused. */
    private void goOn(SinkRecord record, SourcePartition source) {
        boolean halted = order.isHaltedBefore(source, record.originalKafkaOffset())
                // Until those before it have gone on.
                || (!behindLetters.isEmpty() && flow.isHalted(source.topicPartition()));
        if (halted) {
            behindLetters.add(new Barrier.Waiting(record, source));
            flow.halt(source.topicPartition());
        } else {
            decode(record, source);
        }
    }

    /** Whether records must wait for now. */
    boolean isHeldBack() {
        return barrier.isUp() || order.isLoading();
    }

    /** Takes on what was kept back, as far as there is no reason any more. */
    void letThrough() {
        if (order.isLoading()) {
            return;
        }
        goOnWithWaiting();
        if (!behindLetters.isEmpty() && !order.isHalting() && !barrier.isUp()) {
            behindLetters.forEach(waiting -> barrier.hold(waiting.record(), waiting.source()));
            behindLetters.clear();
            flow.endHalt();
            goOnWithWaiting();
        }
    }

    /** Partitions have been lost. */
    void forgetRevoked() {
        barrier.forgetRevoked(inFlight, metrics);
        int before = behindLetters.size();
        behindLetters.removeIf(waiting -> waiting.source().isRevoked());
        metrics.revoked(before - behindLetters.size());
    }

    private void goOnWithWaiting() {
        boolean more = barrier.hasWaiting() || barrier.lower();
        while (more) {
            for (Barrier.Waiting waiting = barrier.next(); waiting != null; waiting = barrier.next()) {
                goOn(waiting.record(), waiting.source());
            }
            for (Lane lane : router.all()) {
                lane.publish();
            }
            more = !undecoded.isOn() && barrier.lower();
        }
        if (!barrier.isUp()) {
            undecoded.isOver();
        }
    }

    private void decode(SinkRecord record, SourcePartition source) {
        // Decoded in any case: a tombstone is read differently behind a delete, and the source's position moves on.
        Decoded decoded = decoder.decode(record, source);
        if (decoded instanceof Postponed postponed) {
            undecoded.goesOn(postponed.why(), time.nanos());
            barrier.postpone(record, source);
            return;
        }
        undecoded.isOver();
        if (assignments.isOver(decoded, source, record.originalKafkaOffset())) {
            metrics.repeated(decoded);
            ledger.settle(origin(record, source));
        } else if (decoded instanceof ChangeEvent event) {
            inFlight.add(event.bytes());
            if (order.takes(event)) {
                return;
            }
            if (event instanceof Truncate && !router.isPerPartition()) {
                barrier.raise(event);
            } else {
                router.lane(event).offer(event);
            }
        } else if (decoded instanceof Skipped reason) {
            metrics.skipped(reason);
            ledger.settle(origin(record, source));
        } else {
            undecodable(record, source, (Undecodable) decoded);
        }
    }

    private void undecodable(SinkRecord record, SourcePartition source, Undecodable undecodable) {
        Failure failure = undecodable.failure();
        metrics.failed(failure);
        Origin origin = origin(record, source);
        if (failure instanceof Failure.Systemic) {
            throw new PipelineFailedException(failure, origin + " for topic '" + record.topic() + "'");
        }
        desk.handIn(record, origin, undecodable);
    }

    private static Origin origin(SinkRecord record, SourcePartition source) {
        return new Origin(source, record.originalKafkaOffset(), Origin.NO_TIMESTAMP);
    }
}
