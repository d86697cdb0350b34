/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.control.KeyEntry;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.sink.metrics.SinkMetrics.Result;
import io.millrace.sink.order.OrderLanes.Purpose;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What becomes of records of the stream whose keys have letters. Confined to the task thread. */
final class LetterRecords {
    private final OrderEvents events;
    private final OrderBook book;
    private final Decisions decisions;
    private final LetterWriting writing;
    private final Turns turns;
    private final TimeSource time;

    LetterRecords(
            OrderEvents events,
            OrderBook book,
            Decisions decisions,
            LetterWriting writing,
            Turns turns,
            TimeSource time) {
        this.events = events;
        this.book = book;
        this.decisions = decisions;
        this.writing = writing;
        this.turns = turns;
        this.time = time;
    }

    /** An item has its turn. Returns whether there may be a next one. */
    boolean begin(KeySequence sequence, Item item) {
        if (writing.isDecided(item)) {
            return true;
        }
        if (sequence.isHaltedBefore(item.origin())) {
            sequence.addFirst(item);
            return false;
        }
        if (item instanceof Item.Died died) {
            return writing.write(sequence, died);
        }
        ChangeEvent event = ((Item.Live) item).event();
        if (sequence.mayApply(event)) {
            apply(sequence, item, event);
        } else {
            Place first = Objects.requireNonNull(sequence.firstBefore(event.origin()));
            sequence.addFirst(
                    new Item.Died(event, LetterCauses.parked(event, first, sequence.identity(), time.millis())));
        }
        return true;
    }

    /** Where the target keeps progress, the record may be safe there before the ledger can tell what it means for letters. */
    private void apply(KeySequence sequence, Item item, ChangeEvent event) {
        List<LedgerEntry> settled = settledBy(sequence, event);
        if (!settled.isEmpty()) {
            turns.execute(sequence, item, event, Purpose.LIVE, settled);
        } else if (events.targetKeepsProgress()
                && !sequence.closedBy(event).isEmpty()
                && sequence.announce(event.origin())) {
            sequence.current = item;
            book.write(List.of(book.entry(sequence)), () -> {
                if (item.origin().source().isRevoked()) {
                    turns.ended(sequence, item, null);
                } else {
                    turns.execute(sequence, item, event, Purpose.LIVE, List.of());
                }
            });
        } else {
            turns.execute(sequence, item, event, Purpose.LIVE, List.of());
        }
    }

    /** What the target can commit to the ledger together with a record: that letters mean nothing any more. */
    private List<LedgerEntry> settledBy(KeySequence sequence, ChangeEvent event) {
        List<LetterEntry> closed = sequence.closedBy(event);
        return closed.isEmpty() || !decisions.undoneBy(sequence, event.origin()).isEmpty()
                ? List.of()
                : book.supersedeWithRow(sequence, closed, event.origin(), overtaken(event));
    }

    private static String overtaken(ChangeEvent event) {
        return event.origin() + ", which has its key, was applied";
    }

    /**
     * A lane has written a record.
     *
     * @param settled what is in the ledger since, in the same transaction
     */
    void applied(KeySequence sequence, Item item, ChangeEvent event, Result result, List<LedgerEntry> settled) {
        sequence.applied(event.origin());
        if (!settled.isEmpty() && !event.origin().source().isRevoked()) {
            book.committed(sequence, settled);
            turns.ended(sequence, item, result);
            return;
        }
        List<LetterEntry> closed = sequence.closedBy(event);
        List<LetterEntry> undone = result == Result.APPLIED ? decisions.undoneBy(sequence, event.origin()) : List.of();
        if ((closed.isEmpty() && undone.isEmpty()) || event.origin().source().isRevoked()) {
            turns.ended(sequence, item, result);
            return;
        }
        List<LedgerEntry> entries = new ArrayList<>();
        for (LetterEntry letter : undone) {
            LetterEntry again = book.resolve(
                    letter, LetterStatus.OPEN, event.origin() + ", which is older and has its key, was applied again");
            sequence.put(again);
            decisions.note(again, sequence);
            entries.add(again);
        }
        entries.addAll(book.supersede(sequence, closed, overtaken(event)));
        book.write(entries, () -> turns.ended(sequence, item, result));
    }

    /** No lane can write a record. */
    void failed(KeySequence sequence, ChangeEvent event, FailedRecord failed) {
        sequence.current = null;
        sequence.pending = KeyEntry.NONE;
        sequence.addFirst(new Item.Died(event, failed.with(sequence.identity())));
        turns.ready(sequence);
    }
}
