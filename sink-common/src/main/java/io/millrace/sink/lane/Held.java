/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.RowKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Events that wait for something else to come first. Confined to its lane.
 *
 * <p>At most one chain of events waits for each key. A newer event of a key takes the waiting ones with it: what is tried
 * next is their net effect, so that a newer state supersedes the one that could not be written.
 */
final class Held {
    private final Map<Object, Chain> chains = new LinkedHashMap<>();

    /** Holds the events of an entry until {@code tryAgainAt}. */
    void add(Entry entry, long tryAgainAt) {
        List<ChangeEvent> events = new ArrayList<>(entry.size());
        for (int i = 0; i < entry.size(); i++) {
            events.add(entry.event(i));
        }
        chains.put(keyOf(entry.net()), new Chain(events, entry.heldSince, entry.attempts, entry.firstFailedAt, tryAgainAt));
    }

    boolean isEmpty() {
        return chains.isEmpty();
    }

    /** What waits for the same key as {@code event}, no longer held, or {@code null}. */
    @Nullable Chain takeFor(ChangeEvent event) {
        return event.key() == null ? null : chains.remove(keyOf(event));
    }

    /** What is due first, no longer held, or {@code null} if nothing is due. */
    @Nullable Chain takeDue(long nowNanos) {
        for (Iterator<Chain> all = chains.values().iterator(); all.hasNext(); ) {
            Chain chain = all.next();
            if (nowNanos - chain.tryAgainAt >= 0) {
                all.remove();
                return chain;
            }
        }
        return null;
    }

    /** When something is due, or {@link Long#MAX_VALUE}. */
    long nextDue() {
        long next = Long.MAX_VALUE;
        for (Chain chain : chains.values()) {
            next = Math.min(next, chain.tryAgainAt);
        }
        return next;
    }

    /** Number of events that wait. */
    int size() {
        int size = 0;
        for (Chain chain : chains.values()) {
            size += chain.events.size();
        }
        return size;
    }

    void removeIf(Predicate<ChangeEvent> gone) {
        chains.values().removeIf(chain -> {
            chain.events.removeIf(gone);
            return chain.events.isEmpty();
        });
    }

    private static Object keyOf(ChangeEvent event) {
        RowKey key = event.key();
        return key == null ? new Object() : new Key(event.destination(), key);
    }

    private record Key(Destination destination, RowKey key) {}

    /** Events of one key in the order of their arrival, and how long they have been waiting. */
    record Chain(List<ChangeEvent> events, long heldSince, int attempts, long firstFailedAt, long tryAgainAt) {}
}
