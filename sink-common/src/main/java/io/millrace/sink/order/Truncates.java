/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.sink.metrics.SinkMetrics.Result;
import io.millrace.sink.record.Truncate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a truncate means for letters: none of its destination means anything any more. Confined to the task thread. */
final class Truncates {
    private final OrderBook book;
    private final LetterWriting writing;
    private final Turns turns;

    Truncates(OrderBook book, LetterWriting writing, Turns turns) {
        this.book = book;
        this.writing = writing;
        this.turns = turns;
    }

    /** A lane has answered for a truncate. Nothing else is under way. */
    void answered(OrderLanes.Answer answer) {
        if (!(answer.event() instanceof Truncate truncate)) {
            throw new IllegalStateException(
                    "A lane has answered for " + answer.event().origin() + ", which it was not given");
        }
        if (answer.failed() != null) {
            writing.write(null, new Item.Died(truncate, answer.failed()));
            return;
        }
        Item.Live item = new Item.Live(truncate);
        List<LedgerEntry> entries = closed(truncate, answer.result());
        if (entries.isEmpty()) {
            turns.ended(null, item, answer.result());
        } else {
            book.write(entries, () -> turns.ended(null, item, answer.result()));
        }
    }

    private List<LedgerEntry> closed(Truncate truncate, @Nullable Result result) {
        List<LedgerEntry> entries = new ArrayList<>();
        if (result == null) {
            return entries;
        }
        for (KeySequence sequence : turns.all()) {
            List<LetterEntry> closed = sequence.closedBy(truncate).stream()
                    .filter(letter -> truncate.destination().name().equals(letter.destination()))
                    .toList();
            if (!closed.isEmpty()) {
                entries.addAll(book.supersede(sequence, closed, truncate.origin() + ", a truncate, was applied"));
                turns.ready(sequence);
            }
        }
        return entries;
    }
}
