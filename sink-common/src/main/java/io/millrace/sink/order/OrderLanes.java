/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.Failure;
import io.millrace.dlq.Stage;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.sink.lane.Lane;
import io.millrace.sink.lane.LaneEvents;
import io.millrace.sink.metrics.SinkMetrics.Result;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.Disowned;
import io.millrace.sink.time.TimeSource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The lanes that write events of keys with letters, one event of a key at a time, and what they have answered. Answers are
 * handed in on lane threads; all else is for the task thread.
 */
public final class OrderLanes implements LaneEvents {
    private final Maker maker;
    private final LaneEvents task;
    private final TimeSource time;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Map<Purpose, Lane> lanes = new EnumMap<>(Purpose.class);
    /** What is to be committed with events that lanes have; read on lane threads. */
    private final Map<ChangeEvent, List<LedgerEntry>> settling = Collections.synchronizedMap(new IdentityHashMap<>());

    /**
     * What became of an event: applied or not needed, dead, or given up with its partition.
     *
     * @param settled what the target has committed to the ledger together with it
     */
    record Answer(
            ChangeEvent event, @Nullable Result result, @Nullable FailedRecord failed, List<LedgerEntry> settled) {}

    /** What a lane is for. */
    public enum Purpose {
        /** Records of the stream. */
        LIVE,
        /** Letters that are tried again. */
        REPLAY,
        /** Letters that are tried without changing anything. */
        REHEARSAL
    }

    /** Makes lanes. */
    public interface Maker {
        /** A lane that reports to {@code events}. */
        Lane lane(Purpose purpose, LaneEvents events);
    }

    /** @param task the way back to the task for what is about whole partitions or everything */
    OrderLanes(Maker maker, LaneEvents task, TimeSource time) {
        this.maker = maker;
        this.task = task;
        this.time = time;
    }

    void offer(Purpose purpose, ChangeEvent event) {
        lanes.computeIfAbsent(purpose, first -> maker.lane(purpose, this)).offer(event);
    }

    /** The same for an event with which the target is to commit entries of the ledger. */
    void offer(Purpose purpose, ChangeEvent event, List<LedgerEntry> entries) {
        if (!entries.isEmpty()) {
            settling.put(event, entries);
        }
        offer(purpose, event);
    }

    void publish() {
        lanes.values().forEach(Lane::publish);
    }

    @Nullable
    Answer next() {
        return answers.poll();
    }

    boolean hasAnswers() {
        return !answers.isEmpty();
    }

    /** Letters are about to be tried, probably because something at the target has been put right. */
    void refresh() {
        lanes.forEach((purpose, lane) -> {
            if (purpose != Purpose.LIVE) {
                lane.refresh();
            }
        });
    }

    /** Gives up what belongs to partitions that are lost. Returns whether no write of theirs is under way any more. */
    boolean forgetRevoked(long deadlineNanos) {
        boolean calm = true;
        for (Lane lane : lanes.values()) {
            calm &= lane.forgetRevoked(Math.max(0, deadlineNanos - time.nanos()));
        }
        return calm;
    }

    /** Ends all lanes. Returns whether no write is under way any more. */
    boolean close(long deadlineNanos) {
        boolean calm = true;
        for (Lane lane : lanes.values()) {
            calm &= lane.close(Math.max(0, deadlineNanos - time.nanos()));
        }
        return calm;
    }

    @Override
    public boolean dead(ChangeEvent event, Stage stage, Failure failure, int attempts, long firstFailedAt) {
        FailedRecord failed = LetterCauses.failed(event, stage, failure, attempts, firstFailedAt, time.millis());
        settling.remove(event);
        answers.add(new Answer(event, null, failed, List.of()));
        return false;
    }

    @Override
    public void finished(ChangeEvent event, Result result) {
        List<LedgerEntry> entries = settling.remove(event);
        // What was not needed may not have been part of any transaction.
        List<LedgerEntry> committed = entries != null && result == Result.APPLIED ? entries : List.of();
        answers.add(new Answer(event, result, null, committed));
    }

    @Override
    public void revoked(ChangeEvent event) {
        settling.remove(event);
        answers.add(new Answer(event, null, null, List.of()));
    }

    @Override
    public List<LedgerEntry> settledBy(ChangeEvent event) {
        return settling.getOrDefault(event, List.of());
    }

    @Override
    public void disowned(SourcePartition source, Disowned why) {
        task.disowned(source, why);
    }

    @Override
    public void fatal(Failure failure) {
        task.fatal(failure);
    }

    @Override
    public void rewind(SourcePartition partition, long offset) {
        task.rewind(partition, offset);
    }
}
