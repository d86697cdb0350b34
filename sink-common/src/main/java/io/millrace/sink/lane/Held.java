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
 * <p>At most one chain of events waits for each key. Where events are folded, a newer one of a key takes the waiting ones
 * with it: what is tried next is their net effect, so that a newer state supersedes the one that could not be written.
 * Elsewhere every event counts, and newer ones of the key queue up behind.
 */
final class Held {
    private final Map<Object, Waiting> chains = new LinkedHashMap<>();
    private final HeldBack heldBack;

    /** @param heldBack is told what waits */
    Held(HeldBack heldBack) {
        this.heldBack = heldBack;
    }

    /**
     * Holds events until {@code tryAgainAt}.
     *
     * @param event any of them: tells the key
     */
    void add(ChangeEvent event, Chain chain, long tryAgainAt) {
        Object key = keyOf(event);
        Waiting earlier = chains.get(key);
        chain.events().forEach(heldBack::add);
        Chain all = chain;
        if (earlier != null) {
            earlier.chain.events().addAll(chain.events());
            all = earlier.chain.singly();
        }
        chains.put(key, new Waiting(all, tryAgainAt));
    }

    /** Queues an event up behind those of its key that wait. Returns whether there are any. */
    boolean append(ChangeEvent event) {
        Object key = keyOf(event);
        Waiting earlier = chains.get(key);
        if (earlier == null) {
            return false;
        }
        heldBack.add(event);
        earlier.chain.events().add(event);
        chains.put(key, new Waiting(earlier.chain.singly(), earlier.tryAgainAt));
        return true;
    }

    boolean isEmpty() {
        return chains.isEmpty();
    }

    /** What waits for the same key as {@code event}, or {@code null}. */
    @Nullable
    Chain of(ChangeEvent event) {
        Waiting waiting = event.key() == null || chains.isEmpty() ? null : chains.get(keyOf(event));
        return waiting == null ? null : waiting.chain;
    }

    /** What waits for the same key as {@code event}, no longer held, or {@code null}. */
    @Nullable
    Chain takeFor(ChangeEvent event) {
        Waiting waiting = event.key() == null ? null : chains.remove(keyOf(event));
        return waiting == null ? null : released(waiting);
    }

    private Chain released(Waiting waiting) {
        waiting.chain.events().forEach(heldBack::remove);
        return waiting.chain;
    }

    /** Something that is due, no longer held, or {@code null} if nothing is. */
    @Nullable
    Chain takeDue(long nowNanos) {
        for (Iterator<Waiting> all = chains.values().iterator(); all.hasNext(); ) {
            Waiting waiting = all.next();
            if (nowNanos - waiting.tryAgainAt >= 0) {
                all.remove();
                return released(waiting);
            }
        }
        return null;
    }

    /** Takes out the events of some destinations. */
    List<ChangeEvent> takeAll(Predicate<Destination> which) {
        List<ChangeEvent> taken = new ArrayList<>();
        removeIf(event -> which.test(event.destination()) && taken.add(event));
        return taken;
    }

    /** When something is due, or {@link Long#MAX_VALUE}. */
    long nextDue() {
        long next = Long.MAX_VALUE;
        for (Waiting waiting : chains.values()) {
            next = Math.min(next, waiting.tryAgainAt);
        }
        return next;
    }

    /** Number of events that wait. */
    int size() {
        int size = 0;
        for (Waiting waiting : chains.values()) {
            size += waiting.chain.events().size();
        }
        return size;
    }

    void removeIf(Predicate<ChangeEvent> gone) {
        chains.values().removeIf(waiting -> {
            waiting.chain.events().removeIf(event -> {
                boolean goes = gone.test(event);
                if (goes) {
                    heldBack.remove(event);
                }
                return goes;
            });
            return waiting.chain.events().isEmpty();
        });
    }

    private static Object keyOf(ChangeEvent event) {
        RowKey key = event.key();
        return key == null ? new Object() : new Key(event.destination(), key);
    }

    private record Key(Destination destination, RowKey key) {}

    private record Waiting(Chain chain, long tryAgainAt) {}
}
