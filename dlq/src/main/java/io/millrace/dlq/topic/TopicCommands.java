/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.dlq.LetterThread;
import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.CommandCodec;
import io.millrace.dlq.order.CommandSource;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands on a topic, from its beginning on. One thread reads, a moment at a time, another writes; {@link #poll} and
 * {@link #publish} may be called from any thread.
 */
public final class TopicCommands implements CommandSource {
    private static final Logger LOG = LoggerFactory.getLogger(TopicCommands.class);
    private static final long PAUSE_MS = 1_000;

    private final TopicSettings settings;
    private final LetterThread reading;
    private final LetterThread writing;
    private final ControlProducer producer;
    private final Queue<Command> commands = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean readToEnd;

    // Confined to the thread that reads.
    private final ControlTopic topic;
    private boolean complained;
    /** Only woken up by others. */
    private volatile @Nullable TopicReader reader;

    /** @param settings those of the letters' topic, with the commands' name */
    public TopicCommands(TopicSettings settings) {
        this.settings = settings;
        String name = "topic '" + settings.topic() + "'";
        this.reading = new LetterThread("dead-letters-" + settings.topic(), name, settings.closeTimeout());
        this.writing = new LetterThread("dead-letters-" + settings.topic() + "-write", name, settings.closeTimeout());
        this.producer = new ControlProducer(settings);
        this.topic = new ControlTopic(settings, LetterTopic.retention(Duration.ofDays(7)));
        readOn();
    }

    private void readOn() {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        reading.run(
                () -> {
                    readSome();
                    if (closing.getCount() > 0) {
                        readOn();
                    }
                },
                turn);
    }

    private void readSome() throws InterruptedException {
        try {
            topic.createOnce();
            TopicReader open = reader;
            if (open == null) {
                open = TopicReader.lasting(settings);
                reader = open;
            }
            for (ConsumerRecord<byte[], byte[]> record : open.poll()) {
                take(record);
            }
            readToEnd = readToEnd || open.isAtEnd();
            complained = false;
        } catch (WakeupException e) {
            LOG.debug("Closing", e);
        } catch (KafkaException e) {
            if (!complained) {
                LOG.warn("Commands about dead letters cannot be read; trying again", e);
            }
            complained = true;
            pause();
        }
    }

    /** Lest a topic that is not there is asked for without a pause; ends at once when it is over. */
    private void pause() throws InterruptedException {
        if (closing.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
            LOG.debug("Closed while commands could not be read");
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            commands.add(CommandCodec.decode(record.value()));
        } catch (IllegalArgumentException e) {
            LOG.warn("{}@{} is no command and is left alone", record.topic(), record.offset(), e);
        }
    }

    @Override
    public @Nullable Command poll() {
        return commands.poll();
    }

    @Override
    public boolean isCaughtUp() {
        return readToEnd && commands.isEmpty();
    }

    @Override
    public Future<?> publish(Command command) {
        CompletableFuture<Void> safe = new CompletableFuture<>();
        writing.run(
                () -> producer.send(
                        List.of(new ProducerRecord<>(
                                settings.topic(), command.plan().getBytes(UTF_8), CommandCodec.encode(command))),
                        safe),
                safe);
        return safe;
    }

    private void closeReader() {
        TopicReader open = reader;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        TopicReader open = reader;
        if (open != null) {
            open.wakeup();
        }
        reading.leave(this::closeReader);
        writing.close(producer::close);
    }
}
