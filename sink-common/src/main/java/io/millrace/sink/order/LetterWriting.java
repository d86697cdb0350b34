/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.Fingerprint;
import io.millrace.dlq.RecordFailedException;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.sink.metrics.SinkMetrics.Result;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes letters of what cannot be written: first in the ledger, then where letters go. Confined to the task thread. */
final class LetterWriting {
    private static final Logger LOG = LoggerFactory.getLogger(LetterWriting.class);

    private final OrderSettings settings;
    private final OrderBook book;
    private final OrderEvents events;
    private final OpenLetters open;
    private final Decisions decisions;
    private final Turns turns;
    /** Keys that wait because there are too many letters. */
    private final Set<KeySequence> full = new LinkedHashSet<>();
    /** Whether a letter that may be replayed in any order waits for the same reason. */
    private boolean overflowing;

    LetterWriting(
            OrderSettings settings,
            OrderBook book,
            OrderEvents events,
            OpenLetters open,
            Decisions decisions,
            Turns turns) {
        this.decisions = decisions;
        this.settings = settings;
        this.book = book;
        this.events = events;
        this.open = open;
        this.turns = turns;
    }

    /** Every key that waits tries again now. */
    void beginTurn() {
        overflowing = false;
        full.forEach(turns::ready);
        full.clear();
    }

    boolean isOverflowing() {
        return overflowing || !full.isEmpty();
    }

    /**
     * Begins to write a letter.
     *
     * @param sequence that of its key, or {@code null} if its key is not kept in order
     * @return false if it has to wait because there are too many letters; then it is the next of its sequence, if it has one
     */
    boolean write(@Nullable KeySequence sequence, Item.Died died) {
        if (died.origin().source().isRevoked()) {
            turns.lost(died);
            return true;
        }
        if (isDecided(died)) {
            return true;
        }
        if (sequence == null && decisions.isStanding(died.origin())) {
            sendAgain(died, died.failed());
            return true;
        }
        LetterEntry known = sequence == null ? null : sequence.letterAt(died.origin());
        if (known == null && isFull(sequence, died)) {
            if (!settings.pauseOnOverflow()) {
                throw new RecordFailedException(LetterCauses.tooMany(died.failed(), sequence, settings));
            }
            if (sequence == null) {
                overflowing = true;
            } else {
                sequence.addFirst(died);
                full.add(sequence);
            }
            return false;
        }
        send(sequence, died, known == null ? 0 : known.attempts());
        return true;
    }

    /**
     * Sees to a record that has come again after somebody had decided what becomes of it: what stands in its place has been
     * applied, or is a letter by itself.
     *
     * @return whether that is so; else it is up to others
     */
    boolean isDecided(Item item) {
        boolean decided = decisions.isDecided(item.origin());
        if (decided) {
            turns.settle(item, Result.DEAD_LETTERED);
        }
        return decided;
    }

    /**
     * A record has come again whose letter is in the ledger already, but perhaps nowhere else. The entry is ours from now on:
     * whoever wrote it before may do so once more, and late.
     */
    void sendAgain(Item item, FailedRecord failed) {
        LetterEntry known = Objects.requireNonNull(decisions.of(item.origin()), "whose letter is in the ledger");
        LetterEntry letter = book.again(Objects.requireNonNull(open.find(known.id()), "and is open"));
        open.put(letter);
        book.write(List.of(letter), () -> send(item, failed));
    }

    private void send(Item item, FailedRecord failed) {
        if (item.origin().source().isRevoked()) {
            turns.ended(null, item, null);
        } else {
            events.send(failed, () -> turns.ended(null, item, Result.DEAD_LETTERED));
        }
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
        if (letter.policy() == OrderPolicy.HALT) {
            LOG.error(
                    "Nothing goes on until letter {} of {} is replayed, edited or discarded: [{}] {}",
                    letter.id(),
                    died.origin(),
                    died.failed().failure().code(),
                    died.failed().failure().message());
        }
        book.write(entries, () -> {
            if (died.origin().source().isRevoked()) {
                turns.ended(sequence, died, null);
            } else {
                events.send(died.failed(), () -> turns.ended(sequence, died, Result.DEAD_LETTERED));
            }
        });
    }

    /** Letters that may be replayed in any order count as keys. */
    private boolean isFull(@Nullable KeySequence sequence, Item.Died died) {
        boolean noMoreKeys = open.keys() + open.standing() >= settings.maxKeys();
        if (sequence == null) {
            return noMoreKeys && settings.policies().standAlone(died.destination());
        }
        return sequence.letters() >= settings.maxLettersPerKey() || (sequence.letters() == 0 && noMoreKeys);
    }
}
