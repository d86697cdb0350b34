/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.dlq.LetterThread;
import io.millrace.dlq.control.ControlTopics;
import io.millrace.dlq.control.LedgerCodec;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.order.LedgerRefusedException;
import io.millrace.dlq.order.LedgerStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger on a compacted topic. A thread of its own owns the clients, because they may block while the cluster is away;
 * everything may be called from any thread.
 *
 * <p>All entries of one source partition are on one partition, so that their order tells whose count. A late entry of a task
 * that had lost its partition must not wipe out its owner's by compaction, so entries are left alone for a day.
 */
public final class TopicLedger implements LedgerStore {
    private static final Logger LOG = LoggerFactory.getLogger(TopicLedger.class);
    private static final Map<String, String> CONFIGS = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
            "86400000");

    private final TopicSettings settings;
    private final LetterThread thread;
    private final ControlProducer producer;
    // Confined to the thread above.
    private final ControlTopic topic;

    /** @param settings those of the letters' topic, with the ledger's name */
    public TopicLedger(TopicSettings settings) {
        this.settings = settings;
        this.thread = new LetterThread(
                "dead-letters-" + settings.topic(), "topic '" + settings.topic() + "'", settings.closeTimeout());
        this.producer = new ControlProducer(settings);
        this.topic = new ControlTopic(settings, CONFIGS);
    }

    @Override
    public Future<List<LedgerEntry>> read() {
        CompletableFuture<List<LedgerEntry>> entries = new CompletableFuture<>();
        thread.run(
                () -> {
                    try {
                        entries.complete(readAll());
                    } catch (AuthorizationException e) {
                        throw new LedgerRefusedException(
                                "Topic '" + settings.topic() + "', the ledger of the dead letters, may not be read: "
                                        + e.getMessage() + ". Grant READ, WRITE and DESCRIBE on it and on the topics of"
                                        + " commands and audit beside it ('dlq.ledger.topic.name',"
                                        + " 'dlq.commands.topic.name', 'dlq.audit.topic.name'), or set 'dlq.order' to"
                                        + " 'none'",
                                e);
                    }
                },
                entries);
        return entries;
    }

    private List<LedgerEntry> readAll() throws InterruptedException {
        topic.createOnce();
        List<LedgerEntry> entries = new ArrayList<>();
        try (TopicReader reader = new TopicReader(settings)) {
            while (!reader.isAtEnd()) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll()) {
                    add(record, entries);
                }
            }
        }
        return entries;
    }

    private void add(ConsumerRecord<byte[], byte[]> record, List<LedgerEntry> entries) {
        if (record.key() == null || record.value() == null) {
            return;
        }
        try {
            LedgerEntry entry = LedgerCodec.decode(new String(record.key(), UTF_8), record.value());
            if (entry != null) {
                entries.add(entry);
            }
        } catch (IllegalArgumentException e) {
            LOG.warn("{}-{}@{} is left alone", record.topic(), record.partition(), record.offset(), e);
        }
    }

    @Override
    public CompletableFuture<?> write(List<LedgerEntry> entries) {
        CompletableFuture<Void> safe = new CompletableFuture<>();
        thread.run(() -> send(entries, safe), safe);
        return safe;
    }

    private void send(List<LedgerEntry> entries, CompletableFuture<Void> safe) throws InterruptedException {
        topic.createOnce();
        int partitions = producer.partitions(settings.topic());
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (LedgerEntry entry : entries) {
            int partition = ControlTopics.ledgerPartition(entry.topic(), entry.partition(), partitions);
            records.add(new ProducerRecord<>(
                    settings.topic(), partition, entry.key().getBytes(UTF_8), LedgerCodec.encode(entry)));
        }
        producer.send(records, safe);
    }

    @Override
    public void close() {
        thread.close(producer::close);
    }
}
