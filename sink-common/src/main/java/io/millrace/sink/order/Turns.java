/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.control.KeyIdentity;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.sink.lane.InFlightBytes;
import io.millrace.sink.ledger.OffsetLedger;
import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.metrics.SinkMetrics.Result;
import io.millrace.sink.order.OrderLanes.Purpose;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.time.TimeSource;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sequences of keys that have letters, and which of them can go on. What comes to its end here is entered in the task's
 * books. Confined to the task thread.
 */
final class Turns implements WantedLetters.Sequences {
    private final OpenLetters open;
    private final OrderLanes lanes;
    private final OffsetLedger offsets;
    private final InFlightBytes inFlight;
    private final SinkMetrics metrics;
    private final TimeSource time;
    private final Map<KeyIdentity, KeySequence> sequences = new LinkedHashMap<>();
    private final Map<ChangeEvent, KeySequence> executing = new IdentityHashMap<>();
    private final Set<KeySequence> ready = new LinkedHashSet<>();
    /** Items that were taken on and have not come to their end. */
    private int underWay;

    Turns(
            OpenLetters open,
            OrderLanes lanes,
            OffsetLedger offsets,
            InFlightBytes inFlight,
            SinkMetrics metrics,
            TimeSource time) {
        this.open = open;
        this.lanes = lanes;
        this.offsets = offsets;
        this.inFlight = inFlight;
        this.metrics = metrics;
        this.time = time;
    }

    /** The sequence of a key; {@code policy} is for one that had no letters. */
    KeySequence sequence(KeyIdentity identity, OrderPolicy policy) {
        return sequences.computeIfAbsent(identity, unknown -> new KeySequence(identity, policy, open));
    }

    Collection<KeySequence> all() {
        return sequences.values();
    }

    void remove(KeySequence sequence) {
        sequences.remove(sequence.identity());
    }

    /** Something is taken on that has to come to an end. */
    void begun() {
        underWay++;
    }

    /** What was taken on has come to its end, and nobody does books about it. */
    void over() {
        underWay--;
    }

    boolean isIdle() {
        return underWay == 0;
    }

    /** A sequence may be able to go on. */
    void ready(KeySequence sequence) {
        ready.add(sequence);
    }

    /** The sequences that may be able to go on; each is told once. */
    List<KeySequence> takeReady() {
        List<KeySequence> now = List.copyOf(ready);
        ready.clear();
        return now;
    }

    /**
     * Gives an event to a lane.
     *
     * @param settled what the target is to commit to the ledger together with it
     */
    void execute(KeySequence sequence, Item item, ChangeEvent event, Purpose purpose, List<LedgerEntry> settled) {
        sequence.current = item;
        sequence.executing = true;
        executing.put(event, sequence);
        lanes.offer(purpose, event, settled);
    }

    /** The sequence whose event the lane had, or {@code null} if it was of none. */
    @Nullable
    KeySequence executed(ChangeEvent event) {
        KeySequence sequence = executing.remove(event);
        if (sequence != null) {
            sequence.executing = false;
        }
        return sequence;
    }

    /** An item has come to its end; without a result because its partition is lost. */
    void ended(@Nullable KeySequence sequence, Item item, @Nullable Result result) {
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

    void settle(Item item, Result result) {
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

    void lost(Item item) {
        underWay--;
        inFlight.release(item.bytes());
        metrics.revoked(1);
    }

    @Override
    public KeySequence of(LetterEntry letter) {
        KeyIdentity identity = letter.identity();
        // Where order does not matter, each letter is a sequence of its own.
        return identity == null
                ? sequence(KeyIdentity.parse(letter.id().value()), OrderPolicy.NONE)
                : sequence(identity, letter.policy());
    }

    @Override
    public void add(KeySequence sequence, Item.Wanted item) {
        underWay++;
        sequence.add(item);
        ready.add(sequence);
    }

    @Override
    public void execute(KeySequence sequence, Item.Wanted item, ChangeEvent event, List<LedgerEntry> settled) {
        inFlight.add(item.bytes());
        execute(sequence, item, event, item.plan().isDry() ? Purpose.REHEARSAL : Purpose.REPLAY, settled);
    }

    @Override
    public void refresh() {
        lanes.refresh();
    }

    @Override
    public void ended(KeySequence sequence, Item.Wanted item) {
        underWay--;
        if (sequence.executing) {
            throw new IllegalStateException("A letter has ended while a lane has its event: "
                    + item.letter().id());
        }
        sequence.current = null;
        ready.add(sequence);
    }
}
