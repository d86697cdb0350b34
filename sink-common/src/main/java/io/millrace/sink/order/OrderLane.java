/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.Failure;
import io.millrace.dlq.Stage;
import io.millrace.sink.lane.Lane;
import io.millrace.sink.lane.LaneEvents;
import io.millrace.sink.metrics.SinkMetrics.Result;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.Disowned;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The lane that events of keys with letters are written by, one of a key at a time. It is made when it is first needed, and
 * does no books: it tells what became of each event. Results come on its threads, all else is for the task thread.
 */
final class OrderLane implements LaneEvents {
    private final Function<LaneEvents, Lane> lanes;
    private final LaneEvents task;
    private final FailedRecords failures;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private @Nullable Lane lane;

    /** What became of an event: applied or not needed, dead, or given up with its partition. */
    record Answer(ChangeEvent event, @Nullable Result result, @Nullable FailedRecord failed) {}

    /** Makes failed records of events. */
    interface FailedRecords {
        FailedRecord of(ChangeEvent event, Stage stage, Failure failure, int attempts, long firstFailedAt);
    }

    OrderLane(Function<LaneEvents, Lane> lanes, LaneEvents task, FailedRecords failures) {
        this.lanes = lanes;
        this.task = task;
        this.failures = failures;
    }

    void offer(ChangeEvent event) {
        Lane open = lane;
        if (open == null) {
            open = lanes.apply(this);
            lane = open;
        }
        open.offer(event);
    }

    void publish() {
        if (lane != null) {
            lane.publish();
        }
    }

    @Nullable
    Answer next() {
        return answers.poll();
    }

    boolean hasAnswers() {
        return !answers.isEmpty();
    }

    /** Gives up what belongs to partitions that are lost. Returns whether no write of theirs is under way any more. */
    boolean forgetRevoked(long timeoutNanos) {
        return lane == null || lane.forgetRevoked(timeoutNanos);
    }

    boolean close(long timeoutNanos) {
        return lane == null || lane.close(timeoutNanos);
    }

    @Override
    public boolean dead(ChangeEvent event, Stage stage, Failure failure, int attempts, long firstFailedAt) {
        answers.add(new Answer(event, null, failures.of(event, stage, failure, attempts, firstFailedAt)));
        return false;
    }

    @Override
    public void finished(ChangeEvent event, Result result) {
        answers.add(new Answer(event, result, null));
    }

    @Override
    public void revoked(ChangeEvent event) {
        answers.add(new Answer(event, null, null));
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
