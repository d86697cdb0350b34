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
 * A lane's events whose destination takes nothing for now, in the order of their arrival. Confined to its lane.
 *
 * <p>Whatever comes for a destination that has events here comes here too, until they go back to the backlog together: so
 * order holds, also where the destination's breaker closes in another lane's turn.
 */
final class Shelf {
    private final DestinationBreakers breakers;
    private final HeldBack heldBack;
    private final Map<Destination, ArrayDeque<ChangeEvent>> waiting = new LinkedHashMap<>();

    Shelf(Outages outages) {
        this.breakers = outages.destinations();
        this.heldBack = outages.heldBack();
    }

    /** Whether events may have to come here. */
    boolean isInUse() {
        return !waiting.isEmpty() || breakers.isAnyOpen();
    }

    /** Takes an event if it must wait, behind those of its destination. Returns whether it did. */
    boolean takes(ChangeEvent event) {
        Destination destination = event.destination();
        if (!mustWait(destination)) {
            return false;
        }
        queue(destination).addLast(event);
        heldBack.add(event);
        return true;
    }

    /** Whether events of a destination belong here. */
    boolean mustWait(Destination destination) {
        return waiting.containsKey(destination) || breakers.isOpen(destination);
    }

    /** Puts events in front of those of their destination, since they came before. */
    void putFirst(Destination destination, List<ChangeEvent> events) {
        ArrayDeque<ChangeEvent> queue = queue(destination);
        for (int i = events.size() - 1; i >= 0; i--) {
            queue.addFirst(events.get(i));
            heldBack.add(events.get(i));
        }
    }

    private ArrayDeque<ChangeEvent> queue(Destination destination) {
        return waiting.computeIfAbsent(destination, first -> new ArrayDeque<>());
    }

    /** The oldest event of a destination, which stays where it is, or {@code null}. */
    @Nullable
    ChangeEvent first(Destination destination) {
        ArrayDeque<ChangeEvent> queue = waiting.get(destination);
        return queue == null ? null : queue.peekFirst();
    }

    /** Takes the oldest event of a destination away. */
    void removeFirst(Destination destination) {
        heldBack.remove(queue(destination).removeFirst());
    }

    /** A destination that this lane has events for and may try with, or {@code null}. If so, this lane is the one that probes. */
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

    /** The events of a destination that takes records again, no longer here, or {@code null}. */
    @Nullable
    ArrayDeque<ChangeEvent> takeReleased() {
        for (Iterator<Map.Entry<Destination, ArrayDeque<ChangeEvent>>> all =
                        waiting.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<Destination, ArrayDeque<ChangeEvent>> one = all.next();
            if (!breakers.isOpen(one.getKey())) {
                all.remove();
                one.getValue().forEach(heldBack::remove);
                return one.getValue();
            }
        }
        return null;
    }

    /** Forgets events. */
    void removeIf(Predicate<ChangeEvent> gone) {
        for (ArrayDeque<ChangeEvent> queue : waiting.values()) {
            queue.removeIf(event -> {
                boolean goes = gone.test(event);
                if (goes) {
                    heldBack.remove(event);
                }
                return goes;
            });
        }
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
