/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.control.KeyEntry;
import io.millrace.dlq.control.KeyIdentity;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.order.LedgerImage;
import io.millrace.sink.ledger.OffsetLedger;
import io.millrace.sink.record.SourcePartition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes over the letters that earlier owners of partitions have left. Confined to the task thread. */
final class Inheritance {
    private final OrderBook book;
    private final OpenLetters open;
    private final Decisions decisions;
    private final LateLetters late;
    private final ShutKeys keys;
    private final Turns turns;
    private final OffsetLedger offsets;
    private final Audit audit;
    private int telling;

    /** Where is told what earlier owners did not come to tell. */
    interface Audit {
        void toldLate(LetterEntry letter, Runnable then);
    }

    Inheritance(
            OrderBook book,
            OpenLetters open,
            Decisions decisions,
            LateLetters late,
            ShutKeys keys,
            Turns turns,
            OffsetLedger offsets,
            Audit audit) {
        this.audit = audit;
        this.book = book;
        this.open = open;
        this.decisions = decisions;
        this.late = late;
        this.keys = keys;
        this.turns = turns;
        this.offsets = offsets;
    }

    void take(SourcePartition source, LedgerImage image) {
        Set<KeySequence> inherited = new LinkedHashSet<>();
        for (LetterEntry letter : image.openLetters(source.topicPartition())) {
            KeyIdentity identity = letter.identity();
            if (identity == null) {
                takeWithoutKey(letter, image.isLate(letter.id()));
                continue;
            }
            KeySequence sequence = shut(letter, identity);
            sequence.inherit(letter, image.key(identity));
            decisions.note(letter, sequence);
            inherited.add(sequence);
            if (image.isLate(letter.id())) {
                late.put(letter, sequence);
            }
        }
        for (LetterEntry ended : image.endedLetters(source.topicPartition())) {
            LetterEntry letter = ended.status() == LetterStatus.APPLIED ? ended.as(LetterStatus.REPLAYED) : ended;
            if (letter != ended) {
                tell(source, letter);
            }
            KeyIdentity identity = letter.identity();
            KeyEntry key = identity == null ? null : image.key(identity);
            if (identity != null && key != null && isOvertaken(source, letter, key)) {
                decisions.noteOvertaken(letter, shut(letter, identity));
            } else if (Decisions.isDecision(letter)) {
                decisions.note(letter, identity == null ? null : shut(letter, identity));
            }
        }
        for (KeySequence sequence : inherited) {
            closeAppliedOver(source, sequence, image.key(sequence.identity()));
        }
    }

    private void takeWithoutKey(LetterEntry letter, boolean isLate) {
        open.put(letter);
        decisions.note(letter, null);
        if (isLate) {
            late.put(letter, turns.of(letter));
        } else if (Decisions.standsAlone(letter)) {
            decisions.noteStanding(letter);
        }
    }

    /** The earlier owner has committed a letter's row together with its end, and may not have come to tell. */
    private void tell(SourcePartition source, LetterEntry letter) {
        telling++;
        audit.toldLate(letter, () -> {
            if (source.isRevoked()) {
                telling--;
            } else {
                book.write(List.of(book.again(letter)), () -> telling--);
            }
        });
    }

    /** Whether something has yet to be told. Until then no record may come again, whose letter would be open and not say so. */
    boolean isTelling() {
        return telling > 0;
    }

    private KeySequence shut(LetterEntry letter, KeyIdentity identity) {
        keys.shut(identity);
        return turns.sequence(identity, letter.policy());
    }

    /** Whether a newer record of the key is safe at a target that keeps progress, so that it does not come again. */
    private boolean isOvertaken(SourcePartition source, LetterEntry letter, KeyEntry key) {
        return isOf(key, source) && letter.offset() <= key.applied() && offsets.isInherited(source, key.applied());
    }

    private static boolean isOf(KeyEntry key, SourcePartition source) {
        return key.partition() == source.partition() && key.topic().equals(source.topic());
    }

    /** The earlier owner was about to write a newer record together with the target's own progress, which tells whether it has. */
    private void closeAppliedOver(SourcePartition source, KeySequence sequence, @Nullable KeyEntry key) {
        if (key == null
                || key.pending() == KeyEntry.NONE
                || !isOf(key, source)
                || !offsets.isInherited(source, key.pending())) {
            return;
        }
        List<LetterEntry> closed = sequence.closedBy(source, key.pending());
        if (!closed.isEmpty()) {
            closed.forEach(letter -> decisions.noteOvertaken(letter, sequence));
            turns.begun();
            String reason = source.topicPartition() + "@" + key.pending() + ", which has its key, had been applied";
            book.write(book.supersede(sequence, closed, reason), () -> {
                turns.over();
                turns.ready(sequence);
            });
        }
    }
}
