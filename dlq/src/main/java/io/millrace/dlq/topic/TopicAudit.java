/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.dlq.LetterThread;
import io.millrace.dlq.control.AuditCodec;
import io.millrace.dlq.control.AuditEntry;
import io.millrace.dlq.order.AuditLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The audit on a topic. A thread of its own owns the producer; everything may be called from any thread. */
public final class TopicAudit implements AuditLog {
    private final TopicSettings settings;
    private final LetterThread thread;
    private final ControlProducer producer;
    // Confined to the thread above.
    private final ControlTopic topic;

    /** @param settings those of the letters' topic, with the audit's name */
    public TopicAudit(TopicSettings settings) {
        this.settings = settings;
        this.thread = new LetterThread(
                "dead-letters-" + settings.topic(), "topic '" + settings.topic() + "'", settings.closeTimeout());
        this.producer = new ControlProducer(settings);
        this.topic = new ControlTopic(settings, LetterTopic.retention(Duration.ofDays(365)));
    }

    @Override
    public Future<?> append(AuditEntry entry) {
        CompletableFuture<Void> safe = new CompletableFuture<>();
        thread.run(
                () -> {
                    topic.createOnce();
                    producer.send(
                            List.of(new ProducerRecord<>(
                                    settings.topic(), entry.key().getBytes(UTF_8), AuditCodec.encode(entry))),
                            safe);
                },
                safe);
        return safe;
    }

    @Override
    public void close() {
        thread.close(producer::close);
    }
}
