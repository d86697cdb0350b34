/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.KeyEntry;
import io.millrace.dlq.control.KeyIdentity;
import io.millrace.dlq.control.LedgerCodec;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.OwnerEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger says about keys and letters; empty where there is none, or where it is in the target's database, which this
 * program does not read. Confined to the main thread.
 */
final class Ledger {
    private final Map<LetterId, LetterEntry> letters = new HashMap<>();
    private final Map<String, KeyEntry> keys = new TreeMap<>();
    private final Map<String, OwnerEntry> owners = new HashMap<>();
    private Map<Integer, Long> ends = Map.of();
    private boolean elsewhere;

    private Ledger() {}

    static Ledger read(Cluster cluster, Progress progress) {
        Ledger ledger = new Ledger();
        ledger.ends = new WholeTopic(cluster, progress).read(cluster.control().ledger(), ledger::add);
        // Tasks make both topics when they begin.
        ledger.elsewhere = !ledger.exists() && cluster.topic(cluster.control().commands()) != null;
        return ledger;
    }

    /** Takes one more record of the topic. Returns what it says, unless it says that there is nothing to say any more. */
    @Nullable
    LedgerEntry add(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), UTF_8);
        if (record.value() == null) {
            keys.remove(key);
            if (key.startsWith("L:")) {
                letters.remove(new LetterId(key.substring(2)));
            }
            return null;
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
        return entry;
    }

    boolean exists() {
        return !ends.isEmpty();
    }

    /** Whether there is no such topic although tasks take commands: the ledger is in the target's database, or it was lost. */
    boolean isElsewhere() {
        return elsewhere;
    }

    /** What to tell whoever asks for something that is in the ledger. */
    static String elsewhere(Cluster cluster) {
        return "there is no ledger '" + cluster.control().ledger() + "', though tasks take commands here. If the"
                + " connector's 'dlq.ledger' is 'target', it is in the database that is written to, table"
                + " 'dlq.ledger.table', which this program does not read; else it was lost";
    }

    /** For each partition of the topic the offset up to which it was read at first. */
    Map<Integer, Long> ends() {
        return ends;
    }

    /** Number of the task that owns a letter's source partition, or {@code null} if none ever has. */
    @Nullable
    Integer owner(LetterEntry letter) {
        OwnerEntry owner = owners.get(OwnerEntry.keyOf(letter.connector(), letter.topic(), letter.partition()));
        return owner == null ? null : owner.task();
    }

    @Nullable
    LetterEntry letter(LetterId id) {
        return letters.get(id);
    }

    Collection<LetterEntry> letters() {
        return letters.values();
    }

    /** The keys with open letters. How many those are is counted here: a crash may have come between a letter's entry and its key's. */
    List<OpenKey> openKeys() {
        Map<KeyIdentity, Integer> open = new HashMap<>();
        for (LetterEntry letter : letters.values()) {
            KeyIdentity identity = letter.identity();
            if (identity != null && letter.status().isOpen()) {
                open.merge(identity, 1, Integer::sum);
            }
        }
        List<OpenKey> openKeys = new ArrayList<>();
        for (KeyEntry key : keys.values()) {
            Integer count = open.get(key.identity());
            if (count != null) {
                openKeys.add(new OpenKey(key, count));
            }
        }
        return openKeys;
    }

    /**
     * A key with open letters.
     *
     * @param entry what the ledger says of it
     * @param letters how many are open
     */
    record OpenKey(KeyEntry entry, int letters) {}

    /** Highest epoch in which a source partition has been owned; 0 if never. */
    long epoch(String connector, String topic, int partition) {
        OwnerEntry owner = owners.get(OwnerEntry.keyOf(connector, topic, partition));
        return owner == null ? 0 : owner.epoch();
    }
}
