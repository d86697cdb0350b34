/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Destination;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a lane writes next. Confined to its lane.
 *
 * <p>Events that came out of a folded entry which failed go first, one of each entry per round; then what was held and is
 * due; then the backlog, in the order of arrival. Events whose destination takes nothing for now are put on a shelf, from
 * which they are tried in rounds of their own.
 */
final class Rounds {
    /** Entries of a round that finds out whether a destination takes records again. */
    private static final int MOST_PROBED = 100;

    private final int maxEntries;
    private final KeyGate gate;
    private final Folder folder;
    private final SinkMetrics metrics;
    private final ArrayDeque<ChangeEvent> backlog = new ArrayDeque<>();
    private final Held held;
    private final Shelf shelf;
    private List<Chain> oneByOne = new ArrayList<>();
    /** Whether events of the round may belong on the shelf. */
    private boolean shelving;

    /** @param shelf for events that nobody takes for now */
    Rounds(LaneSettings settings, KeyGate gate, Outages outages, Shelf shelf, SinkMetrics metrics) {
        this.maxEntries = settings.maxRecords();
        this.gate = gate;
        this.folder = new Folder(gate);
        this.metrics = metrics;
        this.held = new Held(outages.heldBack());
        this.shelf = shelf;
    }

    /** Takes over events that have just arrived. */
    void add(List<ChangeEvent> events) {
        backlog.addAll(events);
    }

    /** The entries of the next round; empty if there is nothing to write now. */
    List<Entry> next(long nowNanos) {
        for (var released = shelf.takeReleased(); released != null; released = shelf.takeReleased()) {
            putBack(released);
        }
        shelving = shelf.isInUse();
        boolean room = true;
        while (room && !held.isEmpty()) {
            Chain due = held.takeDue(nowNanos);
            if (due == null) {
                break;
            }
            if (isDiverted(due)) {
                continue;
            }
            if (due.oneByOne()) {
                oneByOne.add(due);
            } else {
                room = refold(due);
            }
        }
        oneByOne.removeIf(this::isDiverted);
        return oneByOne.isEmpty() ? nextFolded(room) : nextOneByOne();
    }

    private boolean isDiverted(Chain chain) {
        return !gate.isOpen() && gate.divert(chain.events());
    }

    private List<Entry> nextOneByOne() {
        List<Entry> round = folder.take();
        for (Chain chain : oneByOne) {
            round.add(chain.next());
        }
        oneByOne = new ArrayList<>();
        return round;
    }

    private List<Entry> nextFolded(boolean room) {
        boolean more = room;
        while (more && folder.size() < maxEntries && !backlog.isEmpty()) {
            more = addFromBacklog();
        }
        metrics.folded(folder.folded());
        return folder.take();
    }

    private boolean addFromBacklog() {
        ChangeEvent event = backlog.getFirst();
        if ((shelving && shelf.takes(event)) || (!gate.isOpen() && isDiverted(event))) {
            backlog.removeFirst();
            return true;
        }
        if (!held.isEmpty() && !folds(event) && held.append(event)) {
            backlog.removeFirst();
            return true;
        }
        if (!fold(event)) {
            return false;
        }
        backlog.removeFirst();
        return true;
    }

    /** What is held for the key came before, so it goes with the event. */
    private boolean isDiverted(ChangeEvent event) {
        Chain waiting = held.of(event);
        if (waiting == null) {
            return gate.divert(event);
        }
        List<ChangeEvent> all = new ArrayList<>(waiting.events());
        all.add(event);
        boolean diverted = gate.divert(all);
        if (diverted) {
            held.takeFor(event);
        }
        return diverted;
    }

    /** Takes an event into the batch, together with what is held of its key. Returns whether that could be folded. */
    private boolean fold(ChangeEvent event) {
        Chain waiting = held.isEmpty() ? null : held.takeFor(event);
        return (waiting == null || refold(waiting)) && folder.add(event) != null;
    }

    /** What takes nothing and may be tried now, or {@code null}. */
    @Nullable
    Destination probeDue(Object lane, long nowNanos) {
        return shelf.isInUse() ? shelf.probeDue(lane, nowNanos) : null;
    }

    /** A round that tries what takes nothing: the oldest of its events, not too many. */
    List<Entry> probe(Destination unit) {
        int most = Math.min(maxEntries, MOST_PROBED);
        for (ChangeEvent event = shelf.first(unit);
                event != null && folder.size() < most && goesIntoProbe(event);
                event = shelf.first(unit)) {
            shelf.removeFirst(unit);
        }
        metrics.folded(folder.folded());
        return folder.take();
    }

    /** Whether an event need not stay on the shelf: it is in the batch, or goes elsewhere because its key is shut out. */
    private boolean goesIntoProbe(ChangeEvent event) {
        return (!gate.isOpen() && isDiverted(event)) || folder.add(event) != null;
    }

    /**
     * Something takes nothing: puts the events of its destinations on the shelf, those of unfinished entries before those
     * that wait.
     */
    void shelve(Destination unit, Predicate<Destination> which, List<Entry> unfinished) {
        List<ChangeEvent> events = held.takeAll(which);
        addAll(events, unfinished);
        oneByOne.removeIf(
                chain -> which.test(chain.events().getFirst().destination()) && events.addAll(chain.events()));
        shelf.putFirst(unit, events);
    }

    private static boolean folds(ChangeEvent event) {
        return event.destination().folding().folds();
    }

    /** Takes events that were held into the batch. Returns whether all of them could be folded. */
    private boolean refold(Chain chain) {
        while (!chain.events().isEmpty()) {
            Entry entry = folder.add(chain.events().getFirst());
            if (entry == null) {
                putBack(chain.events());
                return false;
            }
            chain.events().removeFirst();
            entry.carry(chain.attempts(), chain.firstFailedAt(), chain.heldSince());
        }
        return true;
    }

    /**
     * Holds an entry, and the events of its key that wait behind it, until {@code tryAgainAt}; unless one of those makes
     * it pointless, which then comes next.
     */
    void hold(Entry entry, long tryAgainAt) {
        Chain chain = Chain.of(entry);
        // Where changes come in any order, a later one need not be newer.
        boolean mayBeSuperseded = chain.oneByOne()
                && folds(entry.net())
                && entry.net().destination().version() == null;
        Chain superseded = mayBeSuperseded ? chain.superseded(entry.size()) : null;
        if (superseded == null) {
            held.add(entry.net(), chain, tryAgainAt);
        } else {
            oneByOne.add(superseded);
        }
        entry.rest = null;
    }

    /** The events of a failed entry shall be written one by one. */
    void unfold(Entry entry) {
        oneByOne.add(Chain.unfolded(entry));
    }

    /** The last event of an entry has been given up; those before it, which it was to supersede, come again. */
    void withoutLast(Entry entry) {
        oneByOne.add(Chain.withoutLast(entry));
        entry.rest = null;
    }

    /** The last event of an entry has been given up, and its key is shut out: all others of the key go elsewhere. */
    void divert(Entry entry) {
        List<ChangeEvent> others = new ArrayList<>();
        for (int i = 0; i < entry.size() - 1; i++) {
            others.add(entry.event(i));
        }
        if (entry.rest != null) {
            others.addAll(entry.rest);
            entry.rest = null;
        }
        Chain waiting = held.takeFor(entry.net());
        if (waiting != null) {
            others.addAll(waiting.events());
        }
        if (!others.isEmpty() && !gate.divert(others)) {
            throw new IllegalStateException("A key was let in again although one of its events has just been given up");
        }
    }

    /** An entry has come to its end; what waited for it comes next. */
    void finished(Entry entry) {
        if (entry.rest != null) {
            oneByOne.add(Chain.fresh(entry.rest));
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
        addAll(again, unfinished);
        for (Chain chain : oneByOne) {
            again.addAll(chain.events());
        }
        oneByOne.clear();
        shelveOrPutBack(again);
        backlog.removeIf(gone);
        held.removeIf(gone);
        shelf.removeIf(gone);
    }

    private static void addAll(List<ChangeEvent> events, List<Entry> entries) {
        for (Entry entry : entries) {
            for (int i = 0; i < entry.size(); i++) {
                events.add(entry.event(i));
            }
            if (entry.rest != null) {
                events.addAll(entry.rest);
            }
        }
    }

    private void shelveOrPutBack(List<ChangeEvent> events) {
        Map<Destination, List<ChangeEvent>> blocked = new LinkedHashMap<>();
        List<ChangeEvent> others = new ArrayList<>();
        for (ChangeEvent event : events) {
            Destination unit = shelf.unit(event.destination());
            (shelf.mustWait(unit) ? blocked.computeIfAbsent(unit, first -> new ArrayList<>()) : others).add(event);
        }
        blocked.forEach(shelf::putFirst);
        putBack(others);
    }

    /** Puts events that came earlier in front of the backlog again. */
    private void putBack(Iterable<ChangeEvent> events) {
        ArrayDeque<ChangeEvent> reversed = new ArrayDeque<>();
        events.forEach(reversed::addFirst);
        reversed.forEach(backlog::addFirst);
    }

    /** Whether nothing waits but what is held. */
    boolean isAtRest() {
        return backlog.isEmpty() && oneByOne.isEmpty() && !shelf.holdsTruncate();
    }

    /** Takes out what is held for a destination; {@code superseded} is told each event. */
    void removeHeld(Destination destination, Consumer<ChangeEvent> superseded) {
        Predicate<ChangeEvent> gone = event -> {
            boolean goes = event.destination().equals(destination);
            if (goes) {
                superseded.accept(event);
            }
            return goes;
        };
        held.removeIf(gone);
        shelf.removeIf(gone);
    }

    /** When something that is held is due, or {@link Long#MAX_VALUE}. */
    long nextDue(long nowNanos) {
        long next = held.isEmpty() ? Long.MAX_VALUE : held.nextDue();
        return shelf.isInUse() ? Math.min(next, shelf.nextDue(nowNanos)) : next;
    }

    /** Events that wait and are not in a round. */
    int depth() {
        int depth = backlog.size() + held.size() + shelf.size();
        for (Chain chain : oneByOne) {
            depth += chain.events().size();
        }
        return depth;
    }
}
