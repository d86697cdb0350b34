/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.rig;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends events with the headers that Debezium's source gives them. Confined to one thread. */
public final class TopicWriter implements AutoCloseable {
    private static final List<Header> HEADERS = List.of(
            header("connectorLogicalName", "bench"),
            header("taskId", "0"),
            header("connectorName", "postgresql"),
            header("runId", "01a1fb66-4e40-7aa5-91dc-553018734d7b"));

    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    private TopicWriter(KafkaProducer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    private static Header header(String name, String value) {
        return new RecordHeader("__debezium.context." + name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Fills topics as fast as it goes, in large compressed batches. */
    static TopicWriter filling(String bootstrapServers) {
        return new TopicWriter(producer(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.LINGER_MS_CONFIG,
                "20",
                ProducerConfig.BATCH_SIZE_CONFIG,
                "262144")));
    }

    /** Sends each record at once: a source that minds latency. */
    static TopicWriter prompt(String bootstrapServers) {
        return new TopicWriter(producer(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.LINGER_MS_CONFIG,
                "0")));
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Fetches what the producer must know of a topic before it can send anything to it. */
    public void prepare(String topic) {
        producer.partitionsFor(topic);
    }

    /**
     * Sends a record to the topic's only partition; a failure shows in {@link #flush}.
     *
     * @param topic name
     * @param key of the record
     * @param value of the record
     */
    void send(String topic, byte[] key, byte[] value) {
        send(topic, key, value, () -> {});
    }

    /**
     * Sends a record to the topic's only partition; a failure shows in {@link #flush}.
     *
     * @param topic name
     * @param key of the record
     * @param value of the record
     * @param acknowledged called on the producer's thread once the broker has the record
     */
    public void send(String topic, byte[] key, byte[] value, Runnable acknowledged) {
        // The callback sees what the future would tell.
        Future<RecordMetadata> unused =
                producer.send(new ProducerRecord<>(topic, 0, key, value, HEADERS), (sent, failed) -> {
                    if (failed == null) {
                        acknowledged.run();
                    } else {
                        failure.compareAndSet(null, failed);
                    }
                });
    }

    /**
     * Waits until the broker has everything.
     *
     * @throws IllegalStateException if it has refused a record
     */
    public void flush() {
        producer.flush();
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("The broker has not taken a record", failed);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
