/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.simulation;

import io.millrace.dlq.DeadLetterQueue;
import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.pipeline.Ordering;
import io.millrace.sink.pipeline.PipelineSettings;
import io.millrace.sink.pipeline.SinkPipeline;
import io.millrace.sink.spi.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** A task without threads: a pipeline, and the consumer that the worker keeps for it. Confined to one thread. */
public final class SimulatedTask {
    private final ManualExecutor executor;
    private final SimulatedWorker worker = new SimulatedWorker();
    private final SinkMetrics metrics = new SinkMetrics();
    private final SinkPipeline pipeline;
    private final Map<TopicPartition, Long> consumed = new HashMap<>();

    /** A task that keeps no order behind letters. */
    public SimulatedTask(
            PipelineSettings settings, Target target, SimulatedLetters letters, ManualTime time, Random random) {
        this(settings, target, letters, Ordering.none(settings.name()), time, random);
    }

    public SimulatedTask(
            PipelineSettings settings,
            Target target,
            SimulatedLetters letters,
            Ordering ordering,
            ManualTime time,
            Random random) {
        this.executor = new ManualExecutor(time);
        this.pipeline = new SinkPipeline(
                settings,
                target,
                worker,
                new DeadLetterQueue<>(List.of(letters), time),
                ordering,
                executor,
                metrics,
                time,
                random);
    }

    public void open(TopicPartition partition, long committed) throws Exception {
        consumed.put(partition, committed);
        pipeline.open(List.of(partition));
        takeSeeks();
    }

    public void close(TopicPartition partition) {
        pipeline.close(List.of(partition));
        consumed.remove(partition);
    }

    public List<TopicPartition> assigned() {
        return new ArrayList<>(consumed.keySet());
    }

    /** Hands over up to {@code most} records of one partition, unless it is paused. */
    public void poll(TopicPartition partition, List<SinkRecord> log, int most) {
        takeSeeks();
        worker.beginPoll();
        List<SinkRecord> records = new ArrayList<>();
        if (!worker.isPaused(partition)) {
            int from = Math.toIntExact(nextOffset(partition));
            records.addAll(log.subList(from, Math.min(log.size(), from + most)));
            consumed.put(partition, (long) from + records.size());
        }
        pipeline.put(records);
    }

    /** The worker rewinds before it polls. */
    private void takeSeeks() {
        worker.takeSeeks().forEach((partition, offset) -> consumed.replace(partition, offset));
    }

    private long nextOffset(TopicPartition partition) {
        return Objects.requireNonNull(consumed.get(partition), () -> partition + " is not assigned");
    }

    /** The topic is not what it was: whatever was asked for, reading goes on at another offset. */
    public void restartFrom(TopicPartition partition, long offset) {
        takeSeeks();
        consumed.put(partition, offset);
    }

    /** A poll that brings nothing. */
    public void pollNothing() {
        worker.beginPoll();
        pipeline.put(List.of());
    }

    /** Whether the consumer has handed over everything up to {@code end}. */
    public boolean hasConsumed(TopicPartition partition, long end) {
        takeSeeks();
        return nextOffset(partition) >= end;
    }

    /** What may be committed. */
    public Map<TopicPartition, Long> committable() {
        return pipeline.committable(consumed);
    }

    public boolean runOne(Random random) {
        return executor.runOne(random);
    }

    public boolean advanceToNextTimer() {
        return executor.advanceToNextTimer();
    }

    public boolean isClear() {
        return pipeline.isClear();
    }

    /** Whether it has something to do with letters, as somebody wants. */
    public boolean isReplaying() {
        return pipeline.isReplaying();
    }

    public SinkMetrics metrics() {
        return metrics;
    }

    /** An orderly end. */
    public void stop() {
        pipeline.close();
    }
}
