/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads topics from their beginning to where they end when it starts. Confined to the main thread. */
final class TopicReader {
    private static final Duration POLL = Duration.ofMillis(500);
    /** Longest wait without a single record. */
    private static final int MOST_EMPTY_POLLS = 60;

    private final Cluster cluster;
    private final Progress progress;

    TopicReader(Cluster cluster, Progress progress) {
        this.cluster = cluster;
        this.progress = progress;
    }

    /** Takes one record. */
    @FunctionalInterface
    interface Each {
        void accept(ConsumerRecord<byte[], byte[]> record);
    }

    /**
     * Reads a topic.
     *
     * @return for each partition the offset up to which it was read; empty if there is no such topic
     */
    Map<Integer, Long> read(String topic, Each each) {
        TopicDescription description = cluster.topic(topic);
        if (description == null) {
            return Map.of();
        }
        try (Consumer<byte[], byte[]> consumer = cluster.consumer()) {
            List<TopicPartition> partitions = new ArrayList<>();
            description.partitions().forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long total = total(consumer.beginningOffsets(partitions), ends);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            readTo(consumer, ends, total, each);
            Map<Integer, Long> read = new HashMap<>();
            ends.forEach((partition, end) -> read.put(partition.partition(), end));
            return Map.copyOf(read);
        }
    }

    private void readTo(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, long total, Each each) {
        long count = 0;
        int empty = 0;
        while (!isAt(consumer, ends)) {
            boolean any = false;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                any = true;
                if (record.offset() < ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L)) {
                    each.accept(record);
                    count++;
                }
            }
            empty = any ? 0 : empty + 1;
            if (empty > MOST_EMPTY_POLLS) {
                throw DlqException.unreachable("the cluster has sent nothing for "
                        + POLL.multipliedBy(MOST_EMPTY_POLLS).toSeconds() + " s, though there is more to read");
            }
            progress.show("read", count, total);
        }
        progress.end();
    }

    private static boolean isAt(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            if (consumer.position(end.getKey()) < end.getValue()) {
                return false;
            }
        }
        return true;
    }

    private static long total(Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
        long total = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            total += end.getValue() - begins.getOrDefault(end.getKey(), 0L);
        }
        return total;
    }
}
