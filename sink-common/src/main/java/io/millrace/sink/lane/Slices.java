/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.sink.record.Destination;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What is left of the round under way: slices, to be worked off from the front. Confined to its lane. */
final class Slices {
    private final ArrayDeque<Slice> slices = new ArrayDeque<>();

    boolean isEmpty() {
        return slices.isEmpty();
    }

    Slice first() {
        return slices.getFirst();
    }

    Slice removeFirst() {
        return slices.removeFirst();
    }

    void addFirst(Slice slice) {
        slices.addFirst(slice);
    }

    void addLast(Slice slice) {
        slices.addLast(slice);
    }

    /** Puts the two halves of a slice of several entries in its place, at the front. */
    void halveFirst() {
        Slice slice = slices.removeFirst();
        int middle = slice.entries.size() / 2;
        slices.addFirst(slice.part(slice.entries.subList(middle, slice.entries.size())));
        slices.addFirst(slice.part(slice.entries.subList(0, middle)));
    }

    /** Puts one slice for each destination in the place of the one at the front. Returns false if it has only one. */
    boolean partFirst() {
        Slice slice = slices.getFirst();
        Map<Destination, List<Entry>> parts = new LinkedHashMap<>();
        for (Entry entry : slice.entries) {
            parts.computeIfAbsent(entry.net().destination(), first -> new ArrayList<>())
                    .add(entry);
        }
        if (parts.size() == 1) {
            return false;
        }
        slices.removeFirst();
        List<List<Entry>> inOrder = new ArrayList<>(parts.values());
        for (int i = inOrder.size() - 1; i >= 0; i--) {
            slices.addFirst(slice.part(inOrder.get(i)));
        }
        return true;
    }

    /** Takes out the entries of some destinations. */
    List<Entry> remove(Predicate<Destination> which) {
        List<Entry> removed = new ArrayList<>();
        List<Slice> rest = new ArrayList<>();
        for (Slice slice : slices) {
            List<Entry> others = new ArrayList<>();
            for (Entry entry : slice.entries) {
                (which.test(entry.net().destination()) ? removed : others).add(entry);
            }
            if (others.size() == slice.entries.size()) {
                rest.add(slice);
            } else if (!others.isEmpty()) {
                rest.add(slice.rest(others));
            }
        }
        slices.clear();
        slices.addAll(rest);
        return removed;
    }

    /** Takes out everything. */
    List<Entry> clear() {
        List<Entry> entries = new ArrayList<>();
        for (Slice slice : slices) {
            entries.addAll(slice.entries);
        }
        slices.clear();
        return entries;
    }

    /** Number of entries. */
    int depth() {
        int depth = 0;
        for (Slice slice : slices) {
            depth += slice.entries.size();
        }
        return depth;
    }
}
