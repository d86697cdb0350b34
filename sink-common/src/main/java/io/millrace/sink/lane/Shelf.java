/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.Truncate;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A lane's events that nobody takes for now, in the order of their arrival. Confined to its lane.
 *
 * <p>The unit in which events are held back is their destination; in a lane that must keep the order of a partition, it is
 * the lane, named like a destination. Whatever comes for a unit that has events here comes here too, until they go back to
 * the backlog together: so order holds, also where the unit's breaker closes in another lane's turn.
 */
final class Shelf {
    private final DestinationBreakers breakers;
    private final HeldBack heldBack;
    private final Map<Destination, ArrayDeque<ChangeEvent>> waiting = new LinkedHashMap<>();

    private final @Nullable Destination lane;

    /** @param lane stands for the lane if that is the unit, else {@code null} */
    Shelf(Outages outages, @Nullable Destination lane) {
        this.lane = lane;
        this.breakers = outages.destinations();
        this.heldBack = outages.heldBack();
    }

    /** Whether events may have to come here. */
    boolean isInUse() {
        return !waiting.isEmpty() || breakers.isAnyOpen();
    }

    /** What is held back if a destination takes nothing. */
    Destination unit(Destination destination) {
        return lane == null ? destination : lane;
    }

    /** The destinations of a unit. */
    Predicate<Destination> destinations(Destination unit) {
        return lane == null ? unit::equals : any -> true;
    }

    /** The lane, if that is the unit in which events are held back, or {@code null}. */
    @Nullable
    Destination lane() {
        return lane;
    }

    /** Takes an event if it must wait, behind those of its destination. Returns whether it did. */
    boolean takes(ChangeEvent event) {
        Destination unit = unit(event.destination());
        if (!mustWait(unit)) {
            return false;
        }
        queue(unit).addLast(event);
        heldBack.add(unit, event);
        return true;
    }

    /** Whether events of a unit belong here. */
    boolean mustWait(Destination unit) {
        return waiting.containsKey(unit) || breakers.isOpen(unit);
    }

    /** Puts events in front of those of their unit, since they came before. */
    void putFirst(Destination unit, List<ChangeEvent> events) {
        ArrayDeque<ChangeEvent> queue = queue(unit);
        for (int i = events.size() - 1; i >= 0; i--) {
            queue.addFirst(events.get(i));
            heldBack.add(unit, events.get(i));
        }
    }

    private ArrayDeque<ChangeEvent> queue(Destination unit) {
        return waiting.computeIfAbsent(unit, first -> new ArrayDeque<>());
    }

    /** The oldest event of a unit, which stays where it is, or {@code null}. */
    @Nullable
    ChangeEvent first(Destination unit) {
        ArrayDeque<ChangeEvent> queue = waiting.get(unit);
        return queue == null ? null : queue.peekFirst();
    }

    /** Takes the oldest event of a unit away. */
    void removeFirst(Destination unit) {
        heldBack.remove(unit, queue(unit).removeFirst());
    }

    /** A unit that this lane has events for and may try, or {@code null}. If so, this lane is the one that probes. */
    @Nullable
    Destination probeDue(Object lane, long nowNanos) {
        for (Map.Entry<Destination, ArrayDeque<ChangeEvent>> one : waiting.entrySet()) {
            if (!one.getValue().isEmpty() && breakers.mayProbe(lane, one.getKey(), nowNanos)) {
                return one.getKey();
            }
        }
        return null;
    }

    /** When this lane should ask again, or {@link Long#MAX_VALUE}. */
    long nextDue(long nowNanos) {
        long next = Long.MAX_VALUE;
        for (Map.Entry<Destination, ArrayDeque<ChangeEvent>> one : waiting.entrySet()) {
            if (!one.getValue().isEmpty()) {
                next = Math.min(next, breakers.askAgainAt(one.getKey(), nowNanos));
            }
        }
        return next;
    }

    /** The events of a unit that takes records again, no longer here, or {@code null}. */
    @Nullable
    ArrayDeque<ChangeEvent> takeReleased() {
        for (Iterator<Map.Entry<Destination, ArrayDeque<ChangeEvent>>> all =
                        waiting.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<Destination, ArrayDeque<ChangeEvent>> one = all.next();
            if (!breakers.isOpen(one.getKey())) {
                all.remove();
                one.getValue().forEach(event -> heldBack.remove(one.getKey(), event));
                return one.getValue();
            }
        }
        return null;
    }

    /** Forgets events. */
    void removeIf(Predicate<ChangeEvent> gone) {
        waiting.forEach((unit, queue) -> queue.removeIf(event -> {
            boolean goes = gone.test(event);
            if (goes) {
                heldBack.remove(unit, event);
            }
            return goes;
        }));
        waiting.values().removeIf(ArrayDeque::isEmpty);
    }

    /** Whether a truncate waits: everything else waits for that. It comes when nothing else of its destination is left. */
    boolean holdsTruncate() {
        for (ArrayDeque<ChangeEvent> queue : waiting.values()) {
            if (queue.peekFirst() instanceof Truncate) {
                return true;
            }
        }
        return false;
    }

    /** Number of events. */
    int size() {
        int size = 0;
        for (ArrayDeque<ChangeEvent> queue : waiting.values()) {
            size += queue.size();
        }
        return size;
    }
}
