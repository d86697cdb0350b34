/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.Folding;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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
    private final boolean folds;
    private final KeyGate gate;
    private final Folder folder;
    private final SinkMetrics metrics;
    private final ArrayDeque<ChangeEvent> backlog = new ArrayDeque<>();
    private final Held held = new Held();
    private List<Chain> oneByOne = new ArrayList<>();

    Rounds(LaneSettings settings, KeyGate gate, SinkMetrics metrics) {
        this.maxEntries = settings.maxRecords();
        this.folds = settings.folds();
        this.gate = gate;
        this.folder = new Folder(settings.folds(), gate);
        this.metrics = metrics;
    }

    /** Takes over events that have just arrived. */
    void add(List<ChangeEvent> events) {
        backlog.addAll(events);
    }

    /** The entries of the next round; empty if there is nothing to write now. */
    List<Entry> next(long nowNanos) {
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
        if (!gate.isOpen() && isDiverted(event)) {
            backlog.removeFirst();
            return true;
        }
        if (!held.isEmpty() && !folds(event) && held.append(event)) {
            backlog.removeFirst();
            return true;
        }
        Chain waiting = held.isEmpty() ? null : held.takeFor(event);
        if (waiting != null && !refold(waiting)) {
            return false;
        }
        if (folder.add(event) == null) {
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

    private boolean folds(ChangeEvent event) {
        return folds && event.destination().folding() != Folding.NONE;
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
        addAll(others, entry.rest);
        entry.rest = null;
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
        for (Entry entry : unfinished) {
            for (int i = 0; i < entry.size(); i++) {
                again.add(entry.event(i));
            }
            addAll(again, entry.rest);
        }
        for (Chain chain : oneByOne) {
            again.addAll(chain.events());
        }
        oneByOne.clear();
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

    /** Whether nothing waits but what is held. */
    boolean isAtRest() {
        return backlog.isEmpty() && oneByOne.isEmpty();
    }

    /** Takes out what is held for a destination; {@code superseded} is told each event. */
    void removeHeld(Destination destination, Consumer<ChangeEvent> superseded) {
        held.removeIf(event -> {
            boolean gone = event.destination().equals(destination);
            if (gone) {
                superseded.accept(event);
            }
            return gone;
        });
    }

    /** When something that is held is due, or {@link Long#MAX_VALUE}. */
    long nextDue() {
        return held.isEmpty() ? Long.MAX_VALUE : held.nextDue();
    }

    /** Events that wait and are not in a round. */
    int depth() {
        int depth = backlog.size() + held.size();
        for (Chain chain : oneByOne) {
            depth += chain.events().size();
        }
        return depth;
    }
}
