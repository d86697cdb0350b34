/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.sink.metrics.SinkMetrics.Result;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.time.TimeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Applies letters, gives them up or puts others in their places, because somebody wants it: each in the sequence of its key,
 * with the coordinates of its record. Confined to the task thread.
 */
final class WantedLetters implements Plans.Letters {
    private final OpenLetters open;
    private final LateLetters late;
    private final Sequences sequences;
    private final LetterRequests requests;
    private final PlanLog log;
    private final WantedOutcomes outcomes;
    private final Plans plans;
    private final Map<TopicPartition, SourcePartition> owned = new HashMap<>();

    /** The sequences of keys. */
    interface Sequences {
        KeySequence of(LetterEntry letter);

        void add(KeySequence sequence, Item.Wanted item);

        /**
         * Writes an event.
         *
         * @param settled what the target is to commit to the ledger together with it
         */
        void execute(KeySequence sequence, Item.Wanted item, ChangeEvent event, List<LedgerEntry> settled);

        void ended(KeySequence sequence, Item.Wanted item);

        /** Letters are about to be tried. */
        void refresh();
    }

    WantedLetters(
            OrderSettings settings,
            Replaying replaying,
            OrderBook book,
            OpenLetters open,
            Decisions decisions,
            LateLetters late,
            Identities identities,
            Sequences sequences,
            TimeSource time) {
        this.open = open;
        this.late = late;
        this.sequences = sequences;
        this.requests = new LetterRequests(settings.policies(), replaying, identities);
        this.log = new PlanLog(settings, replaying.access().audit(), time);
        this.outcomes = new WantedOutcomes(
                book, open, decisions, log, replaying.access().letters(), time, this::ended);
        this.plans = new Plans(settings, replaying.access(), this, log, time);
    }

    void opened(SourcePartition source) {
        owned.put(source.topicPartition(), source);
        plans.reopen();
    }

    void closed(SourcePartition source) {
        owned.remove(source.topicPartition(), source);
    }

    void pump(boolean mayBegin) {
        log.poll();
        outcomes.poll();
        plans.pump(mayBegin);
    }

    boolean isBusy() {
        return plans.isBusy();
    }

    Plans plans() {
        return plans;
    }

    @Override
    public Iterable<LetterEntry> open() {
        return open.all();
    }

    @Override
    public @Nullable LetterEntry open(LetterId id) {
        return open.find(id);
    }

    @Override
    public void beginPass() {
        sequences.refresh();
    }

    @Override
    public boolean begin(Plan plan, LetterEntry letter, DeadLetter found) {
        SourcePartition source = owned.get(new TopicPartition(letter.topic(), letter.partition()));
        if (source == null || late.has(letter)) {
            return false;
        }
        KeySequence sequence = sequences.of(letter);
        Item.Wanted item = requests.request(plan, letter, found, source);
        ChangeEvent event = item.event();
        if (event != null && !plan.isDry() && letter.identity() != null && !sequence.willApply(letter, event)) {
            return false;
        }
        sequences.add(sequence, item);
        return true;
    }

    /** An item has its turn. */
    void begin(KeySequence sequence, Item.Wanted item) {
        LetterEntry letter = open.find(item.letter().id());
        if (item.origin().source().isRevoked() || item.plan().paused || item.plan().cancelled) {
            outcomes.left(sequence, item);
        } else if (letter == null || sequence.isStale(letter)) {
            outcomes.stale(sequence, item);
        } else {
            switch (item.plan().action()) {
                case DISCARD -> outcomes.discarded(sequence, item);
                case EDIT -> edit(sequence, item);
                default -> replay(sequence, item, letter);
            }
        }
    }

    private void edit(KeySequence sequence, Item.Wanted item) {
        if (item.failure() != null) {
            outcomes.failed(sequence, item, item.failure());
        } else if (item.event() != null) {
            sequences.execute(sequence, item, item.event(), List.of());
        } else {
            outcomes.edited(sequence, item);
        }
    }

    private void replay(KeySequence sequence, Item.Wanted item, LetterEntry letter) {
        ChangeEvent event = item.event();
        if (item.failure() != null) {
            outcomes.failed(sequence, item, item.failure());
        } else if (event == null) {
            outcomes.replayed(sequence, item, "it asks for nothing", List.of());
        } else if (!item.plan().isDry() && letter.identity() != null && !sequence.mayApply(letter, event)) {
            outcomes.left(sequence, item);
        } else {
            List<LedgerEntry> settled = item.plan().isDry()
                    ? List.of()
                    : outcomes.appliedWithRow(sequence, item, older(sequence, item, event));
            sequences.execute(sequence, item, event, settled);
        }
    }

    /** A lane has answered for an item. */
    void answered(KeySequence sequence, Item.Wanted item, OrderLanes.Answer answer) {
        FailedRecord failed = answer.failed();
        if (item.origin().source().isRevoked() || (answer.result() == null && failed == null)) {
            outcomes.left(sequence, item);
        } else if (failed != null) {
            outcomes.failed(sequence, item, failed.failure());
        } else if (item.better() != null) {
            outcomes.edited(sequence, item);
        } else if (item.plan().isDry()) {
            outcomes.replayed(sequence, item, null, List.of());
        } else {
            sequence.applied(answer.event().origin());
            String detail =
                    answer.result() == Result.DEDUPLICATED ? "the target has it already, or something newer" : null;
            outcomes.replayed(sequence, item, detail, older(sequence, item, answer.event()));
        }
    }

    /** The letters that mean nothing any more once a letter is applied. */
    private static List<LetterEntry> older(KeySequence sequence, Item.Wanted item, ChangeEvent event) {
        List<LetterEntry> closed = new ArrayList<>(sequence.closedBy(event));
        closed.removeIf(other -> other.id().equals(item.letter().id()));
        return closed;
    }

    /** Tells what an earlier owner did not come to tell. */
    void toldLate(LetterEntry letter, Runnable then) {
        log.toldLate(letter, then);
    }

    private void ended(WantedOutcomes.Ended ended) {
        sequences.ended(ended.sequence(), ended.item());
        plans.worked(ended.item().plan());
    }

    void close() {
        plans.close();
    }
}
