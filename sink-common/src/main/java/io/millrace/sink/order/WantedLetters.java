/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.Failure;
import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.AuditEntry;
import io.millrace.dlq.control.AuditEvent;
import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.Edit;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.PayloadFidelity;
import io.millrace.dlq.letter.RecordBytes;
import io.millrace.dlq.order.DurableWriter;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.Postponed;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.record.Undecodable;
import io.millrace.sink.time.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Applies letters, or gives them up, because somebody wants it: each in the sequence of its key, with the coordinates of its
 * record. What was done is first in the audit and then in the ledger. Confined to the task thread.
 */
final class WantedLetters implements Plans.Letters {
    private final OrderSettings settings;
    private final Replaying replaying;
    private final OrderBook book;
    private final OpenLetters open;
    private final Identities identities;
    private final Sequences sequences;
    private final Plans plans;
    private final DurableWriter<AuditEntry> audit;
    private final DurableWriter<DeadLetter> edits;
    private final Map<TopicPartition, SourcePartition> owned = new HashMap<>();

    /** The sequences of keys. */
    interface Sequences {
        KeySequence of(LetterEntry letter);

        void add(KeySequence sequence, Item.Wanted item);

        void execute(KeySequence sequence, Item.Wanted item, ChangeEvent event);

        void ended(KeySequence sequence, Item.Wanted item);
    }

    WantedLetters(
            OrderSettings settings,
            Replaying replaying,
            OrderBook book,
            OpenLetters open,
            Identities identities,
            Sequences sequences,
            TimeSource time) {
        this.settings = settings;
        this.replaying = replaying;
        this.book = book;
        this.open = open;
        this.identities = identities;
        this.sequences = sequences;
        this.plans = new Plans(settings, replaying.access(), this, time);
        this.audit = new DurableWriter<>(
                "The audit of the dead letters",
                replaying.access().audit()::append,
                () -> Instant.ofEpochMilli(time.millis()));
        this.edits = new DurableWriter<>(
                "The topic of the dead letters",
                replaying.access().letters()::write,
                () -> Instant.ofEpochMilli(time.millis()));
    }

    void opened(SourcePartition source) {
        owned.put(source.topicPartition(), source);
        plans.reopen();
    }

    void closed(SourcePartition source) {
        owned.remove(source.topicPartition(), source);
    }

    void pump(boolean mayBegin) {
        audit.poll();
        edits.poll();
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
    public boolean begin(Plan plan, LetterEntry letter, DeadLetter found) {
        SourcePartition source = owned.get(new TopicPartition(letter.topic(), letter.partition()));
        if (source == null) {
            return false;
        }
        KeySequence sequence = sequences.of(letter);
        Origin origin = new Origin(source, letter.offset(), Origin.NO_TIMESTAMP);
        if (plan.command().action() == Action.DISCARD) {
            sequences.add(sequence, new Item.Wanted(plan, letter, null, origin, null));
            return true;
        }
        Decoded decoded = decode(found, source);
        if (decoded instanceof ChangeEvent event) {
            if (letter.identity() != null && !sequence.willApply(letter, event)) {
                return false;
            }
            Failure strange = letter.identity() == null ? unordered(event) : otherKey(letter, event);
            sequences.add(sequence, new Item.Wanted(plan, letter, strange == null ? event : null, origin, strange));
        } else {
            sequences.add(sequence, new Item.Wanted(plan, letter, null, origin, failureOf(decoded)));
        }
        return true;
    }

    /** Why there is no event; {@code null} if the record asks for nothing. */
    private static @Nullable Failure failureOf(Decoded decoded) {
        if (decoded instanceof Postponed postponed) {
            return postponed.why();
        }
        return decoded instanceof Undecodable undecodable ? undecodable.failure() : null;
    }

    private Decoded decode(DeadLetter found, SourcePartition source) {
        if (found.record().fidelity() == PayloadFidelity.REFERENCE) {
            return new Undecodable(
                    Plans.failure("no-payload", "the letter only refers to its record; edit it, or discard it"),
                    null,
                    null);
        }
        try {
            SinkRecord record = replaying.access().restorer().restore(found);
            return replaying.decoder().decode(record, source);
        } catch (IllegalArgumentException e) {
            return new Undecodable(Plans.failure("no-record", String.valueOf(e.getMessage())), null, null);
        }
    }

    private @Nullable Failure otherKey(LetterEntry letter, ChangeEvent event) {
        return Objects.equals(identities.of(event.destination(), event.key()), letter.identity())
                ? null
                : Plans.failure(
                        "other-key", "the record has another key than its letter, so there is no order to keep to");
    }

    /** A letter without a key, where keys are kept in order: nobody knows what came after it. */
    private @Nullable Failure unordered(ChangeEvent event) {
        return settings.policies().keepOrder(event.destination())
                ? Plans.failure(
                        "no-key", "its key was not known when it failed, so newer records of it may have been applied")
                : null;
    }

    /** An item has its turn. */
    void begin(KeySequence sequence, Item.Wanted item) {
        LetterEntry letter = item.letter();
        if (item.origin().source().isRevoked() || item.plan().paused || item.plan().cancelled) {
            left(sequence, item);
        } else if (open.find(letter.id()) == null || sequence.isStale(letter)) {
            stale(sequence, item);
        } else if (item.plan().command().action() == Action.DISCARD) {
            conclude(sequence, item, LetterStatus.DISCARDED, AuditEvent.DISCARDED, null, List.of());
        } else if (item.failure() != null) {
            failed(sequence, item, item.failure());
        } else if (item.event() == null) {
            conclude(sequence, item, LetterStatus.REPLAYED, AuditEvent.REPLAYED, "it asks for nothing", List.of());
        } else if (item.plan().isDry()) {
            rehearse(sequence, item, item.event());
        } else if (letter.identity() != null && !sequence.mayApply(letter, item.event())) {
            left(sequence, item);
        } else {
            sequences.execute(sequence, item, item.event());
        }
    }

    private void rehearse(KeySequence sequence, Item.Wanted item, ChangeEvent event) {
        Failure failure = replaying.rehearsal().tryOut(event);
        if (failure != null) {
            failed(sequence, item, failure);
            return;
        }
        sequence.current = item;
        audit.write(plans.entry(item.plan(), item.letter().id(), AuditEvent.REPLAYED, null), () -> {
            item.plan().done(item.letter().id());
            ended(sequence, item);
        });
    }

    /** A lane has answered for an item. */
    void answered(KeySequence sequence, Item.Wanted item, OrderLane.Answer answer) {
        FailedRecord failed = answer.failed();
        if (item.origin().source().isRevoked() || (answer.result() == null && failed == null)) {
            left(sequence, item);
        } else if (failed != null) {
            failed(sequence, item, failed.failure());
        } else {
            ChangeEvent event = answer.event();
            sequence.applied(event.origin());
            List<LetterEntry> closed = new ArrayList<>(sequence.closedBy(event));
            closed.removeIf(other -> other.id().equals(item.letter().id()));
            conclude(sequence, item, LetterStatus.REPLAYED, AuditEvent.REPLAYED, null, closed);
        }
    }

    private void conclude(
            KeySequence sequence,
            Item.Wanted item,
            LetterStatus status,
            AuditEvent event,
            @Nullable String detail,
            List<LetterEntry> superseded) {
        Command command = item.plan().command();
        if (item.plan().isDry()) {
            sequence.current = item;
            audit.write(plans.entry(item.plan(), item.letter().id(), event, detail), () -> {
                item.plan().done(item.letter().id());
                ended(sequence, item);
            });
            return;
        }
        List<LedgerEntry> entries = new ArrayList<>();
        for (LetterEntry older : superseded) {
            entries.add(book.resolve(
                    older,
                    LetterStatus.SUPERSEDED,
                    "the letter of " + item.origin() + ", which has its key, was replayed"));
        }
        entries.add(book.resolve(
                item.letter(), status, item.letter().attempts() + 1, command.plan(), command.reason(), command.by()));
        sequence.current = item;
        audit.write(
                plans.entry(item.plan(), item.letter().id(), event, detail),
                () -> write(sequence, item, entries, () -> {
                    item.plan().done(item.letter().id());
                    ended(sequence, item);
                }));
    }

    private void failed(KeySequence sequence, Item.Wanted item, Failure failure) {
        String detail = "[" + failure.code() + "] " + failure.message();
        sequence.current = item;
        AuditEntry told = plans.entry(item.plan(), item.letter().id(), AuditEvent.FAILED, detail);
        Runnable then = () -> {
            item.plan().failed(item.letter().id());
            ended(sequence, item);
        };
        if (item.plan().isDry()) {
            audit.write(told, then);
            return;
        }
        Command command = item.plan().command();
        LetterEntry again = book.resolve(
                item.letter(), LetterStatus.OPEN, item.letter().attempts() + 1, command.plan(), detail, command.by());
        audit.write(told, () -> write(sequence, item, List.of(again), then));
    }

    private void stale(KeySequence sequence, Item.Wanted item) {
        LetterEntry letter = open.find(item.letter().id());
        sequence.current = item;
        Runnable then = () -> {
            item.plan().stale(item.letter().id());
            ended(sequence, item);
        };
        AuditEntry told = plans.entry(item.plan(), item.letter().id(), AuditEvent.STALE, null);
        if (letter == null) {
            audit.write(told, then);
        } else {
            LetterEntry closed =
                    book.resolve(letter, LetterStatus.SUPERSEDED, "the target has something newer of its key");
            audit.write(told, () -> write(sequence, item, List.of(closed), then));
        }
    }

    /** Brings entries about letters to the ledger, unless the partition is not ours any more. */
    private void write(KeySequence sequence, Item.Wanted item, List<LedgerEntry> letters, Runnable then) {
        if (item.origin().source().isRevoked()) {
            left(sequence, item);
            return;
        }
        List<LedgerEntry> entries = new ArrayList<>(letters);
        for (LedgerEntry entry : letters) {
            if (item.letter().identity() == null) {
                open.put((LetterEntry) entry);
            } else {
                sequence.put((LetterEntry) entry);
            }
        }
        if (item.letter().identity() != null) {
            entries.add(book.entry(sequence));
        }
        book.write(entries, then);
    }

    @Override
    public void edit(Plan plan, LetterEntry letter, DeadLetter found) {
        SourcePartition source = owned.get(new TopicPartition(letter.topic(), letter.partition()));
        KeySequence sequence = sequences.of(letter);
        if (source == null) {
            plan.underWay--;
            return;
        }
        Edit edit = Objects.requireNonNull(plan.command().editOf(letter.id()), "only letters with an edit are read");
        byte[] key = edit.key() == null ? found.record().key() : edit.key();
        PayloadFidelity before = found.record().fidelity();
        // Somebody has put a record into a letter that had none.
        PayloadFidelity fidelity = before == PayloadFidelity.REFERENCE ? PayloadFidelity.ORIGINAL : before;
        RecordBytes better = new RecordBytes(key, edit.value(), found.record().headers(), fidelity);
        int revision = letter.revision() + 1;
        DeadLetter edited = found.edited(better, revision);
        Origin origin = new Origin(source, letter.offset(), Origin.NO_TIMESTAMP);
        Item.Wanted item = new Item.Wanted(plan, letter, null, origin, null);
        Command command = plan.command();
        LetterEntry replacement = book.edited(letter, edited.id(), revision, command);
        LetterEntry replaced = book.resolve(
                letter, LetterStatus.EDITED, letter.attempts(), command.plan(), command.reason(), command.by());
        // The new entry, the new letter, the end of the old one: whatever is missing after a crash is done again.
        book.write(
                List.of(replacement),
                () -> edits.write(
                        edited,
                        () -> audit.write(
                                plans.entry(plan, letter.id(), AuditEvent.EDITED, "as " + edited.id()), () -> {
                                    if (origin.source().isRevoked()) {
                                        plan.underWay--;
                                        return;
                                    }
                                    List<LedgerEntry> entries = new ArrayList<>(List.of(replaced));
                                    if (letter.identity() == null) {
                                        open.put(replacement);
                                        open.put(replaced);
                                    } else {
                                        sequence.put(replacement);
                                        sequence.put(replaced);
                                        entries.add(book.entry(sequence));
                                    }
                                    book.write(entries, () -> {
                                        plan.done(item.letter().id());
                                        plans.worked(plan);
                                    });
                                })));
    }

    private void left(KeySequence sequence, Item.Wanted item) {
        ended(sequence, item);
    }

    private void ended(KeySequence sequence, Item.Wanted item) {
        sequences.ended(sequence, item);
        plans.worked(item.plan());
    }

    void close() {
        plans.close();
    }
}
