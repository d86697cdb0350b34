/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.order;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.KeyEntry;
import io.millrace.dlq.control.KeyIdentity;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.OwnerEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger comes to when its entries are read in order. Confined to one thread.
 *
 * <p>An entry counts if no task with a higher epoch has written about the same. One that stands behind a higher confirmed
 * owner of its partition was written late: it is kept if nobody else has written about the same, because its letter may be there, but
 * marked, because that owner may have done otherwise.
 */
public final class LedgerImage {
    private final String connector;
    private final Map<TopicPartition, Long> epochs = new HashMap<>();
    private final Map<TopicPartition, Long> owners = new HashMap<>();
    private final Map<LetterId, LetterEntry> letters = new LinkedHashMap<>();
    private final Map<KeyIdentity, KeyEntry> keys = new HashMap<>();
    private final Set<LetterId> late = new HashSet<>();

    /** @param connector whose entries count */
    public LedgerImage(String connector, List<LedgerEntry> entries) {
        this.connector = connector;
        entries.forEach(this::add);
    }

    private void add(LedgerEntry entry) {
        if (!entry.connector().equals(connector)) {
            return;
        }
        TopicPartition partition = partitionOf(entry);
        long owner = owners.getOrDefault(partition, 0L);
        if (entry instanceof OwnerEntry claim) {
            epochs.merge(partition, claim.epoch(), Math::max);
            if (claim.confirmed()) {
                owners.merge(partition, claim.epoch(), Math::max);
            }
        } else if (entry instanceof LetterEntry letter) {
            LetterEntry known = letters.get(letter.id());
            if (known == null || known.epoch() <= letter.epoch()) {
                letters.put(letter.id(), letter);
                if (letter.epoch() < owner) {
                    late.add(letter.id());
                } else {
                    late.remove(letter.id());
                }
            }
        } else if (entry instanceof KeyEntry key) {
            keys.merge(key.identity(), key, (known, next) -> known.epoch() <= next.epoch() ? next : known);
        }
    }

    private static TopicPartition partitionOf(LedgerEntry entry) {
        return new TopicPartition(entry.topic(), entry.partition());
    }

    /** Highest epoch of a partition so far, confirmed or not; 0 if nobody has claimed it. */
    public long epoch(TopicPartition partition) {
        return epochs.getOrDefault(partition, 0L);
    }

    /**
     * The letters of a partition whose records are still to be applied. Of a letter and those that it was edited into, the
     * last one counts: who edited it may not have come so far as to say what became of the others.
     */
    public List<LetterEntry> openLetters(TopicPartition partition) {
        Map<Long, LetterEntry> open = new LinkedHashMap<>();
        for (LetterEntry letter : letters.values()) {
            if (partitionOf(letter).equals(partition)) {
                open.merge(letter.offset(), letter, LedgerImage::later);
            }
        }
        open.values().removeIf(letter -> !letter.status().isOpen());
        return new ArrayList<>(open.values());
    }

    private static LetterEntry later(LetterEntry known, LetterEntry next) {
        return known.revision() > next.revision() ? known : next;
    }

    /** The letters of a partition that have come to their end. */
    public List<LetterEntry> endedLetters(TopicPartition partition) {
        List<LetterEntry> ended = new ArrayList<>();
        for (LetterEntry letter : letters.values()) {
            if (!letter.status().isOpen() && partitionOf(letter).equals(partition)) {
                ended.add(letter);
            }
        }
        return ended;
    }

    /** Whether what is known of a letter was written by a task that had lost its partition. */
    public boolean isLate(LetterId letter) {
        return late.contains(letter);
    }

    /** What is known of a key, or {@code null}. */
    public @Nullable KeyEntry key(KeyIdentity identity) {
        return keys.get(identity);
    }

    /** What is known of a letter, or {@code null}. */
    public @Nullable LetterEntry letter(LetterId id) {
        return letters.get(id);
    }
}
