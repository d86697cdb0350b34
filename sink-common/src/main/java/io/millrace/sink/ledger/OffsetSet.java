/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.ledger;

import java.util.Arrays;

/** Offsets, as disjoint runs in rising order. Immutable and thread-safe. */
public final class OffsetSet {
    /** The empty set. */
    public static final OffsetSet NONE = new OffsetSet(new long[0]);

    /** First offset of a run and first offset behind it, run after run. */
    private final long[] bounds;

    private OffsetSet(long[] bounds) {
        this.bounds = bounds;
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }

    /** Number of runs. */
    public int runs() {
        return bounds.length / 2;
    }

    /** First offset of a run, counted from 0. */
    public long start(int run) {
        return bounds[2 * run];
    }

    /** First offset behind a run, counted from 0. */
    public long end(int run) {
        return bounds[2 * run + 1];
    }

    public boolean contains(long offset) {
        int found = Arrays.binarySearch(bounds, offset);
        // Found at an even position it begins a run; not found, it lies in one if an odd number of bounds are below it.
        return found >= 0 ? (found & 1) == 0 : (~found & 1) == 1;
    }

    /** The lowest offset at or above {@code from} that is not in the set. */
    public long firstMissing(long from) {
        int found = Arrays.binarySearch(bounds, from);
        if (found >= 0) {
            return (found & 1) == 0 ? bounds[found + 1] : from;
        }
        return (~found & 1) == 1 ? bounds[~found] : from;
    }

    /** What is in this set or the other. */
    public OffsetSet union(OffsetSet other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        Builder builder = new Builder();
        int mine = 0;
        int theirs = 0;
        while (mine < runs() || theirs < other.runs()) {
            boolean takeMine = theirs == other.runs() || (mine < runs() && start(mine) <= other.start(theirs));
            if (takeMine) {
                builder.add(start(mine), end(mine));
                mine++;
            } else {
                builder.add(other.start(theirs), other.end(theirs));
                theirs++;
            }
        }
        return builder.build();
    }

    /** The part of this set at or above {@code first}. */
    public OffsetSet from(long first) {
        if (isEmpty() || bounds[0] >= first) {
            return this;
        }
        Builder builder = new Builder();
        for (int run = 0; run < runs(); run++) {
            if (end(run) > first) {
                builder.add(Math.max(start(run), first), end(run));
            }
        }
        return builder.build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OffsetSet that && Arrays.equals(bounds, that.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    /** Runs as {@code first-last}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int run = 0; run < runs(); run++) {
            text.append(run == 0 ? "" : ", ").append(start(run)).append('-').append(end(run) - 1);
        }
        return text.append('}').toString();
    }

    /** Collects runs whose starts do not fall. Confined to one thread. */
    public static final class Builder {
        private long[] bounds = new long[16];
        private int size;

        /** Adds all offsets from {@code start} to before {@code end}; nothing if there are none. */
        public void add(long start, long end) {
            if (start >= end) {
                return;
            }
            if (size > 0 && start < bounds[size - 2]) {
                throw new IllegalArgumentException("A run from " + start + " after one from " + bounds[size - 2]);
            }
            if (size > 0 && start <= bounds[size - 1]) {
                bounds[size - 1] = Math.max(bounds[size - 1], end);
                return;
            }
            if (size == bounds.length) {
                bounds = Arrays.copyOf(bounds, size * 2);
            }
            bounds[size++] = start;
            bounds[size++] = end;
        }

        public OffsetSet build() {
            return size == 0 ? NONE : new OffsetSet(Arrays.copyOf(bounds, size));
        }
    }
}
