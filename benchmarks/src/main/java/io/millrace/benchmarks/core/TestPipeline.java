/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.core;

import io.millrace.benchmarks.data.Events;
import io.millrace.benchmarks.data.OrderRecords;
import io.millrace.benchmarks.data.RecordShape;
import io.millrace.dlq.DeadLetterQueue;
import io.millrace.sink.lane.FailureOverrides;
import io.millrace.sink.lane.LaneExecutor;
import io.millrace.sink.lane.RetrySettings;
import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.pipeline.Ordering;
import io.millrace.sink.pipeline.PipelineSettings;
import io.millrace.sink.pipeline.SinkPipeline;
import io.millrace.sink.pipeline.Slip;
import io.millrace.sink.spi.Target;
import io.millrace.sink.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline and an endless topic for it, handed over poll by poll. Confined to one thread.
 *
 * <p>Records are made before anything is measured, since they are the worker's and not ours. When the topic is at its end,
 * its partition is lost and assigned again; that happens once in {@value #TOPIC_RECORDS} records.
 */
final class TestPipeline implements AutoCloseable {
    static final RetrySettings RETRIES = new RetrySettings(
            Duration.ofMillis(100),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Optional.empty(),
            false,
            FailureOverrides.NONE);
    private static final int TOPIC_RECORDS = 32_000;

    private final SinkMetrics metrics = new SinkMetrics();
    private final PatientWorker worker = new PatientWorker();
    private final SinkPipeline pipeline;
    private final List<List<SinkRecord>> polls = new ArrayList<>();
    private int next;
    private long handedOver;

    /**
     * @param pollRecords records of a poll, a divisor of {@value #TOPIC_RECORDS}
     * @param keys how many different keys a poll has
     */
    TestPipeline(Target target, LaneExecutor lanes, RecordShape shape, int pollRecords, int keys) {
        this(target, null, Ordering.none("benchmark"), lanes, shape, pollRecords, keys);
    }

    /**
     * @param letters where records go that can never be written, or {@code null} if nowhere
     * @param ordering what becomes of later records of their keys
     * @param pollRecords records of a poll, a divisor of {@value #TOPIC_RECORDS}
     * @param keys how many different keys a poll has
     */
    TestPipeline(
            Target target,
            @Nullable DeadLetterQueue<Slip> letters,
            Ordering ordering,
            LaneExecutor lanes,
            RecordShape shape,
            int pollRecords,
            int keys) {
        PipelineSettings settings = new PipelineSettings(
                "benchmark", Events.settings(), RETRIES, 10_000, 8 << 20, 1L << 30, Duration.ofSeconds(5));
        this.pipeline = new SinkPipeline(
                settings,
                target,
                worker,
                letters,
                ordering,
                lanes,
                metrics,
                TimeSource.SYSTEM,
                new SplittableRandom(1));
        SinkRecord[] records = new OrderRecords(shape).make(keys, keys);
        for (int from = 0; from < TOPIC_RECORDS; from += pollRecords) {
            List<SinkRecord> poll = new ArrayList<>(pollRecords);
            for (int offset = from; offset < from + pollRecords; offset++) {
                poll.add(OrderRecords.at(records[offset % keys], offset));
            }
            polls.add(poll);
        }
        next = polls.size();
    }

    /** Hands over the next poll. */
    void put() throws Exception {
        if (next == polls.size()) {
            next = 0;
            pipeline.close(List.of(Events.PARTITION));
            pipeline.open(List.of(Events.PARTITION));
            // Until it is known that no key has letters.
            while (pipeline.isReplaying()) {
                pipeline.put(List.of());
            }
        }
        if (worker.isPaused()) {
            throw new IllegalStateException("The buffer is full: the benchmark hands over faster than lanes write");
        }
        List<SinkRecord> poll = polls.get(next++);
        handedOver += poll.size();
        pipeline.put(poll);
    }

    /** Whether everything that was handed over was applied and is safe. */
    boolean isClear() {
        return applied() == handedOver && pipeline.isClear();
    }

    /** Records applied so far. */
    long applied() {
        return metrics.total(SinkMetrics.Result.APPLIED);
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
