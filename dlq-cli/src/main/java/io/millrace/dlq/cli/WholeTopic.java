/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.topic.TopicReader;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads topics from their beginning to where they end when it starts. Confined to the main thread. */
final class WholeTopic {
    /** Longest wait without a single record. */
    private static final long PATIENCE_MS = 30_000;

    private final Cluster cluster;
    private final Progress progress;

    WholeTopic(Cluster cluster, Progress progress) {
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
        if (cluster.topic(topic) == null) {
            return Map.of();
        }
        try (TopicReader reader = cluster.reader(topic)) {
            Map<Integer, Long> ends = reader.ends();
            long count = 0;
            long lastNews = progress.now();
            while (!reader.isAtEnd()) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll()) {
                    lastNews = progress.now();
                    if (record.offset() < ends.getOrDefault(record.partition(), 0L)) {
                        each.accept(record);
                        count++;
                    }
                }
                if (progress.now() - lastNews > PATIENCE_MS) {
                    throw DlqException.unreachable("the cluster has sent nothing of topic '" + topic + "' for "
                            + PATIENCE_MS / 1_000 + " s, though there is more to read");
                }
                progress.show("read", count, reader.total());
            }
            progress.end();
            return ends;
        }
    }
}
