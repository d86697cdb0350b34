/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.Failure;
import io.millrace.dlq.control.AuditEvent;
import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.order.DurableWriter;
import io.millrace.dlq.order.LetterSource;
import io.millrace.sink.time.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that what has become of a letter, as somebody wanted, is kept: first in the audit, then in the ledger. A dry run
 * is in the audit alone. Confined to the task thread.
 */
final class WantedOutcomes {
    private final OrderBook book;
    private final OpenLetters open;
    private final Decisions decisions;
    private final PlanLog log;
    private final DurableWriter<DeadLetter> edits;
    private final Consumer<Ended> over;

    /** An item has come to its end in the sequence of its key. */
    record Ended(KeySequence sequence, Item.Wanted item) {}

    WantedOutcomes(
            OrderBook book,
            OpenLetters open,
            Decisions decisions,
            PlanLog log,
            LetterSource letters,
            TimeSource time,
            Consumer<Ended> over) {
        this.book = book;
        this.open = open;
        this.decisions = decisions;
        this.log = log;
        this.edits = new DurableWriter<>(
                "The topic of the dead letters", letters::write, () -> Instant.ofEpochMilli(time.millis()));
        this.over = over;
    }

    void poll() {
        edits.poll();
    }

    /** The letter is as it was. */
    void left(KeySequence sequence, Item.Wanted item) {
        item.plan().abandoned();
        over.accept(new Ended(sequence, item));
    }

    /**
     * Its record is at the target.
     *
     * @param superseded letters of the key that mean nothing any more
     */
    void replayed(KeySequence sequence, Item.Wanted item, @Nullable String detail, Iterable<LetterEntry> superseded) {
        keep(
                sequence,
                item,
                AuditEvent.REPLAYED,
                detail,
                replayedAs(LetterStatus.REPLAYED, item, superseded),
                () -> item.plan().done(item.letter().id()));
    }

    private List<LetterEntry> replayedAs(LetterStatus status, Item.Wanted item, Iterable<LetterEntry> superseded) {
        List<LetterEntry> letters = new ArrayList<>();
        for (LetterEntry older : superseded) {
            letters.add(book.resolve(
                    older,
                    LetterStatus.SUPERSEDED,
                    "the letter of " + item.origin() + ", which has its key, was replayed"));
        }
        letters.add(asked(item, status, 1));
        return letters;
    }

    /**
     * The same for the target, to be committed together with the row. Then the audit comes after it: until that is safe, too,
     * the letter is {@link LetterStatus#APPLIED}.
     *
     * @return empty if it cannot be
     */
    List<LedgerEntry> appliedWithRow(KeySequence sequence, Item.Wanted item, List<LetterEntry> superseded) {
        List<LetterEntry> letters = replayedAs(LetterStatus.APPLIED, item, superseded);
        return item.letter().identity() == null
                ? book.withRow(letters, item.origin())
                : book.withRow(sequence, letters, item.origin());
    }

    /** Somebody has given it up. */
    void discarded(KeySequence sequence, Item.Wanted item) {
        keep(
                sequence,
                item,
                AuditEvent.DISCARDED,
                null,
                List.of(asked(item, LetterStatus.DISCARDED, 0)),
                () -> item.plan().done(item.letter().id()));
    }

    /** A letter with a better record takes its place. What is missing of that after a crash is done again. */
    void edited(KeySequence sequence, Item.Wanted item) {
        DeadLetter better = Objects.requireNonNull(item.better(), "an EDIT has one");
        Runnable done = () -> item.plan().done(item.letter().id());
        String detail = "as " + better.id();
        if (item.plan().isDry()) {
            keep(sequence, item, AuditEvent.EDITED, detail, List.of(), done);
            return;
        }
        sequence.current = item;
        Command command = item.plan().command();
        edits.write(better, () -> {
            LetterEntry replaced = asked(item, LetterStatus.EDITED, 0);
            LetterEntry replacement = book.edited(replaced, better.id(), replaced.revision() + 1, command);
            keep(sequence, item, AuditEvent.EDITED, detail, List.of(replacement, replaced), done);
        });
    }

    /** It cannot be applied, and stays open. */
    void failed(KeySequence sequence, Item.Wanted item, Failure failure) {
        String detail = "[" + failure.code() + "] " + failure.message();
        LetterEntry letter = current(item);
        Command command = item.plan().command();
        LetterEntry again =
                book.resolve(letter, LetterStatus.OPEN, letter.attempts() + 1, command.plan(), detail, command.by());
        keep(sequence, item, AuditEvent.FAILED, detail, List.of(again), () -> item.plan()
                .failed(item.letter().id()));
    }

    /** The target has something newer, or the letter has come to its end meanwhile. */
    void stale(KeySequence sequence, Item.Wanted item) {
        LetterEntry letter = open.find(item.letter().id());
        Runnable done = () -> item.plan().stale(item.letter().id());
        if (letter == null) {
            keep(sequence, item, AuditEvent.STALE, "it is not open any more", List.of(), done);
        } else {
            String reason = "the target has something newer of its key";
            List<LetterEntry> closed = List.of(book.resolve(letter, LetterStatus.SUPERSEDED, reason));
            keep(sequence, item, AuditEvent.STALE, reason, closed, done);
        }
    }

    private LetterEntry current(Item.Wanted item) {
        LetterEntry known = open.find(item.letter().id());
        return known == null ? item.letter() : known;
    }

    private LetterEntry asked(Item.Wanted item, LetterStatus status, int attempts) {
        LetterEntry letter = current(item);
        Command command = item.plan().command();
        return book.resolve(
                letter, status, letter.attempts() + attempts, command.plan(), command.reason(), command.by());
    }

    private void keep(
            KeySequence sequence,
            Item.Wanted item,
            AuditEvent event,
            @Nullable String detail,
            List<LetterEntry> letters,
            Runnable done) {
        sequence.current = item;
        Runnable end = () -> {
            done.run();
            if (item.origin().source().isRevoked() && !item.plan().isDry()) {
                // The next owner, perhaps this very task, may have read the ledger before: there the letter is still
                // open.
                item.plan().forget(item.letter().id());
            }
            over.accept(new Ended(sequence, item));
        };
        boolean changesNothing = item.plan().isDry() || letters.isEmpty();
        log.told(
                item.plan(),
                item.letter().id(),
                event,
                detail,
                changesNothing ? end : () -> write(sequence, item, letters, end));
    }

    /** Brings entries about letters to the ledger, unless the partition is not ours any more. */
    private void write(KeySequence sequence, Item.Wanted item, List<LetterEntry> letters, Runnable then) {
        if (item.origin().source().isRevoked()) {
            left(sequence, item);
            return;
        }
        boolean ordered = item.letter().identity() != null;
        List<LedgerEntry> entries = new ArrayList<>(letters);
        for (LetterEntry letter : letters) {
            if (ordered) {
                sequence.put(letter);
            } else {
                open.put(letter);
            }
            decisions.note(letter, ordered ? sequence : null);
        }
        if (ordered) {
            entries.add(book.entry(sequence));
        }
        book.write(entries, then);
    }
}
