/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.SourcePartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What people have decided about records that may come again: one that was given up is not to be applied, and one that was put
 * right not as it was. The keys of such records stay shut until those cannot come again. Confined to the task thread.
 */
final class Decisions {
    private final Turns turns;
    private final Map<TopicPartition, Map<Long, Decision>> decisions = new HashMap<>();

    Decisions(Turns turns) {
        this.turns = turns;
    }

    private record Decision(LetterEntry letter, @Nullable KeySequence sequence) {}

    /**
     * Remembers what is known of a letter, if somebody has decided about it.
     *
     * @param sequence that of its key, or {@code null} if its key is not kept in order
     */
    void note(LetterEntry letter, @Nullable KeySequence sequence) {
        if (isDecision(letter)) {
            remember(letter, sequence);
        }
    }

    /** As long as a letter without a key is open it may stand for its record, which is not to be applied then. */
    void noteStanding(LetterEntry letter) {
        remember(letter, null);
    }

    /** The target has something newer, which does not come again. So what the letter stands for is not to be applied either. */
    void noteOvertaken(LetterEntry letter, KeySequence sequence) {
        remember(letter.as(LetterStatus.SUPERSEDED), sequence);
    }

    private void remember(LetterEntry letter, @Nullable KeySequence sequence) {
        TopicPartition partition = new TopicPartition(letter.topic(), letter.partition());
        Map<Long, Decision> ofPartition = decisions.computeIfAbsent(partition, first -> new HashMap<>());
        Decision known = ofPartition.get(letter.offset());
        if (known == null && sequence != null) {
            sequence.decided++;
        }
        if (known == null || known.letter.revision() <= letter.revision()) {
            ofPartition.put(letter.offset(), new Decision(letter, sequence));
        }
    }

    /** Whether what is known of a letter means that its record is not to be applied as it was. */
    static boolean isDecision(LetterEntry letter) {
        return letter.revision() > 0
                || letter.status() == LetterStatus.DISCARDED
                || letter.status() == LetterStatus.EDITED
                || (letter.status() == LetterStatus.REPLAYED && standsAlone(letter));
    }

    /** Whether no order is kept that would see to it that its record is not applied beside it. */
    static boolean standsAlone(LetterEntry letter) {
        return letter.identity() == null && (letter.policy() == OrderPolicy.ANY || letter.policy() == OrderPolicy.HALT);
    }

    boolean isEmpty() {
        return decisions.isEmpty();
    }

    /** What is known of the letter in the place of a record, if it has anything to say about that; else {@code null}. */
    @Nullable
    LetterEntry of(Origin origin) {
        Decision decision = decisions
                .getOrDefault(origin.source().topicPartition(), Map.of())
                .get(origin.offset());
        return decision == null ? null : decision.letter;
    }

    /** Whether somebody has decided about the letter of a record. */
    boolean isDecided(Origin origin) {
        LetterEntry letter = of(origin);
        return letter != null && !isStanding(letter);
    }

    /** Whether the letter of a record is open, and in the ledger from before. */
    boolean isStanding(Origin origin) {
        LetterEntry letter = of(origin);
        return letter != null && isStanding(letter);
    }

    private static boolean isStanding(LetterEntry letter) {
        return letter.status().isOpen() && letter.revision() == 0;
    }

    /** Letters with better records that were applied before an older record of their key has come again and was applied. */
    List<LetterEntry> undoneBy(KeySequence sequence, Origin origin) {
        List<LetterEntry> undone = new ArrayList<>();
        decisions.getOrDefault(origin.source().topicPartition(), Map.of()).forEach((offset, decision) -> {
            if (decision.sequence == sequence
                    && offset > origin.offset()
                    && decision.letter.status() == LetterStatus.REPLAYED) {
                undone.add(decision.letter);
            }
        });
        return undone;
    }

    /** Records of a partition below an offset do not come again. */
    void passed(TopicPartition partition, long position) {
        Map<Long, Decision> ofPartition = decisions.get(partition);
        if (ofPartition != null) {
            ofPartition.entrySet().removeIf(entry -> entry.getKey() < position && isOver(entry.getValue()));
            if (ofPartition.isEmpty()) {
                decisions.remove(partition);
            }
        }
    }

    /** A partition is not ours any more. */
    void forget(SourcePartition source) {
        decisions.getOrDefault(source.topicPartition(), Map.of()).values().forEach(this::isOver);
        decisions.remove(source.topicPartition());
    }

    private boolean isOver(Decision decision) {
        KeySequence sequence = decision.sequence;
        if (sequence != null) {
            sequence.decided--;
            turns.ready(sequence);
        }
        return true;
    }
}
