/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.record.ChangeEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a lane writes next. Confined to its lane.
 *
 * <p>Events that came out of a folded entry which failed go first, one of each entry per round; then what was held and is
 * due; then the backlog, in the order of arrival.
 */
final class Rounds {
    private final int maxEntries;
    private final Folder folder;
    private final SinkMetrics metrics;
    private final ArrayDeque<ChangeEvent> backlog = new ArrayDeque<>();
    private final Held held = new Held();
    private List<ArrayDeque<ChangeEvent>> unfolded = new ArrayList<>();

    Rounds(LaneSettings settings, SinkMetrics metrics) {
        this.maxEntries = settings.maxRecords();
        this.folder = new Folder(settings.folds());
        this.metrics = metrics;
    }

    /** Takes over events that have just arrived. */
    void add(List<ChangeEvent> events) {
        backlog.addAll(events);
    }

    /** The entries of the next round; empty if there is nothing to write now. */
    List<Entry> next(long nowNanos) {
        return unfolded.isEmpty() ? nextFolded(nowNanos) : nextUnfolded();
    }

    private List<Entry> nextUnfolded() {
        List<Entry> round = new ArrayList<>();
        for (ArrayDeque<ChangeEvent> events : unfolded) {
            Entry entry = new Entry(events.removeFirst());
            entry.rest = events.isEmpty() ? null : events;
            round.add(entry);
        }
        unfolded = new ArrayList<>();
        return round;
    }

    private List<Entry> nextFolded(long nowNanos) {
        boolean room = true;
        if (!held.isEmpty()) {
            for (Held.Chain due = held.takeDue(nowNanos); due != null && room; due = held.takeDue(nowNanos)) {
                room = refold(due);
            }
        }
        while (room && folder.size() < maxEntries && !backlog.isEmpty()) {
            room = addFromBacklog();
        }
        metrics.folded(folder.folded());
        return folder.take();
    }

    private boolean addFromBacklog() {
        ChangeEvent event = backlog.getFirst();
        Held.Chain waiting = held.isEmpty() ? null : held.takeFor(event);
        if (waiting != null && !refold(waiting)) {
            return false;
        }
        if (folder.add(event) == null) {
            return false;
        }
        backlog.removeFirst();
        return true;
    }

    /** Takes events that were held into the batch. Returns whether all of them could be folded. */
    private boolean refold(Held.Chain chain) {
        List<ChangeEvent> events = chain.events();
        for (int i = 0; i < events.size(); i++) {
            Entry entry = folder.add(events.get(i));
            if (entry == null) {
                putBack(events.subList(i, events.size()));
                return false;
            }
            entry.carry(chain.attempts(), chain.firstFailedAt(), chain.heldSince());
        }
        return true;
    }

    /** Holds an entry until {@code tryAgainAt}; later events of its key go on waiting behind it. */
    void hold(Entry entry, long tryAgainAt) {
        if (entry.rest != null) {
            putBack(entry.rest);
            entry.rest = null;
        }
        held.add(entry, tryAgainAt);
    }

    /** The events of a failed entry shall be written one by one. */
    void unfold(Entry entry) {
        ArrayDeque<ChangeEvent> events = new ArrayDeque<>(entry.size());
        for (int i = 0; i < entry.size(); i++) {
            events.add(entry.event(i));
        }
        unfolded.add(events);
    }

    /** An entry has come to its end; what waited for it comes next. */
    void finished(Entry entry) {
        if (entry.rest != null) {
            unfolded.add(entry.rest);
            entry.rest = null;
        }
    }

    /**
     * Forgets events, those of unfinished entries included; what remains is begun anew.
     *
     * @param unfinished entries of the round under way
     * @param gone which events to forget; called once for each event
     */
    void restart(List<Entry> unfinished, Predicate<ChangeEvent> gone) {
        List<ChangeEvent> again = new ArrayList<>();
        for (Entry entry : unfinished) {
            for (int i = 0; i < entry.size(); i++) {
                again.add(entry.event(i));
            }
            addAll(again, entry.rest);
        }
        for (ArrayDeque<ChangeEvent> events : unfolded) {
            again.addAll(events);
        }
        unfolded.clear();
        putBack(again);
        backlog.removeIf(gone);
        held.removeIf(gone);
    }

    private static void addAll(List<ChangeEvent> events, @Nullable ArrayDeque<ChangeEvent> more) {
        if (more != null) {
            events.addAll(more);
        }
    }

    /** Puts events that came earlier in front of the backlog again. */
    private void putBack(Iterable<ChangeEvent> events) {
        ArrayDeque<ChangeEvent> reversed = new ArrayDeque<>();
        events.forEach(reversed::addFirst);
        reversed.forEach(backlog::addFirst);
    }

    /** When something that is held is due, or {@link Long#MAX_VALUE}. */
    long nextDue() {
        return held.isEmpty() ? Long.MAX_VALUE : held.nextDue();
    }

    /** Events that wait and are not in a round. */
    int depth() {
        int depth = backlog.size() + held.size();
        for (ArrayDeque<ChangeEvent> events : unfolded) {
            depth += events.size();
        }
        return depth;
    }
}
