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
 * @param lead how many of them the next entry stands for: 1, or more where the first cannot be written
 * @param attempts how often writing failed
 * @param firstFailedAt ms since the epoch, 0 if nothing has failed
 * @param heldSince on the {@link CalmClock}, {@link Entry#NOT_HELD} if never held
 */
record Chain(
        ArrayDeque<ChangeEvent> events, boolean oneByOne, int lead, int attempts, long firstFailedAt, long heldSince) {

    /** What an entry stands for and what waits behind it, with its history. */
    static Chain of(Entry entry) {
        boolean oneByOne = entry.rest != null || (entry.oneByOne && entry.size() > 1);
        return with(entry, eventsOf(entry, entry.size()), oneByOne, 1);
    }

    /** What an entry stands for, to be written singly. */
    static Chain unfolded(Entry entry) {
        return with(entry, eventsOf(entry, entry.size()), true, 1);
    }

    /** What remains to be written singly when the last of an entry's events has been given up. */
    static Chain withoutLast(Entry entry) {
        return with(entry, eventsOf(entry, entry.size() - 1), true, 1);
    }

    private static Chain with(Entry entry, ArrayDeque<ChangeEvent> events, boolean oneByOne, int lead) {
        if (entry.rest != null) {
            events.addAll(entry.rest);
        }
        return new Chain(events, oneByOne, lead, entry.attempts, entry.firstFailedAt, entry.heldSince);
    }

    /** Events that nothing is known of yet, to be written singly. */
    static Chain fresh(ArrayDeque<ChangeEvent> events) {
        return new Chain(events, true, 1, 0, 0, Entry.NOT_HELD);
    }

    /** The same events, to be written singly. */
    Chain singly() {
        return new Chain(events, true, 1, attempts, firstFailedAt, heldSince);
    }

    /**
     * The same events, the next entry being what the first of them come to: as few as possible, but more than
     * {@code tried}. {@code null} if there is no such entry.
     *
     * @param tried how many of the events have been tried in vain
     */
    @Nullable
    Chain superseded(int tried) {
        int position = 0;
        ChangeEvent net = null;
        for (ChangeEvent event : events) {
            net = position == 0 ? event : NetEffect.superseding(net, event);
            position++;
            if (position > tried && net != null) {
                return new Chain(events, true, position, attempts, firstFailedAt, heldSince);
            }
        }
        return null;
    }

    /** Takes out the next entry. What is left waits behind it. */
    Entry next() {
        Entry entry = new Entry(events.removeFirst());
        ChangeEvent net = entry.net();
        for (int i = 1; i < lead; i++) {
            ChangeEvent event = events.removeFirst();
            net = NetEffect.superseding(net, event);
            // Where the first ones have no common effect, a later one stands for all.
            entry.fold(event, net == null ? event : net);
        }
        entry.oneByOne = true;
        entry.supersedes = lead > 1 && entry.net() == entry.event(lead - 1);
        entry.rest = events.isEmpty() ? null : events;
        entry.carry(attempts, firstFailedAt, heldSince);
        return entry;
    }

    private static ArrayDeque<ChangeEvent> eventsOf(Entry entry, int count) {
        ArrayDeque<ChangeEvent> events = new ArrayDeque<>(count + 1);
        for (int i = 0; i < count; i++) {
            events.add(entry.event(i));
        }
        return events;
    }
}
