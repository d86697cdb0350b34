/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.AuditCodec;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.topic.TopicReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Follows the ledger, from where it had been read, and the audit, from now on. Confined to the main thread. */
final class Following implements AutoCloseable {
    private final Cluster cluster;
    private final Ledger ledger;
    private final @Nullable TopicReader entries;
    private @Nullable TopicReader audit;

    Following(Cluster cluster, Ledger ledger) {
        this.cluster = cluster;
        this.ledger = ledger;
        this.entries =
                ledger.isElsewhere() ? null : cluster.reader(cluster.control().ledger());
        if (entries != null) {
            entries.goOnAt(ledger.ends());
        }
        audit = open();
        if (audit != null) {
            audit.goOnWithLast(0);
        }
    }

    /** The audit's topic is made with its first entry. */
    private @Nullable TopicReader open() {
        String topic = cluster.control().audit();
        return cluster.topic(topic) == null ? null : cluster.reader(topic);
    }

    /** Hands on what has come; waits a moment if nothing has. */
    void poll(PlanNews news) {
        TopicReader reader = audit == null ? open() : audit;
        audit = reader;
        if (reader != null) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll()) {
                if (record.value() != null) {
                    news.take(AuditCodec.decode(record.value()));
                }
            }
        }
        if (entries == null) {
            return;
        }
        for (ConsumerRecord<byte[], byte[]> record : entries.poll()) {
            LedgerEntry entry = ledger.add(record);
            if (entry != null) {
                news.take(entry);
            }
        }
    }

    @Override
    public void close() {
        if (entries != null) {
            entries.close();
        }
        if (audit != null) {
            audit.close();
        }
    }
}
