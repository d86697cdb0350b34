/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.topic;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A producer that connects when it is first needed. Confined to one thread; records are acknowledged on Kafka's. */
final class ControlProducer {
    private final TopicSettings settings;
    private @Nullable Producer<byte[], byte[]> producer;

    ControlProducer(TopicSettings settings) {
        this.settings = settings;
    }

    /** Number of partitions of a topic. */
    int partitions(String topic) {
        return open().partitionsFor(topic).size();
    }

    /** Sends records in this order; {@code safe} completes when all are acknowledged. */
    @SuppressWarnings("FutureReturnValueIgnored") // What the futures would say, the callback says.
    void send(List<ProducerRecord<byte[], byte[]>> records, CompletableFuture<Void> safe) {
        AtomicInteger missing = new AtomicInteger(records.size());
        for (ProducerRecord<byte[], byte[]> record : records) {
            open().send(record, (metadata, error) -> {
                if (error != null) {
                    safe.completeExceptionally(error);
                } else if (missing.decrementAndGet() == 0) {
                    safe.complete(null);
                }
            });
        }
    }

    private Producer<byte[], byte[]> open() {
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            open = new KafkaProducer<>(TopicDestination.producerConfig(settings.client()));
            producer = open;
        }
        return open;
    }

    void close() {
        Producer<byte[], byte[]> open = producer;
        if (open != null) {
            open.close(settings.closeTimeout());
            producer = null;
        }
    }
}
