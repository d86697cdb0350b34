/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq;

import java.util.Objects;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Where a record came from, before any transformation renamed its topic. Immutable.
 *
 * @param topic original topic
 * @param partition original partition
 * @param offset original offset
 * @param timestamp record timestamp in ms since the epoch, or {@link #NO_TIMESTAMP}
 * @param timestampType what the timestamp means
 */
public record Coordinates(String topic, int partition, long offset, long timestamp, TimestampType timestampType) {
    /** Stands for "the record has no timestamp". */
    public static final long NO_TIMESTAMP = -1;

    public Coordinates {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(timestampType, "timestampType");
    }

    /** The original coordinates of a record as a sink task receives it. */
    public static Coordinates of(SinkRecord record) {
        Long timestamp = record.timestamp();
        return new Coordinates(
                record.originalTopic(),
                record.originalKafkaPartition(),
                record.originalKafkaOffset(),
                timestamp == null ? NO_TIMESTAMP : timestamp,
                record.timestampType());
    }

    /** {@code topic-partition@offset}, the form used in every message. */
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
