/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.contract;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/**
 * A real connector's task in this JVM, configured as through REST and driven as a worker drives it. Confined to the
 * test's thread.
 */
public final class TaskRun implements AutoCloseable {
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(60);

    private final SinkTask task;
    private final Map<TopicPartition, Long> handedOver = new HashMap<>();
    private final Context context;

    /** Starts the task. */
    public TaskRun(SinkTask task, Map<String, String> config) {
        this(task, config, null);
    }

    /** Starts the task on a worker that has a dead-letter queue. */
    public TaskRun(SinkTask task, Map<String, String> config, @Nullable ErrantRecordReporter reporter) {
        this.task = task;
        this.context = new Context(config, reporter);
        task.initialize(context);
        task.start(config);
    }

    /** Hands records over, after opening their partitions if need be. */
    public TaskRun put(List<SinkRecord> records) {
        Set<TopicPartition> fresh = new HashSet<>();
        for (SinkRecord record : records) {
            TopicPartition partition = new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
            if (handedOver.put(partition, record.originalKafkaOffset() + 1) == null) {
                fresh.add(partition);
            }
        }
        if (!fresh.isEmpty()) {
            task.open(fresh);
        }
        task.put(records);
        return this;
    }

    /** Waits until everything handed over may be committed. */
    public TaskRun drain() {
        await("offsets may be committed")
                .atMost(LONGEST_DRAIN)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(2))
                .until(() -> {
                    task.put(List.of());
                    return offsets().equals(handedOver);
                });
        return this;
    }

    /** Lets the task do what there is to do until something holds. */
    public TaskRun until(Callable<Boolean> condition) {
        await().atMost(LONGEST_DRAIN)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    task.put(List.of());
                    return condition.call();
                });
        return this;
    }

    /** What may be committed. */
    public Map<TopicPartition, Long> offsets() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> consumed = new HashMap<>();
        handedOver.forEach((partition, offset) -> consumed.put(partition, new OffsetAndMetadata(offset)));
        task.preCommit(consumed).forEach((partition, offset) -> offsets.put(partition, offset.offset()));
        return offsets;
    }

    /** Whether any partition is paused. */
    public boolean isPaused() {
        return !context.paused.isEmpty();
    }

    /** The offsets that the task has asked to go on from since the last call; it is for the test to hand them over again. */
    public Map<TopicPartition, Long> takeSeeks() {
        Map<TopicPartition, Long> taken = Map.copyOf(context.seeks);
        context.seeks.clear();
        return taken;
    }

    /** A poll that brings nothing. */
    public void pollNothing() {
        task.put(List.of());
    }

    /** Gives one partition up, as in a rebalance. */
    public void revoke(TopicPartition partition) {
        handedOver.remove(partition);
        task.close(Set.of(partition));
    }

    /** Ends without a word, as far as a JVM that goes on can: nothing is awaited, and nobody asks for offsets any more. */
    public void crash() {
        task.stop();
    }

    /** Gives partitions up and stops the task. */
    @Override
    public void close() {
        try {
            task.close(new HashSet<>(handedOver.keySet()));
        } finally {
            task.stop();
        }
    }

    private static final class Context implements SinkTaskContext {
        private final Map<String, String> config;
        private final @Nullable ErrantRecordReporter reporter;
        private final Set<TopicPartition> paused = new HashSet<>();
        private final Map<TopicPartition, Long> seeks = new HashMap<>();

        Context(Map<String, String> config, @Nullable ErrantRecordReporter reporter) {
            this.config = config;
            this.reporter = reporter;
        }

        @Override
        public Map<String, String> configs() {
            return config;
        }

        @Override
        public void offset(Map<TopicPartition, Long> offsets) {
            seeks.putAll(offsets);
        }

        @Override
        public void offset(TopicPartition partition, long offset) {
            offset(Map.of(partition, offset));
        }

        @Override
        public void timeout(long millis) {
            // The test polls as often as it likes.
        }

        @Override
        public Set<TopicPartition> assignment() {
            return Set.of();
        }

        @Override
        public void pause(TopicPartition... partitions) {
            paused.addAll(List.of(partitions));
        }

        @Override
        public void resume(TopicPartition... partitions) {
            paused.removeAll(List.of(partitions));
        }

        @Override
        public void requestCommit() {
            // The test commits when it likes.
        }

        @Override
        public @Nullable ErrantRecordReporter errantRecordReporter() {
            return reporter;
        }

        @Override
        public PluginMetrics pluginMetrics() {
            throw new NoSuchMethodError("A worker before 4.1");
        }
    }
}
