/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * Letters that only a task knew which had lost their partition: once their records have come to an end here, they mean
 * nothing. Confined to the task thread.
 */
final class LateLetters {
    private final OrderBook book;
    private final OpenLetters open;
    private final Turns turns;
    private final Map<LetterEntry, KeySequence> letters = new HashMap<>();

    LateLetters(OrderBook book, OpenLetters open, Turns turns) {
        this.book = book;
        this.open = open;
        this.turns = turns;
    }

    void put(LetterEntry letter, KeySequence sequence) {
        letters.put(letter, sequence);
    }

    /** Whether it has yet to show whether a letter means anything. */
    boolean has(LetterEntry letter) {
        return letters.containsKey(letter);
    }

    boolean isEmpty() {
        return letters.isEmpty();
    }

    /** Records of a partition below an offset have come to their ends. */
    void passed(TopicPartition partition, long position) {
        letters.entrySet().removeIf(entry -> {
            LetterEntry letter = entry.getKey();
            boolean ended = letter.topic().equals(partition.topic())
                    && letter.partition() == partition.partition()
                    && letter.offset() < position;
            KeySequence sequence = entry.getValue();
            if (!ended || sequence.current != null) {
                return false;
            }
            turns.ready(sequence);
            // Where the record has failed here, too, or somebody has seen to it, its letter is ours by now.
            if (letter.equals(open.find(letter.id()))) {
                close(sequence, letter);
            }
            return true;
        });
    }

    private void close(KeySequence sequence, LetterEntry letter) {
        turns.begun();
        String reason = "was written late by a task that had lost the partition";
        List<LedgerEntry> entries;
        if (letter.identity() == null) {
            LetterEntry closed = book.resolve(letter, LetterStatus.SUPERSEDED, reason);
            open.put(closed);
            entries = List.of(closed);
        } else {
            entries = book.supersede(sequence, List.of(letter), reason);
        }
        book.write(entries, () -> {
            turns.over();
            turns.ready(sequence);
        });
    }

    void forget(Predicate<LetterEntry> gone) {
        letters.keySet().removeIf(gone);
    }
}
