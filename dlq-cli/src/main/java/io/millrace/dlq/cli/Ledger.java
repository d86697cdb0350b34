/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.KeyEntry;
import io.millrace.dlq.control.LedgerCodec;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.OwnerEntry;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What the ledger says about keys and letters; empty where there is none. Confined to the main thread. */
final class Ledger {
    private final Map<LetterId, LetterEntry> letters = new HashMap<>();
    private final Map<String, KeyEntry> keys = new TreeMap<>();
    private final Map<String, OwnerEntry> owners = new HashMap<>();
    private boolean exists;

    private Ledger() {}

    static Ledger read(Cluster cluster, Progress progress) {
        Ledger ledger = new Ledger();
        Map<Integer, Long> ends =
                new TopicReader(cluster, progress).read(cluster.control().ledger(), ledger::add);
        ledger.exists = !ends.isEmpty();
        return ledger;
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), UTF_8);
        if (record.value() == null) {
            keys.remove(key);
            if (key.startsWith("L:")) {
                letters.remove(new LetterId(key.substring(2)));
            }
            return;
        }
        LedgerEntry entry = LedgerCodec.decode(key, record.value());
        // An entry with a lower epoch was written late by a task that had lost its partition.
        if (entry instanceof LetterEntry letter) {
            letters.merge(letter.id(), letter, (known, next) -> known.epoch() <= next.epoch() ? next : known);
        } else if (entry instanceof KeyEntry keyed) {
            keys.merge(key, keyed, (known, next) -> known.epoch() <= next.epoch() ? next : known);
        } else if (entry instanceof OwnerEntry owner) {
            owners.merge(key, owner, (known, next) -> known.epoch() <= next.epoch() ? next : known);
        }
    }

    boolean exists() {
        return exists;
    }

    @Nullable
    LetterEntry letter(LetterId id) {
        return letters.get(id);
    }

    Collection<LetterEntry> letters() {
        return letters.values();
    }

    Collection<KeyEntry> keys() {
        return keys.values();
    }

    /** Highest epoch in which a source partition has been owned; 0 if never. */
    long epoch(String connector, String topic, int partition) {
        OwnerEntry owner = owners.get(OwnerEntry.keyOf(connector, topic, partition));
        return owner == null ? 0 : owner.epoch();
    }
}
