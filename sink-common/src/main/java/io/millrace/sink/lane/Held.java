/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.Folding;
import io.millrace.sink.record.RowKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
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
    private final Map<Object, Waiting> chains = new LinkedHashMap<>();

    /**
     * Holds events until {@code tryAgainAt}.
     *
     * @param event any of them: tells the key
     */
    void add(ChangeEvent event, Chain chain, long tryAgainAt) {
        chains.put(keyOf(event), new Waiting(chain, tryAgainAt));
    }

    boolean isEmpty() {
        return chains.isEmpty();
    }

    /** What waits for the same key as {@code event}, no longer held, or {@code null}. */
    @Nullable
    Chain takeFor(ChangeEvent event) {
        Waiting waiting = chains.remove(keyOf(event));
        return waiting == null ? null : waiting.chain;
    }

    /** Something that is due, no longer held, or {@code null} if nothing is. */
    @Nullable
    Chain takeDue(long nowNanos) {
        for (Iterator<Waiting> all = chains.values().iterator(); all.hasNext(); ) {
            Waiting waiting = all.next();
            if (nowNanos - waiting.tryAgainAt >= 0) {
                all.remove();
                return waiting.chain;
            }
        }
        return null;
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
            waiting.chain.events().removeIf(gone);
            return waiting.chain.events().isEmpty();
        });
    }

    private static Object keyOf(ChangeEvent event) {
        RowKey key = event.key();
        // Where every event is a row of its own, none supersedes another.
        return key == null || event.destination().folding() == Folding.NONE
                ? new Object()
                : new Key(event.destination(), key);
    }

    private record Key(Destination destination, RowKey key) {}

    private record Waiting(Chain chain, long tryAgainAt) {}
}
