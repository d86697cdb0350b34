/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.topic;

import io.millrace.dlq.DeadLetterDestination;
import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.LetterRefusedException;
import io.millrace.dlq.LetterThread;
import io.millrace.dlq.control.ControlTopics;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterCodec;
import io.millrace.dlq.letter.LetterSize;
import io.millrace.dlq.letter.LetterWriter;
import io.millrace.dlq.letter.PayloadFidelity;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Letters on a Kafka topic of our own, by an idempotent producer. {@link #send} is thread-safe and never blocks.
 *
 * <p>A Kafka producer may block in {@code send} for as long as {@code max.block.ms} when the cluster is away, and a
 * task thread that blocks loses its partitions. So all work on a letter is done by one thread of our own, which also
 * owns the producer; the caller's future is completed there or by the producer's network thread.
 */
public final class TopicDestination implements DeadLetterDestination {
    private static final Logger LOG = LoggerFactory.getLogger(TopicDestination.class);
    private static final int DEFAULT_MAX_REQUEST_BYTES = 1_048_576;
    /** A record in a batch takes a little more than its key, value and headers. */
    private static final int BATCH_OVERHEAD = 512;

    private final TopicSettings settings;
    private final LetterWriter letters;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final long maxBytes;
    private final LetterThread thread;

    // Confined to the thread above.
    private @Nullable Producer<byte[], byte[]> producer;

    /** A destination that connects to Kafka when the first letter comes. */
    public TopicDestination(TopicSettings settings, LetterWriter letters) {
        this(settings, letters, () -> new KafkaProducer<>(producerConfig(settings.client())));
    }

    TopicDestination(TopicSettings settings, LetterWriter letters, Supplier<Producer<byte[], byte[]>> producers) {
        this.settings = settings;
        this.letters = letters;
        this.producers = producers;
        Object limit = settings.client().get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
        this.maxBytes = (limit == null ? DEFAULT_MAX_REQUEST_BYTES : Long.parseLong(limit.toString())) - BATCH_OVERHEAD;
        this.thread = new LetterThread("dead-letters-" + settings.topic(), name(), settings.closeTimeout());
    }

    static Map<String, Object> producerConfig(Map<String, Object> client) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.putAll(client);
        // Not the user's to weaken: without them an acknowledged letter could be lost or written twice.
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return config;
    }

    @Override
    public String name() {
        return "topic '" + settings.topic() + "'";
    }

    @Override
    public Future<?> send(FailedRecord letter) {
        CompletableFuture<Void> safe = new CompletableFuture<>();
        thread.run(() -> write(letter, safe), safe);
        return safe;
    }

    private void write(FailedRecord failed, CompletableFuture<Void> safe) throws InterruptedException {
        DeadLetter letter = LetterSize.fit(letters.write(failed), maxBytes);
        if (letter == null) {
            throw new LetterRefusedException("not even a reference fits in " + maxBytes + " bytes; raise"
                    + " 'dlq.kafka." + ProducerConfig.MAX_REQUEST_SIZE_CONFIG + "'");
        }
        produce(letter, safe);
    }

    // What the future would say, the callback says.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void produce(DeadLetter letter, CompletableFuture<Void> safe) throws InterruptedException {
        Producer<byte[], byte[]> open = open();
        // The same partition number, folded, keeps letters of one key in their order.
        int partitions = open.partitionsFor(settings.topic()).size();
        int partition = ControlTopics.lettersPartition(letter.coordinates().partition(), partitions);
        ProducerRecord<byte[], byte[]> record = LetterCodec.encode(letter, settings.topic(), partition);
        open.send(record, (metadata, error) -> {
            if (error == null) {
                safe.complete(null);
            } else if (error instanceof RecordTooLargeException && canShrink(letter)) {
                // The topic allows less than the producer: what is left is to say where the record is.
                shrink(letter, safe);
            } else if (error instanceof RecordTooLargeException) {
                safe.completeExceptionally(new LetterRefusedException(
                        "the topic does not even take a reference; raise its 'max.message.bytes'", error));
            } else {
                safe.completeExceptionally(error);
            }
        });
    }

    private static boolean canShrink(DeadLetter letter) {
        return letter.record().fidelity() != PayloadFidelity.REFERENCE
                || letter.record().key() != null;
    }

    private void shrink(DeadLetter letter, CompletableFuture<Void> safe) {
        boolean withKey = letter.record().fidelity() != PayloadFidelity.REFERENCE;
        LOG.warn("{} takes no record as large as {}; its letter will only refer to it", name(), letter.coordinates());
        thread.run(() -> produce(letter.asReference(withKey), safe), safe);
    }

    private Producer<byte[], byte[]> open() throws InterruptedException {
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            if (settings.create()) {
                LetterTopic.createIfMissing(settings);
            }
            open = producers.get();
            producer = open;
        }
        return open;
    }

    @Override
    public void close() {
        thread.close(this::closeProducer);
    }

    private void closeProducer() {
        Producer<byte[], byte[]> open = producer;
        if (open != null) {
            open.close(settings.closeTimeout());
            producer = null;
        }
    }
}
