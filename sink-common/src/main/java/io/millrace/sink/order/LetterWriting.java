/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.Fingerprint;
import io.millrace.dlq.RecordFailedException;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.sink.metrics.SinkMetrics.Result;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes letters of what cannot be written: first in the ledger, then where letters go. Confined to the task thread. */
final class LetterWriting {
    private final OrderSettings settings;
    private final OrderBook book;
    private final OrderEvents events;
    private final OpenLetters open;
    private final Turns turns;
    /** Keys that wait because there are too many letters. */
    private int overflowing;

    LetterWriting(OrderSettings settings, OrderBook book, OrderEvents events, OpenLetters open, Turns turns) {
        this.settings = settings;
        this.book = book;
        this.events = events;
        this.open = open;
        this.turns = turns;
    }

    /** Every key that waits tries again now. */
    void beginTurn() {
        overflowing = 0;
    }

    boolean isOverflowing() {
        return overflowing > 0;
    }

    /**
     * Begins to write a letter.
     *
     * @param sequence that of its key, or {@code null} if its key is not kept in order
     * @return false if it has to wait because there are too many letters; then it is the next of its sequence
     */
    boolean write(@Nullable KeySequence sequence, Item.Died died) {
        if (died.origin().source().isRevoked()) {
            turns.lost(died);
            return true;
        }
        LetterEntry known = sequence == null ? null : sequence.letterAt(died.origin());
        if (book.isDiscarded(died.origin()) || (known != null && known.revision() > 0)) {
            // Its record came again after somebody had decided what becomes of it.
            turns.settle(died, Result.DEAD_LETTERED);
            return true;
        }
        LetterEntry edit = book.editOf(died.origin());
        if (sequence != null && edit != null) {
            reopen(sequence, died, edit);
            return true;
        }
        if (sequence != null && known == null && isFull(sequence)) {
            if (!settings.pauseOnOverflow()) {
                throw new RecordFailedException(LetterCauses.tooMany(died.failed(), sequence, settings));
            }
            sequence.addFirst(died);
            overflowing++;
            return false;
        }
        send(sequence, died, known == null ? 0 : known.attempts());
        return true;
    }

    private void reopen(KeySequence sequence, Item.Died died, LetterEntry edit) {
        LetterEntry again = book.resolve(edit, LetterStatus.OPEN, "its record came again");
        sequence.put(again);
        sequence.current = died;
        book.write(List.of(again, book.entry(sequence)), () -> turns.ended(sequence, died, Result.DEAD_LETTERED));
    }

    private void send(@Nullable KeySequence sequence, Item.Died died, int attempts) {
        List<LedgerEntry> entries = new ArrayList<>();
        LetterEntry letter = book.newLetter(died, sequence, attempts);
        entries.add(letter);
        if (sequence == null) {
            open.put(letter);
        } else {
            sequence.put(letter);
            sequence.blame(Fingerprint.of(died.failed()).value());
            sequence.current = died;
            entries.add(book.entry(sequence));
        }
        book.write(entries, () -> {
            if (died.origin().source().isRevoked()) {
                turns.ended(sequence, died, null);
            } else {
                events.send(died.failed(), () -> turns.ended(sequence, died, Result.DEAD_LETTERED));
            }
        });
    }

    private boolean isFull(KeySequence sequence) {
        return sequence.letters() >= settings.maxLettersPerKey()
                || (sequence.letters() == 0 && turns.size() > settings.maxKeys());
    }
}
