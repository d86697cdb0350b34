/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.SourcePartition;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers enough of deferred events to count them and to tell their latency when they become durable, without keeping
 * one object for each: runs of events that came within some milliseconds. Confined to its lane.
 */
final class DeferredRuns {
    private static final long RUN_NANOS = 20_000_000L;

    private final SinkMetrics metrics;
    private final Map<SourcePartition, ArrayDeque<Run>> runs = new IdentityHashMap<>();

    DeferredRuns(SinkMetrics metrics) {
        this.metrics = metrics;
    }

    void add(ChangeEvent event, long nowNanos) {
        Origin origin = event.origin();
        ArrayDeque<Run> ofPartition = runs.computeIfAbsent(origin.source(), source -> new ArrayDeque<>());
        Run run = ofPartition.peekLast();
        if (run == null || nowNanos - run.nanos >= RUN_NANOS) {
            run = new Run(nowNanos, event);
            ofPartition.addLast(run);
        }
        run.lastOffset = origin.offset();
        run.count(event);
    }

    /** Counts the runs that lie wholly below {@code nextOffset}. */
    void durableBelow(SourcePartition partition, long nextOffset, long nowMillis) {
        ArrayDeque<Run> ofPartition = runs.get(partition);
        if (ofPartition == null) {
            return;
        }
        for (@Nullable Run run = ofPartition.peekFirst();
                run != null && run.lastOffset < nextOffset;
                run = ofPartition.peekFirst()) {
            ofPartition.removeFirst();
            metrics.finishedDeferred(
                    run.upserts, run.deletes, run.truncates, run.timestamp, run.sourceTimestamp, nowMillis);
        }
    }

    void clear() {
        int lost = 0;
        for (ArrayDeque<Run> ofPartition : runs.values()) {
            for (Run run : ofPartition) {
                lost += run.upserts + run.deletes + run.truncates;
            }
        }
        metrics.revoked(lost);
        runs.clear();
    }

    private static final class Run {
        final long nanos;
        final long timestamp;
        final long sourceTimestamp;
        long lastOffset;
        int upserts;
        int deletes;
        int truncates;

        Run(long nanos, ChangeEvent first) {
            this.nanos = nanos;
            this.timestamp = first.origin().timestamp();
            this.sourceTimestamp = first.sourceTimestamp();
        }

        void count(ChangeEvent event) {
            switch (event.operation()) {
                case DELETE -> deletes++;
                case TRUNCATE -> truncates++;
                case CREATE, UPDATE, SNAPSHOT, UNKNOWN -> upserts++;
            }
        }
    }
}
