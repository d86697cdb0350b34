/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.events;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was on a topic of a Debezium source with {@code JsonConverter} and schemas.
 *
 * <p>Immutable as long as nobody writes to its arrays, which are not copied. Two events are equal only if their arrays
 * are the same.
 *
 * @param name name of the capture
 * @param topic topic
 * @param partition partition of the topic
 * @param offset offset in the partition
 * @param timestamp milliseconds since 1970, as the source's producer set it
 * @param headers in their order on the topic
 * @param key document {@code {"schema":..,"payload":..}} in UTF-8; null if the record has no key
 * @param value as the key; null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent")
public record CapturedEvent(
        String name,
        String topic,
        int partition,
        long offset,
        long timestamp,
        List<Header> headers,
        byte @Nullable [] key,
        byte @Nullable [] value) {
    /**
     * A header.
     *
     * @param name its name
     * @param value its bytes
     */
    public record Header(String name, byte[] value) {}

    /** Copies the list of headers. */
    public CapturedEvent {
        headers = List.copyOf(headers);
    }

    /**
     * The same event at another place.
     *
     * @param otherTopic topic
     * @param otherPartition partition of the topic
     * @param otherOffset offset in the partition
     * @return a new event over the same arrays
     */
    public CapturedEvent at(String otherTopic, int otherPartition, long otherOffset) {
        return new CapturedEvent(name, otherTopic, otherPartition, otherOffset, timestamp, headers, key, value);
    }

    /**
     * The record as a consumer gets it.
     *
     * @return a new record over the same arrays; its key and value may be null, as in all of Kafka
     */
    public ConsumerRecord<byte[], byte[]> consumerRecord() {
        return new ConsumerRecord<>(
                topic,
                partition,
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                size(key),
                size(value),
                key,
                value,
                recordHeaders(),
                Optional.empty());
    }

    /**
     * The record as a producer sends it, to put the event on a topic again.
     *
     * @param target topic to send to, partition chosen by key
     * @return a new record over the same arrays; its key and value may be null, as in all of Kafka
     */
    public ProducerRecord<byte[], byte[]> producerRecord(String target) {
        return new ProducerRecord<>(target, null, timestamp, key, value, recordHeaders());
    }

    private RecordHeaders recordHeaders() {
        RecordHeaders recordHeaders = new RecordHeaders();
        headers.forEach(header -> recordHeaders.add(header.name(), header.value()));
        return recordHeaders;
    }

    private static int size(byte @Nullable [] bytes) {
        return bytes == null ? ConsumerRecord.NULL_SIZE : bytes.length;
    }
}
