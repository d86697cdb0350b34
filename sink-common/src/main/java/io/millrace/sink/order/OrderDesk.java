/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.control.Counts;
import io.millrace.dlq.control.KeyIdentity;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.order.DurableWriter;
import io.millrace.dlq.order.LedgerImage;
import io.millrace.dlq.order.LedgerStore;
import io.millrace.sink.lane.InFlightBytes;
import io.millrace.sink.lane.KeyGate;
import io.millrace.sink.lane.Lane;
import io.millrace.sink.lane.LaneEvents;
import io.millrace.sink.ledger.OffsetLedger;
import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.metrics.SinkMetrics.Result;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.record.Truncate;
import io.millrace.sink.time.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
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
    private final OrderLane lane;
    private final Turns turns;
    private final LetterWriting writing;
    private final LateLetters late;
    private final OpenLetters open = new OpenLetters();
    private final @Nullable WantedLetters wanted;
    private final Queue<Item.Died> unordered = new ConcurrentLinkedQueue<>();
    private boolean held;

    /**
     * @param replay what replaying letters needs, or {@code null} if nobody does
     * @param lanes makes the lane that events of shut keys are written by
     * @param task the way back to the task for what is about whole partitions or everything
     */
    public OrderDesk(
            OrderSettings settings,
            LedgerStore store,
            @Nullable Replaying replay,
            OrderEvents events,
            Function<LaneEvents, Lane> lanes,
            LaneEvents task,
            OffsetLedger offsets,
            InFlightBytes inFlight,
            SinkMetrics metrics,
            TimeSource time) {
        this.settings = settings;
        DurableWriter<List<LedgerEntry>> writer = new DurableWriter<>(
                "The ledger of the dead letters", store::write, () -> Instant.ofEpochMilli(time.millis()));
        this.loading = new LedgerLoading(settings, store, writer, time);
        this.book = new OrderBook(settings, writer, time);
        this.store = store;
        this.offsets = offsets;
        this.inFlight = inFlight;
        this.time = time;
        this.identities = new Identities(settings.connector());
        this.keys = new ShutKeys(identities, settings.policies());
        this.lane = new OrderLane(
                lanes,
                task,
                (event, stage, failure, attempts, firstFailedAt) ->
                        LetterCauses.failed(event, stage, failure, attempts, firstFailedAt, time.millis()));
        this.turns = new Turns(open, lane, offsets, inFlight, metrics, time);
        this.writing = new LetterWriting(settings, book, events, open, turns);
        this.late = new LateLetters(book, turns);
        this.wanted = replay == null ? null : new WantedLetters(settings, replay, book, open, identities, turns, time);
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
        return loading.isBusy();
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

    /** Goes on with everything as far as it can. */
    public void pump() {
        // In this order, so that what is acknowledged now is gone on with when the worker has called again.
        loading.poll(this::loaded);
        book.writer().poll();
        if (!late.isEmpty() || book.remembersEnded()) {
            passed();
        }
        for (Item.Died died = unordered.poll(); died != null; died = unordered.poll()) {
            turns.begun();
            writing.write(null, died);
        }
        for (ShutKeys.Arrival arrival = keys.next(); arrival != null; arrival = keys.next()) {
            turns.begun();
            KeySequence sequence = sequence(arrival.identity(), arrival.item());
            sequence.add(arrival.item());
            turns.ready(sequence);
        }
        for (OrderLane.Answer answer = lane.next(); answer != null; answer = lane.next()) {
            answered(answer);
        }
        writing.beginTurn();
        if (wanted != null) {
            wanted.pump(!loading.isBusy() && !held);
        }
        for (List<KeySequence> now = turns.takeReady(); !now.isEmpty(); now = turns.takeReady()) {
            now.forEach(this::advance);
        }
        lane.publish();
    }

    private KeySequence sequence(KeyIdentity identity, Item item) {
        Destination destination =
                item instanceof Item.Live live ? live.event().destination() : ((Item.Died) item).destination();
        return turns.sequence(identity, settings.policies().of(destination));
    }

    private void loaded(SourcePartition source, long epoch, LedgerImage image) {
        book.own(source, epoch, image);
        if (wanted != null) {
            wanted.opened(source);
        }
        for (LetterEntry letter : image.openLetters(source.topicPartition())) {
            KeyIdentity identity = letter.identity();
            if (identity == null) {
                open.put(letter);
                continue;
            }
            KeySequence sequence = turns.sequence(identity, letter.policy());
            sequence.inherit(letter, image.key(identity));
            keys.shut(identity);
            if (image.isLate(letter.id())) {
                late.put(letter, sequence);
            }
        }
    }

    /** What depends on how far partitions have come. */
    private void passed() {
        offsets.positions().forEach((partition, position) -> {
            book.passed(partition, position);
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
            } else if (item instanceof Item.Live live) {
                begin(sequence, live.event());
            } else if (!writing.write(sequence, (Item.Died) item)) {
                return;
            }
        }
    }

    private WantedLetters requireWanted() {
        return Objects.requireNonNull(wanted, "somebody has asked for something");
    }

    /** Whether nothing shall be begun with letters for now: a truncate is on its way. */
    public void hold(boolean hold) {
        held = hold;
    }

    private void begin(KeySequence sequence, ChangeEvent event) {
        if (sequence.mayApply(event)) {
            turns.execute(sequence, new Item.Live(event), event);
        } else {
            Place first = Objects.requireNonNull(sequence.firstBefore(event.origin()));
            sequence.addFirst(
                    new Item.Died(event, LetterCauses.parked(event, first, sequence.identity(), time.millis())));
        }
    }

    private void answered(OrderLane.Answer answer) {
        ChangeEvent event = answer.event();
        KeySequence sequence = turns.executed(event);
        if (sequence == null) {
            truncateAnswered(answer);
            return;
        }
        Item item = Objects.requireNonNull(sequence.current, "an event that a lane has is the current one");
        Result result = answer.result();
        if (item instanceof Item.Wanted asked) {
            inFlight.release(item.bytes());
            requireWanted().answered(sequence, asked, answer);
        } else if (result != null) {
            applied(sequence, item, event, result);
        } else if (answer.failed() != null) {
            sequence.current = null;
            sequence.addFirst(new Item.Died(event, answer.failed().with(sequence.identity())));
            turns.ready(sequence);
        } else {
            turns.ended(sequence, item, null);
        }
    }

    private void applied(KeySequence sequence, Item item, ChangeEvent event, Result result) {
        sequence.applied(event.origin());
        List<LetterEntry> closed = sequence.closedBy(event);
        if (closed.isEmpty() || event.origin().source().isRevoked()) {
            turns.ended(sequence, item, result);
            return;
        }
        String reason = event.origin() + ", which has its key, was applied";
        book.write(book.supersede(sequence, closed, reason), () -> turns.ended(sequence, item, result));
    }

    /** Writes a truncate, after which no older letter of its destination means anything. Nothing else must be under way. */
    public void truncate(ChangeEvent truncate) {
        turns.begun();
        lane.offer(truncate);
        lane.publish();
    }

    private void truncateAnswered(OrderLane.Answer answer) {
        if (!(answer.event() instanceof Truncate truncate)) {
            throw new IllegalStateException(
                    "A lane has answered for " + answer.event().origin() + ", which it was not given");
        }
        Item.Live item = new Item.Live(truncate);
        if (answer.failed() != null) {
            writing.write(null, new Item.Died(truncate, answer.failed()));
            return;
        }
        Result result = answer.result();
        List<LedgerEntry> entries = new ArrayList<>();
        for (KeySequence sequence : turns.all()) {
            List<LetterEntry> closed = sequence.closedBy(truncate).stream()
                    .filter(letter -> truncate.destination().name().equals(letter.destination()))
                    .toList();
            if (result != null && !closed.isEmpty()) {
                entries.addAll(book.supersede(sequence, closed, truncate.origin() + ", a truncate, was applied"));
                turns.ready(sequence);
            }
        }
        if (entries.isEmpty()) {
            turns.ended(null, item, result);
        } else {
            book.write(entries, () -> turns.ended(null, item, result));
        }
    }

    /**
     * Forgets what belongs to partitions that are lost, and waits for writes of theirs.
     *
     * @return whether none is under way any more
     */
    public boolean revoked(Collection<SourcePartition> sources, long timeoutNanos) {
        boolean calm = lane.forgetRevoked(timeoutNanos);
        for (SourcePartition source : sources) {
            book.disown(source);
            late.forget(letter -> isOf(letter, source));
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
        return turns.isIdle() && !keys.hasArrivals() && !lane.hasAnswers() && unordered.isEmpty();
    }

    /** Whether no key has letters. */
    public boolean hasNoLetters() {
        return keys.isOpen();
    }

    /** Whether the stream must wait: the ledger takes nothing, or there are too many letters. */
    public boolean isBlocked() {
        return writing.isOverflowing() || book.writer().waiting() > 0;
    }

    /** Keys that have letters. */
    public int openKeys() {
        return turns.size();
    }

    /** Whether something is being done with letters because somebody wants it, or may have to be once they are known. */
    public boolean isReplaying() {
        return wanted != null && (loading.isBusy() || wanted.isBusy());
    }

    /** Letters whose records are still to be applied. */
    public int openLetters() {
        return open.size();
    }

    /** What there is to see. Looks at every open letter. */
    public OrderState state() {
        Counts none = OrderState.NOTHING.replayed();
        return new OrderState(
                open.size(),
                open.oldestAt(),
                turns.size(),
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

    /** Ends the lane. Returns whether no write was under way any more. */
    public boolean close(long timeoutNanos) {
        return lane.close(timeoutNanos);
    }
}
