/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.Coordinates;
import io.millrace.dlq.letter.PayloadFidelity;
import io.millrace.dlq.letter.RecordBytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Fetches records that letters only refer to. Confined to the main thread. */
final class SourceRecords {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final int MOST_POLLS = 40;

    private final Cluster cluster;

    SourceRecords(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The record at a place, if this cluster has it and has kept it; else {@code null}. */
    @Nullable
    RecordBytes fetch(Coordinates coordinates) {
        TopicDescription topic = cluster.topic(coordinates.topic());
        if (topic == null || topic.partitions().size() <= coordinates.partition()) {
            return null;
        }
        TopicPartition partition = new TopicPartition(coordinates.topic(), coordinates.partition());
        try (Consumer<byte[], byte[]> consumer = cluster.consumer()) {
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(List.of(partition));
            Map<TopicPartition, Long> ends = consumer.endOffsets(List.of(partition));
            if (coordinates.offset() < begins.getOrDefault(partition, 0L)
                    || coordinates.offset() >= ends.getOrDefault(partition, 0L)) {
                return null;
            }
            consumer.assign(List.of(partition));
            consumer.seek(partition, coordinates.offset());
            for (int i = 0; i < MOST_POLLS && consumer.position(partition) <= coordinates.offset(); i++) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    // Compaction may have left the next one only.
                    return record.offset() == coordinates.offset() ? bytes(record) : null;
                }
            }
        }
        return null;
    }

    private static RecordBytes bytes(ConsumerRecord<byte[], byte[]> record) {
        List<Header> headers = new ArrayList<>();
        record.headers().forEach(headers::add);
        return new RecordBytes(record.key(), record.value(), headers, PayloadFidelity.ORIGINAL);
    }
}
