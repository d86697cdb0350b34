/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.Fingerprint;
import io.millrace.dlq.RecordFailedException;
import io.millrace.dlq.Stage;
import io.millrace.dlq.control.KeyIdentity;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.dlq.order.LedgerImage;
import io.millrace.dlq.order.LedgerStore;
import io.millrace.dlq.order.DurableWriter;
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
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
    private final OrderEvents events;
    private final LedgerStore store;
    private final OffsetLedger offsets;
    private final InFlightBytes inFlight;
    private final SinkMetrics metrics;
    private final TimeSource time;

    private final Identities identities;
    private final ShutKeys keys;
    private final OrderLane lane;
    private final Map<KeyIdentity, KeySequence> sequences = new LinkedHashMap<>();
    private final Map<ChangeEvent, KeySequence> executing = new IdentityHashMap<>();
    private final Set<KeySequence> ready = new LinkedHashSet<>();
    private final OpenLetters open = new OpenLetters();
    private final @Nullable WantedLetters wanted;
    private final Map<LetterEntry, KeySequence> late = new HashMap<>();
    private final java.util.Queue<Item.Died> unordered = new java.util.concurrent.ConcurrentLinkedQueue<>();
    /** Items that were taken on and have not come to their end. */
    private int underWay;
    private boolean held;
    /** Keys that wait because there are too many letters. */
    private int overflowing;

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
        this.events = events;
        this.store = store;
        this.offsets = offsets;
        this.inFlight = inFlight;
        this.metrics = metrics;
        this.time = time;
        this.identities = new Identities(settings.connector());
        this.keys = new ShutKeys(identities, settings.policies());
        this.lane = new OrderLane(lanes, task, this::failed);
        this.wanted = replay == null ? null : new WantedLetters(settings, replay, book, open, identities, new Keys(), time);
    }

    /** What is wanted with letters goes through the keys' sequences, too. */
    private final class Keys implements WantedLetters.Sequences {
        @Override
        public KeySequence of(LetterEntry letter) {
            KeyIdentity identity = letter.identity();
            KeySequence known = identity == null ? null : sequences.get(identity);
            // Where order does not matter, each letter is a sequence of its own.
            return known != null
                    ? known
                    : new KeySequence(KeyIdentity.parse(letter.id().value()), OrderPolicy.NONE, open);
        }

        @Override
        public void add(KeySequence sequence, Item.Wanted item) {
            underWay++;
            sequence.add(item);
            ready.add(sequence);
        }

        @Override
        public void execute(KeySequence sequence, Item.Wanted item, ChangeEvent event) {
            sequence.current = item;
            sequence.executing = true;
            inFlight.add(item.bytes());
            executing.put(event, sequence);
            lane.offer(event);
        }

        @Override
        public void ended(KeySequence sequence, Item.Wanted item) {
            underWay--;
            if (sequence.executing) {
                throw new IllegalStateException("A letter has ended while a lane has its event: " + item.letter().id());
            }
            sequence.current = null;
            ready.add(sequence);
        }
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
            underWay++;
            writeLetter(null, died);
        }
        for (ShutKeys.Arrival arrival = keys.next(); arrival != null; arrival = keys.next()) {
            underWay++;
            KeySequence sequence = sequence(arrival.identity(), arrival.item());
            sequence.add(arrival.item());
            ready.add(sequence);
        }
        for (OrderLane.Answer answer = lane.next(); answer != null; answer = lane.next()) {
            answered(answer);
        }
        overflowing = 0;
        if (wanted != null) {
            wanted.pump(!loading.isBusy() && !held);
        }
        while (!ready.isEmpty()) {
            List<KeySequence> now = List.copyOf(ready);
            ready.clear();
            now.forEach(this::advance);
        }
        lane.publish();
    }

    private KeySequence sequence(KeyIdentity identity, Item item) {
        return sequences.computeIfAbsent(identity, unknown -> {
            Destination destination =
                    item instanceof Item.Live live ? live.event().destination() : ((Item.Died) item).destination();
            return new KeySequence(identity, settings.policies().of(destination), open);
        });
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
            KeySequence sequence =
                    sequences.computeIfAbsent(identity, unknown -> new KeySequence(identity, letter.policy(), open));
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
            late.entrySet().removeIf(entry -> {
                LetterEntry letter = entry.getKey();
                boolean ended = letter.topic().equals(partition.topic())
                        && letter.partition() == partition.partition()
                        && letter.offset() < position;
                if (ended) {
                    close(
                            entry.getValue(),
                            List.of(letter),
                            "was written late by a task that had lost the partition");
                }
                return ended;
            });
        });
    }

    private void close(KeySequence sequence, List<LetterEntry> letters, String reason) {
        List<LedgerEntry> entries = superseded(sequence, letters, reason);
        underWay++;
        book.write(entries, () -> {
            underWay--;
            ready.add(sequence);
        });
    }

    private List<LedgerEntry> superseded(KeySequence sequence, List<LetterEntry> letters, String reason) {
        List<LedgerEntry> entries = new ArrayList<>();
        for (LetterEntry letter : letters) {
            LetterEntry closed = book.resolve(letter, LetterStatus.SUPERSEDED, reason);
            sequence.put(closed);
            entries.add(closed);
        }
        entries.add(book.entry(sequence));
        return entries;
    }

    private void advance(KeySequence sequence) {
        while (sequence.current == null) {
            Item item = sequence.poll();
            if (item == null) {
                if (sequence.isOver() && keys.letIn(sequence.identity())) {
                    sequences.remove(sequence.identity());
                }
                return;
            }
            if (item instanceof Item.Wanted asked) {
                requireWanted().begin(sequence, asked);
            } else if (item.origin().source().isRevoked()) {
                lost(item);
            } else if (item instanceof Item.Live live) {
                begin(sequence, live.event());
            } else if (!writeLetter(sequence, (Item.Died) item)) {
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
            sequence.current = new Item.Live(event);
            sequence.executing = true;
            executing.put(event, sequence);
            lane.offer(event);
        } else {
            Place first = Objects.requireNonNull(sequence.firstBefore(event.origin()));
            sequence.addFirst(new Item.Died(event, parked(event, first, sequence.identity())));
        }
    }

    private FailedRecord parked(ChangeEvent event, Place first, KeyIdentity identity) {
        Failure waits = new Failure.Dependency(
                FailureCode.of("order", "parked"), "waits for the dead letter of " + first + ", which has its key", null);
        long now = time.millis();
        return new FailedRecord(
                event.record(),
                Stage.WRITE,
                waits,
                ChangeOperations.name(event),
                event.destination().name(),
                0,
                now,
                now,
                identity,
                true);
    }

    private FailedRecord failed(ChangeEvent event, Stage stage, Failure failure, int attempts, long firstFailedAt) {
        return new FailedRecord(
                event.record(),
                stage,
                failure,
                ChangeOperations.name(event),
                event.destination().name(),
                attempts,
                firstFailedAt,
                time.millis());
    }

    /** Returns false if it has to wait because there are too many letters. */
    private boolean writeLetter(@Nullable KeySequence sequence, Item.Died died) {
        if (died.origin().source().isRevoked()) {
            lost(died);
            return true;
        }
        LetterEntry known = sequence == null ? null : sequence.letterAt(died.origin());
        if (book.isDiscarded(died.origin()) || (known != null && known.revision() > 0)) {
            // Its record came again after somebody had decided what becomes of it.
            settle(died, Result.DEAD_LETTERED);
            return true;
        }
        List<LedgerEntry> entries = new ArrayList<>();
        LetterEntry edit = book.editOf(died.origin());
        if (sequence != null && edit != null) {
            LetterEntry again = book.resolve(edit, LetterStatus.OPEN, "its record came again");
            sequence.put(again);
            sequence.current = died;
            book.write(List.of(again, book.entry(sequence)), () -> ended(sequence, died, Result.DEAD_LETTERED));
            return true;
        }
        if (sequence != null && known == null && isFull(sequence)) {
            if (!settings.pauseOnOverflow()) {
                throw new RecordFailedException(overflow(died.failed(), sequence));
            }
            sequence.addFirst(died);
            overflowing++;
            return false;
        }
        LetterEntry letter = book.newLetter(died, sequence, known == null ? 0 : known.attempts());
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
                ended(sequence, died, null);
            } else {
                events.send(died.failed(), () -> ended(sequence, died, Result.DEAD_LETTERED));
            }
        });
        return true;
    }

    private boolean isFull(KeySequence sequence) {
        return sequence.letters() >= settings.maxLettersPerKey()
                || (sequence.letters() == 0 && sequences.size() > settings.maxKeys());
    }

    private FailedRecord overflow(FailedRecord failed, KeySequence sequence) {
        String what = sequence.letters() == 0
                ? "there are letters of " + settings.maxKeys() + " keys already ('dlq.order.max.keys')"
                : "its key has " + sequence.letters() + " letters already ('dlq.order.max.letters.per.key')";
        Failure failure = new Failure.Systemic(
                FailureCode.of("order", "too-many-letters"),
                what + ". Replay or discard them, raise the limit, or set 'dlq.order.overflow' to 'pause'. The record: "
                        + failed.failure().message(),
                failed.failure().cause());
        return new FailedRecord(
                failed.record(),
                failed.stage(),
                failure,
                failed.operation(),
                failed.destination(),
                failed.attempts(),
                failed.firstFailedAt(),
                failed.deadAt());
    }

    private void answered(OrderLane.Answer answer) {
        ChangeEvent event = answer.event();
        KeySequence sequence = executing.remove(event);
        if (sequence == null) {
            truncateAnswered(answer);
            return;
        }
        Item item = Objects.requireNonNull(sequence.current, "an event that a lane has is the current one");
        sequence.executing = false;
        Result result = answer.result();
        if (item instanceof Item.Wanted asked) {
            inFlight.release(item.bytes());
            requireWanted().answered(sequence, asked, answer);
        } else if (result != null) {
            applied(sequence, item, event, result);
        } else if (answer.failed() != null) {
            sequence.current = null;
            sequence.addFirst(new Item.Died(event, answer.failed().with(sequence.identity())));
            ready.add(sequence);
        } else {
            ended(sequence, item, null);
        }
    }

    private void applied(KeySequence sequence, Item item, ChangeEvent event, Result result) {
        sequence.applied(event.origin());
        List<LetterEntry> closed = sequence.closedBy(event);
        if (closed.isEmpty() || event.origin().source().isRevoked()) {
            ended(sequence, item, result);
            return;
        }
        String reason = event.origin() + ", which has its key, was applied";
        book.write(superseded(sequence, closed, reason), () -> ended(sequence, item, result));
    }

    /** Writes a truncate, after which no older letter of its destination means anything. Nothing else must be under way. */
    public void truncate(ChangeEvent truncate) {
        underWay++;
        lane.offer(truncate);
        lane.publish();
    }

    private void truncateAnswered(OrderLane.Answer answer) {
        if (!(answer.event() instanceof Truncate truncate)) {
            throw new IllegalStateException("A lane has answered for " + answer.event().origin() + ", which it was not given");
        }
        Item.Live item = new Item.Live(truncate);
        if (answer.failed() != null) {
            writeLetter(null, new Item.Died(truncate, answer.failed()));
            return;
        }
        Result result = answer.result();
        List<LedgerEntry> entries = new ArrayList<>();
        for (KeySequence sequence : sequences.values()) {
            List<LetterEntry> closed = sequence.closedBy(truncate).stream()
                    .filter(letter -> truncate.destination().name().equals(letter.destination()))
                    .toList();
            if (result != null && !closed.isEmpty()) {
                entries.addAll(superseded(sequence, closed, truncate.origin() + ", a truncate, was applied"));
                ready.add(sequence);
            }
        }
        if (entries.isEmpty()) {
            ended(null, item, result);
        } else {
            book.write(entries, () -> ended(null, item, result));
        }
    }

    /** An item has come to its end; without a result because its partition is lost. */
    private void ended(@Nullable KeySequence sequence, Item item, @Nullable Result result) {
        if (sequence != null) {
            sequence.current = null;
            ready.add(sequence);
        }
        if (result == null || item.origin().source().isRevoked()) {
            lost(item);
        } else {
            settle(item, result);
        }
    }

    private void settle(Item item, Result result) {
        underWay--;
        offsets.settle(item.origin());
        inFlight.release(item.bytes());
        ChangeEvent event = item instanceof Item.Live live ? live.event() : ((Item.Died) item).event();
        if (event == null) {
            metrics.undecodableFinished();
        } else {
            metrics.finished(event, result, time.millis());
        }
    }

    private void lost(Item item) {
        underWay--;
        inFlight.release(item.bytes());
        metrics.revoked(1);
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
            late.keySet().removeIf(letter -> isOf(letter, source));
        }
        for (KeySequence sequence : sequences.values()) {
            sequence.waiting().removeIf(item -> {
                boolean gone = item.origin().source().isRevoked();
                if (gone) {
                    lost(item);
                }
                return gone;
            });
            sequence.forget(letter -> sources.stream().anyMatch(source -> isOf(letter, source)));
            ready.add(sequence);
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
        return underWay == 0 && !keys.hasArrivals() && !lane.hasAnswers() && unordered.isEmpty();
    }

    /** Whether no key has letters. */
    public boolean hasNoLetters() {
        return keys.isOpen();
    }

    /** Whether the stream must wait: the ledger takes nothing, or there are too many letters. */
    public boolean isBlocked() {
        return overflowing > 0 || book.writer().waiting() > 0;
    }

    /** Keys that have letters. */
    public int openKeys() {
        return sequences.size();
    }

    /** Whether something is being done with letters because somebody wants it, or may have to be once they are known. */
    public boolean isReplaying() {
        return wanted != null && (loading.isBusy() || wanted.isBusy());
    }

    /** Letters whose records are still to be applied. */
    public int openLetters() {
        return open.size();
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
