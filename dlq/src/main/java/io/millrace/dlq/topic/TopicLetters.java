/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.topic;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.LetterThread;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterCodec;
import io.millrace.dlq.order.LetterSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads letters back from their topic. Each reading has a thread of its own; everything else is for the task thread. */
public final class TopicLetters implements LetterSource {
    private static final Logger LOG = LoggerFactory.getLogger(TopicLetters.class);
    private static final int MOST_READ_AHEAD = 200;

    private final TopicSettings settings;
    private final LetterThread writing;
    private final ControlProducer producer;

    public TopicLetters(TopicSettings settings) {
        this.settings = settings;
        this.writing = new LetterThread(
                "dead-letters-" + settings.topic() + "-edits",
                "topic '" + settings.topic() + "'",
                settings.closeTimeout());
        this.producer = new ControlProducer(settings);
    }

    @Override
    public Reading read(Set<LetterId> wanted) {
        return new TopicReading(Set.copyOf(wanted));
    }

    @Override
    public Future<?> write(DeadLetter letter) {
        CompletableFuture<Void> safe = new CompletableFuture<>();
        writing.run(
                () -> {
                    int partition = letter.coordinates().partition() % producer.partitions(settings.topic());
                    ProducerRecord<byte[], byte[]> record = LetterCodec.encode(letter, settings.topic(), partition);
                    producer.send(List.of(record), safe);
                },
                safe);
        return safe;
    }

    @Override
    public void close() {
        writing.close(producer::close);
    }

    private final class TopicReading implements Reading {
        private final Set<LetterId> wanted;
        private final BlockingQueue<Found> found = new ArrayBlockingQueue<>(MOST_READ_AHEAD);
        private final CompletableFuture<Void> read = new CompletableFuture<>();
        private final LetterThread thread = new LetterThread(
                "dead-letters-" + settings.topic() + "-replay",
                "topic '" + settings.topic() + "'",
                settings.closeTimeout());
        private volatile boolean closed;

        TopicReading(Set<LetterId> wanted) {
            this.wanted = wanted;
            thread.run(this::readAll, read);
        }

        private void readAll() throws InterruptedException {
            try (TopicReader reader = new TopicReader(settings)) {
                while (!closed && !reader.isAtEnd()) {
                    for (ConsumerRecord<byte[], byte[]> record : reader.poll()) {
                        offer(record);
                    }
                }
            }
            read.complete(null);
        }

        private void offer(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
            LetterId id = LetterCodec.idOf(record);
            if (id == null || !wanted.contains(id)) {
                return;
            }
            Found next;
            try {
                next = new Found(LetterCodec.decode(record), record.partition(), record.offset());
            } catch (IllegalArgumentException e) {
                LOG.warn("{}-{}@{} cannot be read", record.topic(), record.partition(), record.offset(), e);
                return;
            }
            // Until the task, which may be slower, has room for it.
            boolean taken = false;
            while (!closed && !taken) {
                taken = found.offer(next, 100, TimeUnit.MILLISECONDS);
            }
        }

        @Override
        public @Nullable Found poll() {
            return found.poll();
        }

        @Override
        public boolean isDone() {
            return read.isDone() && found.isEmpty();
        }

        @Override
        public @Nullable Throwable failure() {
            return read.isCompletedExceptionally()
                    ? read.handle((none, error) -> error).join()
                    : null;
        }

        @Override
        public void close() {
            closed = true;
            found.clear();
            // Nobody waits for it: the task thread may be here while the cluster is away.
            thread.leave(() -> {});
        }
    }
}
