/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.AuditCodec;
import io.millrace.dlq.control.AuditEntry;
import io.millrace.dlq.control.AuditEvent;
import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.CommandCodec;
import io.millrace.dlq.control.ControlTopics;
import io.millrace.dlq.control.Edit;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.dlq.control.Selection;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterCodec;
import io.millrace.dlq.topic.TopicLedger;
import io.millrace.dlq.topic.TopicSettings;
import io.millrace.testkit.server.KafkaBroker;
import io.millrace.testkit.server.KafkaTopics;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Somebody who sees to the letters of a connector as the {@code dlq} program does, on the topics beside theirs. Thread-safe. */
public final class LetterOperator implements AutoCloseable {
    private static final Duration WITHIN = Duration.ofSeconds(90);

    private final KafkaBroker broker;
    private final KafkaTopics topics;
    private final String connector;
    private final String letters;
    private final ControlTopics control;

    /**
     * @param broker where letters go
     * @param letters the topic that they go to
     */
    public LetterOperator(KafkaBroker broker, String connector, String letters) {
        this.broker = broker;
        this.topics = broker.topics();
        this.connector = connector;
        this.letters = letters;
        this.control = ControlTopics.of(letters);
    }

    /** What the connector's configuration says about letters, and some more. */
    public Map<String, String> settings(String order, Map<String, String> more) {
        Map<String, String> settings = new LinkedHashMap<>(more);
        settings.put("dlq.destinations", "topic");
        settings.put("dlq.topic.name", letters);
        settings.put("dlq.kafka.bootstrap.servers", broker.bootstrapServers());
        settings.put("dlq.order", order);
        return settings;
    }

    /** Tells the connector to replay all open letters. */
    public void replay(String plan, ReplayOptions options, String reason) {
        command(plan, Action.REPLAY, Selection.ALL, options, List.of(), reason);
    }

    /** Tells the connector to put letters in the place of others. */
    public void edit(String plan, List<Edit> edits, String reason) {
        command(plan, Action.EDIT, Selection.ALL, ReplayOptions.NONE, edits, reason);
    }

    /** Tells the connector what to do with some letters. */
    public void command(
            String plan, Action action, Selection selection, ReplayOptions options, List<Edit> edits, String reason) {
        Command command = new Command(
                plan, connector, action, selection, options, edits, "ada", reason, System.currentTimeMillis());
        topics.produce(
                List.of(new ProducerRecord<>(control.commands(), plan.getBytes(UTF_8), CommandCodec.encode(command))));
    }

    /** What the ledger says of each letter, by id; nothing until the connector has created it. */
    public Map<String, LetterEntry> ledger() {
        Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
        TopicLedger ledger = new TopicLedger(new TopicSettings(
                control.ledger(), client, false, OptionalInt.empty(), Duration.ofDays(1), Duration.ofSeconds(5)));
        Map<String, LetterEntry> known = new LinkedHashMap<>();
        try {
            for (LedgerEntry entry : ledger.read().get(60, TimeUnit.SECONDS)) {
                if (entry instanceof LetterEntry letter) {
                    known.put(letter.id().value(), letter);
                }
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw new IllegalStateException(e);
            }
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        } finally {
            ledger.close();
        }
        return known;
    }

    /** How many letters have a status. */
    public long with(LetterStatus status) {
        return ledger().values().stream()
                .filter(letter -> letter.status() == status)
                .count();
    }

    /** The letters on their topic, those of one of its partitions in order. */
    public List<DeadLetter> letters() {
        return all(letters).stream().map(LetterCodec::decode).toList();
    }

    /** What a plan has made of letters so far, in order. */
    public List<AuditEvent> told(String plan) {
        return audit().stream()
                .filter(entry -> entry.plan().equals(plan) && entry.letter() != null)
                .map(AuditEntry::event)
                .toList();
    }

    /** All that was done, in order; nothing until the connector has created the topic. */
    public List<AuditEntry> audit() {
        if (!topics.names().contains(control.audit())) {
            return List.of();
        }
        return all(control.audit()).stream()
                .map(record -> AuditCodec.decode(record.value()))
                .toList();
    }

    private List<ConsumerRecord<byte[], byte[]>> all(String topic) {
        long records = topics.nextOffsets(topic).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return topics.read(topic, (int) records, WITHIN);
    }

    @Override
    public void close() {
        topics.close();
    }
}
