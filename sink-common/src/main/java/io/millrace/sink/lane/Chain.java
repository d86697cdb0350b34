/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.sink.record.ChangeEvent;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Events of one key that could not be written yet, in the order of their arrival, and how trying has gone so far. Confined
 * to its lane.
 *
 * @param events at least one
 * @param oneByOne whether their net effect has been tried in vain, so that they must be written singly
 * @param attempts how often writing failed
 * @param firstFailedAt ms since the epoch, 0 if nothing has failed
 * @param heldSince on the monotonic clock, {@link Entry#NOT_HELD} if never held
 */
record Chain(ArrayDeque<ChangeEvent> events, boolean oneByOne, int attempts, long firstFailedAt, long heldSince) {

    /** What an entry stands for and what waits behind it, with its history. */
    static Chain of(Entry entry) {
        ArrayDeque<ChangeEvent> events = eventsOf(entry);
        @Nullable ArrayDeque<ChangeEvent> rest = entry.rest;
        if (rest != null) {
            events.addAll(rest);
        }
        return new Chain(events, rest != null, entry.attempts, entry.firstFailedAt, entry.heldSince);
    }

    /** What an entry stands for, to be written singly. */
    static Chain unfolded(Entry entry) {
        return new Chain(eventsOf(entry), true, entry.attempts, entry.firstFailedAt, entry.heldSince);
    }

    /** Events that nothing is known of yet, to be written singly. */
    static Chain fresh(ArrayDeque<ChangeEvent> events) {
        return new Chain(events, true, 0, 0, Entry.NOT_HELD);
    }

    private static ArrayDeque<ChangeEvent> eventsOf(Entry entry) {
        ArrayDeque<ChangeEvent> events = new ArrayDeque<>(entry.size());
        for (int i = 0; i < entry.size(); i++) {
            events.add(entry.event(i));
        }
        return events;
    }
}
