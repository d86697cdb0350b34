/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.control.Counts;
import io.millrace.dlq.control.KeyIdentity;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.order.DurableWriter;
import io.millrace.dlq.order.LedgerImage;
import io.millrace.dlq.order.LedgerStore;
import io.millrace.sink.lane.InFlightBytes;
import io.millrace.sink.lane.KeyGate;
import io.millrace.sink.lane.LaneEvents;
import io.millrace.sink.ledger.OffsetLedger;
import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.metrics.SinkMetrics.Result;
import io.millrace.sink.order.OrderLanes.Purpose;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.time.TimeSource;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the records of a key in order when one of them has become a dead letter. Lanes hand in on their threads; all else
 * happens on the task thread.
 *
 * <p>A key with letters is shut out of the lanes: what comes of it is brought here, in order, and is applied by a lane of its
 * own or parked, one at a time. What that means for the letters is in the ledger before the record's offset is settled.
 */
public final class OrderDesk {
    private final OrderSettings settings;
    private final LedgerLoading loading;
    private final OrderBook book;
    private final LedgerStore store;
    private final OffsetLedger offsets;
    private final InFlightBytes inFlight;
    private final TimeSource time;

    private final Identities identities;
    private final ShutKeys keys;
    private final OrderLanes lanes;
    private final Turns turns;
    private final Decisions decisions;
    private final LetterWriting writing;
    private final LetterRecords records;
    private final Truncates truncates;
    private final ReturnedRecords returned;
    private final LateLetters late;
    private final Inheritance inheritance;
    private final OpenLetters open = new OpenLetters();
    private final @Nullable WantedLetters wanted;
    private final Queue<Item.Died> unordered = new ConcurrentLinkedQueue<>();
    private @Nullable Origin truncate;

    /**
     * @param replay what replaying letters needs, or {@code null} if nobody does
     * @param maker makes the lanes that events of shut keys are written by
     * @param task the way back to the task for what is about whole partitions or everything
     */
    public OrderDesk(
            OrderSettings settings,
            LedgerStore store,
            @Nullable Replaying replay,
            OrderEvents events,
            OrderLanes.Maker maker,
            LaneEvents task,
            OffsetLedger offsets,
            InFlightBytes inFlight,
            SinkMetrics metrics,
            TimeSource time) {
        this.settings = settings;
        DurableWriter<OwnEntries> writer = new DurableWriter<>(
                "The ledger of the dead letters",
                new OwnLedger(store, task)::write,
                () -> Instant.ofEpochMilli(time.millis()));
        this.loading = new LedgerLoading(settings, store, writer, events, time);
        this.book = new OrderBook(settings, writer, store.isBesideRows(), time);
        this.store = store;
        this.offsets = offsets;
        this.inFlight = inFlight;
        this.time = time;
        this.identities = new Identities(settings.connector());
        this.keys = new ShutKeys(identities, settings.policies());
        this.lanes = new OrderLanes(maker, task, time);
        this.turns = new Turns(open, lanes, offsets, inFlight, metrics, time);
        this.decisions = new Decisions(turns);
        this.writing = new LetterWriting(settings, book, events, open, decisions, turns);
        this.records = new LetterRecords(events, book, decisions, writing, turns, time);
        this.truncates = new Truncates(book, writing, turns);
        this.returned = new ReturnedRecords(settings.policies(), decisions, lanes, writing, turns, time);
        this.late = new LateLetters(book, open, turns);
        this.wanted = replay == null
                ? null
                : new WantedLetters(settings, replay, book, open, decisions, late, identities, turns, time);
        this.inheritance = new Inheritance(
                book,
                open,
                decisions,
                late,
                keys,
                turns,
                offsets,
                wanted == null
                        // Without commands there is no audit either.
                        ? (letter, then) -> then.run()
                        : wanted::toldLate);
    }

    /** Keeps keys with letters out of the lanes. */
    public KeyGate gate() {
        return keys;
    }

    /** Partitions have been assigned; nothing of them may be written before {@link #isLoading} is false. */
    public void open(Collection<SourcePartition> sources) {
        if (!sources.isEmpty()) {
            loading.begin(sources);
        }
    }

    /** Whether it is not known yet which keys have letters. */
    public boolean isLoading() {
        return loading.isBusy() || inheritance.isTelling();
    }

    /** An event can never be written. Any thread. Returns whether its key is shut out now. */
    public boolean dead(ChangeEvent event, FailedRecord failed) {
        KeyIdentity identity = settings.policies().keepOrder(event.destination())
                ? identities.of(event.destination(), event.key())
                : null;
        Item.Died died = new Item.Died(event, failed.with(identity));
        if (identity == null) {
            unordered.add(died);
            return false;
        }
        keys.shut(identity, died);
        return true;
    }

    /**
     * No event can be made of a record.
     *
     * @param destination where it was for, or {@code null} if that is unknown
     * @param key its key, or {@code null} if that is unknown
     */
    public void undecodable(
            Origin origin, FailedRecord failed, @Nullable Destination destination, @Nullable RowKey key) {
        KeyIdentity identity = destination != null && settings.policies().keepOrder(destination)
                ? identities.of(destination, key)
                : null;
        Item.Died died = new Item.Died(origin, null, destination, failed.with(identity));
        if (identity == null) {
            unordered.add(died);
        } else {
            keys.shut(identity, died);
        }
    }

    /** Whether the letter of an event's record stands for it, so that no lane may have it. Then it is seen to here. */
    public boolean takes(ChangeEvent event) {
        return returned.take(event);
    }

    /** Goes on with everything as far as it can. */
    public void pump() {
        // In this order, so that what is acknowledged now is gone on with when the worker has called again.
        loading.poll(this::loaded);
        book.writer().poll();
        if (!late.isEmpty() || !decisions.isEmpty()) {
            passed();
        }
        writing.beginTurn();
        writeUnordered();
        for (ShutKeys.Arrival arrival = keys.next(); arrival != null; arrival = keys.next()) {
            turns.begun();
            KeySequence sequence = sequence(arrival.identity(), arrival.item());
            sequence.add(arrival.item());
            turns.ready(sequence);
        }
        for (OrderLanes.Answer answer = lanes.next(); answer != null; answer = lanes.next()) {
            answered(answer);
        }
        boolean mayBegin = !isLoading() && !isHeld();
        if (wanted != null) {
            wanted.pump(mayBegin);
        }
        for (List<KeySequence> now = turns.takeReady(); !now.isEmpty(); now = turns.takeReady()) {
            now.forEach(this::advance);
        }
        lanes.publish();
    }

    private void writeUnordered() {
        for (Item.Died died = unordered.peek(); died != null; died = unordered.peek()) {
            turns.begun();
            if (!writing.write(null, died)) {
                turns.over();
                return;
            }
            unordered.remove();
        }
    }

    private KeySequence sequence(KeyIdentity identity, Item item) {
        Destination destination =
                item instanceof Item.Live live ? live.event().destination() : ((Item.Died) item).destination();
        return turns.sequence(identity, settings.policies().of(destination));
    }

    private void loaded(SourcePartition source, long epoch, LedgerImage image) {
        book.own(source, epoch);
        inheritance.take(source, image);
        if (wanted != null) {
            wanted.opened(source);
        }
    }

    /** What depends on how far partitions have come. */
    private void passed() {
        offsets.positions().forEach((partition, position) -> {
            decisions.passed(partition, position);
            late.passed(partition, position);
        });
    }

    private void advance(KeySequence sequence) {
        while (sequence.current == null) {
            Item item = sequence.poll();
            if (item == null) {
                if (sequence.isOver() && keys.letIn(sequence.identity())) {
                    turns.remove(sequence);
                }
                return;
            }
            if (item instanceof Item.Wanted asked) {
                requireWanted().begin(sequence, asked);
            } else if (item.origin().source().isRevoked()) {
                turns.lost(item);
            } else if (!records.begin(sequence, item)) {
                return;
            }
        }
    }

    private WantedLetters requireWanted() {
        return Objects.requireNonNull(wanted, "somebody has asked for something");
    }

    /** Nothing shall be begun with letters while a truncate, unless {@code null}, is on its way. */
    public void hold(@Nullable Origin onItsWay) {
        truncate = onItsWay;
    }

    /** A truncate that waits for letters must not make those wait. */
    private boolean isHeld() {
        return truncate != null && !isStoppedBefore(truncate);
    }

    private void answered(OrderLanes.Answer answer) {
        ChangeEvent event = answer.event();
        KeySequence sequence = turns.executed(event);
        if (sequence == null) {
            if (!returned.answered(answer)) {
                truncates.answered(answer);
            }
            return;
        }
        Item item = Objects.requireNonNull(sequence.current, "an event that a lane has is the current one");
        Result result = answer.result();
        if (item instanceof Item.Wanted asked) {
            inFlight.release(item.bytes());
            requireWanted().answered(sequence, asked, answer);
        } else if (result != null) {
            records.applied(sequence, item, event, result, answer.settled());
        } else if (answer.failed() != null) {
            records.failed(sequence, event, answer.failed());
        } else {
            turns.ended(sequence, item, null);
        }
    }

    /** Writes a truncate, after which no older letter of its destination means anything. Nothing else must be under way. */
    public void truncate(ChangeEvent truncate) {
        turns.begun();
        lanes.offer(Purpose.LIVE, truncate);
        lanes.publish();
    }

    /**
     * Forgets what belongs to partitions that are lost, and waits for writes of theirs.
     *
     * @return whether none is under way any more
     */
    public boolean revoked(Collection<SourcePartition> sources, long timeoutNanos) {
        boolean calm = lanes.forgetRevoked(time.nanos() + timeoutNanos);
        for (SourcePartition source : sources) {
            book.disown(source);
            late.forget(letter -> isOf(letter, source));
            decisions.forget(source);
        }
        for (KeySequence sequence : turns.all()) {
            sequence.waiting().removeIf(item -> {
                boolean gone = item.origin().source().isRevoked();
                if (gone) {
                    turns.lost(item);
                }
                return gone;
            });
            sequence.forget(letter -> sources.stream().anyMatch(source -> isOf(letter, source)));
            turns.ready(sequence);
        }
        open.forget(letter -> sources.stream().anyMatch(source -> isOf(letter, source)));
        if (wanted != null) {
            sources.forEach(wanted::closed);
        }
        return calm;
    }

    private static boolean isOf(LetterEntry letter, SourcePartition source) {
        return letter.partition() == source.partition() && letter.topic().equals(source.topic());
    }

    /** Whether nothing is under way. */
    public boolean isIdle() {
        return turns.isIdle() && !keys.hasArrivals() && !lanes.hasAnswers() && unordered.isEmpty();
    }

    /** Whether nothing goes on until somebody has seen to a letter. */
    public boolean isStopped() {
        return open.halted() > 0 || writing.isOverflowing();
    }

    /** Whether no key has letters. */
    public boolean hasNoLetters() {
        return keys.isOpen();
    }

    /** Whether a truncate must wait until somebody has seen to a letter. What comes again before one need not, as below. */
    public boolean isStoppedBefore(Origin origin) {
        return writing.isOverflowing() || isHaltedBefore(origin.source(), origin.offset());
    }

    /** Whether the stream must wait: the ledger takes nothing, there are too many letters, or one behind which nothing goes on. */
    public boolean isBlocked() {
        return isStopped() || book.writer().waiting() > 0;
    }

    /** Keys that have letters. */
    public int openKeys() {
        return open.keys();
    }

    /** Whether something is being done with letters because somebody wants it, or may have to be once they are known. */
    public boolean isReplaying() {
        return wanted != null && (isLoading() || wanted.isBusy());
    }

    /** Letters whose records are still to be applied. */
    public int openLetters() {
        return open.size();
    }

    /** Letters behind which nothing goes on until somebody has seen to them. */
    public int haltingLetters() {
        return open.halted();
    }

    /**
     * Whether a record must not be taken on because nothing goes on behind some letter. One that stands before a letter of
     * its own partition may: it has come again, and the letter is perhaps only in the ledger until its record has.
     */
    public boolean isHaltedBefore(SourcePartition source, long offset) {
        return open.isHaltedBefore(source, offset);
    }

    /** What there is to see. Looks at every open letter. */
    public OrderState state() {
        Counts none = OrderState.NOTHING.replayed();
        return new OrderState(
                open.size(),
                open.oldestAt(),
                open.keys(),
                haltingLetters(),
                writing.isOverflowing(),
                wanted == null ? 0 : wanted.plans().active(),
                wanted == null ? 0 : wanted.plans().left(),
                wanted == null ? none : wanted.plans().counts());
    }

    /** Lets go of what is not a lane. */
    public void close() {
        if (wanted != null) {
            wanted.close();
        }
        store.close();
    }

    /** Ends the lanes. Returns whether no write was under way any more. */
    public boolean close(long timeoutNanos) {
        return lanes.close(time.nanos() + timeoutNanos);
    }
}
