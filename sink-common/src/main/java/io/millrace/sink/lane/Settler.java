/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.sink.ledger.OffsetLedger;
import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.metrics.SinkMetrics.Result;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.BatchWriter;
import io.millrace.sink.spi.Settlements;
import io.millrace.sink.time.TimeSource;
import java.util.ArrayList;
import java.util.List;

/** Does the books of a lane: ledger, bytes in flight, counts. Confined to its lane. */
final class Settler implements Settlements {
    private final OffsetLedger ledger;
    private final InFlightBytes inFlight;
    private final SinkMetrics metrics;
    private final LaneEvents events;
    private final TimeSource time;
    private final boolean reports;
    private final DeferredRuns deferred;
    private final List<Origin> origins = new ArrayList<>();
    private long heldBytes;

    Settler(LaneEnvironment environment) {
        this.ledger = environment.ledger();
        this.inFlight = environment.inFlight();
        this.metrics = environment.metrics();
        this.events = environment.events();
        this.time = environment.time();
        this.reports = environment.settings().reports();
        this.deferred = new DeferredRuns(metrics);
    }

    /** Entries are durable at the target, or it had something newer. */
    void finished(List<Entry> entries, Result result) {
        if (reports) {
            report(entries, result);
            return;
        }
        long now = time.millis();
        long bytes = 0;
        origins.clear();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            for (int j = 0; j < entry.size(); j++) {
                ChangeEvent event = entry.event(j);
                origins.add(event.origin());
                bytes += event.bytes();
                metrics.finished(event, result, now);
            }
        }
        ledger.settleAll(origins);
        inFlight.release(bytes);
    }

    private void report(List<Entry> entries, Result result) {
        for (Entry entry : entries) {
            for (int j = 0; j < entry.size(); j++) {
                events.finished(entry.event(j), result);
            }
        }
    }

    /** Entries are in the hands of the writer. */
    void deferred(List<Entry> entries) {
        long bytes = 0;
        origins.clear();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            for (int j = 0; j < entry.size(); j++) {
                ChangeEvent event = entry.event(j);
                origins.add(event.origin());
                bytes += event.bytes();
                deferred.add(event, time.nanos());
            }
        }
        ledger.deferAll(origins);
        inFlight.release(bytes);
    }

    /** An event that was held has lost its meaning to a later one of the log. */
    void superseded(ChangeEvent event) {
        if (reports) {
            events.finished(event, Result.DEDUPLICATED);
            return;
        }
        ledger.settle(event.origin());
        inFlight.release(event.bytes());
        metrics.finished(event, Result.DEDUPLICATED, time.millis());
    }

    @Override
    public void durableBelow(SourcePartition partition, long nextOffset) {
        ledger.durableBelow(partition, nextOffset);
        deferred.durableBelow(partition, nextOffset, time.millis());
    }

    @Override
    public void rewind(SourcePartition partition, long offset) {
        durableBelow(partition, offset);
        events.rewind(partition, offset);
    }

    /** An event is given up because its partition is gone. */
    void revoked(ChangeEvent event) {
        if (reports) {
            events.revoked(event);
            return;
        }
        inFlight.release(event.bytes());
        metrics.revoked(1);
    }

    /** Counts what the writer holds against the task's budget. */
    void held(BatchWriter writer) {
        long now = writer.heldBytes();
        inFlight.add(now - heldBytes);
        heldBytes = now;
    }

    /** What the writer held when it was last asked. */
    long heldBytes() {
        return heldBytes;
    }

    /** The lane ends, and what its writer holds goes with it. */
    void close() {
        inFlight.release(heldBytes);
        heldBytes = 0;
        deferred.clear();
    }
}
