/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.ledger;

import io.millrace.sink.record.SourcePartition;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What is owed for one assigned partition. Guarded by the lock of {@link OffsetLedger}.
 *
 * <p>A ring holds the offsets that were owed and are not yet known to be safe, in the order in which they came, with one
 * state each. The head moves over what is settled, so what is left at the head is the oldest record that is not safe:
 * the offset that may be committed. Deferred records leave the ring, too: the writer that holds them answers for a whole
 * range at once, and only the lowest offset of that range is kept.
 *
 * <p>While a record at the head waits, settled ones pile up behind it. Before the ring grows, each run of them is reduced
 * to its first, which then stands for everything up to the next in the ring: so memory follows what is not safe.
 */
final class PartitionLedger {
    private static final byte OWED = 0;
    private static final byte SETTLED = 1;
    private static final byte DEFERRED = 2;
    private static final long NONE = -1;
    private static final int FIRST_CAPACITY = 256;
    private static final int MOST_MARKS = 256;

    /** Ages are known to this granularity, so that no time is kept per record. */
    private static final long MARK_INTERVAL_NANOS = 20_000_000L;

    private final SourcePartition source;

    private long[] offsets = new long[FIRST_CAPACITY];
    private byte[] states = new byte[FIRST_CAPACITY];
    private int head;
    private int count;

    /** First offset that was never owed. */
    private long nextToOwe = NONE;

    /** Where the assignment begins, or {@link #NONE} if the consumer knows. */
    private final long begin;

    /** Lowest deferred offset that is not yet durable, or {@link #NONE}. */
    private long deferredFrom = NONE;

    /** One past the highest offset that was deferred. */
    private long deferredTo = NONE;

    /** Everything that was deferred below this is durable. */
    private long durableBelow;

    /** What an earlier owner of the partition has brought to safety; {@code null} if there is nothing of the kind. */
    private @Nullable Progress inherited;

    /** The same, also when it says nothing more about what comes. */
    private @Nullable Progress takenOver;

    /** What is known of the source, the newest last. */
    private final ArrayDeque<Progress.Mark> sourceMarks = new ArrayDeque<>();

    /** When the partition's offsets passed certain marks: tells the age of the oldest record that is not safe. */
    private final ArrayDeque<Mark> marks = new ArrayDeque<>();

    /** @param begin where the assignment begins, or -1 if the consumer knows */
    PartitionLedger(SourcePartition source, long begin) {
        this.source = source;
        this.begin = begin;
    }

    SourcePartition source() {
        return source;
    }

    /** Takes a record on. Returns whether it is new; false if this assignment has already seen it. */
    boolean owe(long offset, long nowNanos) {
        if (offset < nextToOwe) {
            return false;
        }
        Mark newest = marks.peekLast();
        if (newest == null || nowNanos - newest.nanos >= MARK_INTERVAL_NANOS) {
            forgetMarksBelow(position());
            marks.addLast(new Mark(nowNanos, offset));
        }
        if (count == offsets.length) {
            compact();
        }
        int index = slot(count);
        offsets[index] = offset;
        states[index] = OWED;
        count++;
        nextToOwe = offset + 1;
        return true;
    }

    void settle(long offset) {
        mark(offset, SETTLED);
    }

    void defer(long offset) {
        mark(offset, DEFERRED);
    }

    private void mark(long offset, byte state) {
        int position = find(offset);
        if (position < 0) {
            throw new IllegalStateException(source + ": offset " + offset + " is not owed");
        }
        int index = slot(position);
        if (states[index] != OWED) {
            throw new IllegalStateException(source + ": offset " + offset + " is settled twice");
        }
        states[index] = state;
        advance();
    }

    private void advance() {
        while (count > 0 && states[head] != OWED) {
            if (states[head] == DEFERRED) {
                long offset = offsets[head];
                deferredTo = offset + 1;
                if (deferredFrom == NONE && offset >= durableBelow) {
                    deferredFrom = offset;
                }
            }
            head = slot(1);
            count--;
        }
    }

    void durableBelow(long next) {
        if (next <= durableBelow) {
            return;
        }
        durableBelow = next;
        if (deferredFrom != NONE && deferredFrom < next) {
            deferredFrom = next < deferredTo ? next : NONE;
        }
    }

    /** First offset that is not safe, or -1 if nothing was ever owed and nobody has said where to begin. */
    long position() {
        if (nextToOwe == NONE) {
            return begin;
        }
        long oldest = count == 0 ? nextToOwe : offsets[head];
        return deferredFrom == NONE ? oldest : Math.min(oldest, deferredFrom);
    }

    /** Never before the first record of an assignment that goes back: it is behind what the consumer has read. */
    boolean isClear() {
        return count == 0 && deferredFrom == NONE && (nextToOwe != NONE || begin == NONE);
    }

    /** Age of the oldest record that is not safe; 0 if all are. */
    long oldestNanos(long nowNanos) {
        if (isClear()) {
            return 0;
        }
        forgetMarksBelow(position());
        Mark mark = marks.peekFirst();
        return mark == null ? 0 : Math.max(0, nowNanos - mark.nanos);
    }

    /** Keeps the last mark at or below the position: the record there was owed no earlier than that. */
    private void forgetMarksBelow(long position) {
        Mark first = marks.pollFirst();
        while (first != null) {
            Mark second = marks.peekFirst();
            if (second == null || second.offset > position) {
                marks.addFirst(first);
                return;
            }
            first = marks.pollFirst();
        }
    }

    /** Takes over what an earlier owner has brought to safety. Before anything is owed. */
    void inherit(Progress progress) {
        inherited = progress;
        takenOver = progress;
        if (progress.mark() != null) {
            sourceMarks.addLast(progress.mark());
        }
    }

    boolean isInherited(long offset) {
        return takenOver != null && takenOver.isSafe(offset);
    }

    /** Remembers what is known of the source when everything below an offset has been looked at. */
    void mark(Progress.Mark mark) {
        if (sourceMarks.size() >= MOST_MARKS) {
            thinMarks();
        }
        sourceMarks.addLast(mark);
    }

    /** Any earlier mark will do: it only makes for reading more of the partition again. */
    private void thinMarks() {
        boolean keep = true;
        for (var all = sourceMarks.iterator(); all.hasNext(); keep = !keep) {
            all.next();
            if (!keep) {
                all.remove();
            }
        }
    }

    /**
     * How far the partition will have come when some more records are safe.
     *
     * @param written rising offsets of those records
     * @param size how many of them count
     * @return {@code null} if nothing was ever owed, by earlier owners neither
     */
    @Nullable
    Progress progress(long[] written, int size) {
        if (nextToOwe == NONE) {
            // A letter is replayed before any record has come.
            return inherited;
        }
        forgetInherited();
        Progress earlier = inherited;
        long position = nextToOwe;
        OffsetSet.Builder above = new OffsetSet.Builder();
        int next = 0;
        long run = NONE;
        boolean atHead = true;
        for (int i = 0; i < count; i++) {
            int index = slot(i);
            long offset = offsets[index];
            while (next < size && written[next] < offset) {
                next++;
            }
            boolean safe = states[index] == SETTLED
                    || (next < size && written[next] == offset)
                    || (earlier != null && earlier.isSafe(offset));
            if (atHead && !safe) {
                position = offset;
                atHead = false;
            } else if (!atHead && safe && run == NONE) {
                run = offset;
            } else if (!safe && run != NONE) {
                above.add(run, offset);
                run = NONE;
            }
        }
        if (run != NONE) {
            above.add(run, nextToOwe);
        }
        return with(earlier, position, above);
    }

    /** Once all of it lies below the position it says nothing more. */
    private void forgetInherited() {
        Progress earlier = inherited;
        if (earlier != null) {
            int runs = earlier.above().runs();
            long end = runs == 0 ? earlier.position() : earlier.above().end(runs - 1);
            inherited = position() < end ? earlier : null;
        }
    }

    private Progress with(@Nullable Progress earlier, long position, OffsetSet.Builder above) {
        if (earlier != null) {
            // What comes after the records seen so far is known from the earlier owner alone.
            OffsetSet rest = earlier.above().from(nextToOwe);
            for (int i = 0; i < rest.runs(); i++) {
                above.add(rest.start(i), rest.end(i));
            }
        }
        OffsetSet all = above.build();
        long from = earlier == null ? position : Math.max(position, earlier.position());
        long next = all.firstMissing(from);
        return new Progress(next, all.from(next), markAt(next));
    }

    /** The newest mark not above a position, which need not be reached yet. */
    private Progress.@Nullable Mark markAt(long position) {
        forgetSourceMarksBelow(position());
        Progress.Mark newest = null;
        for (Progress.Mark mark : sourceMarks) {
            if (mark.offset() > position) {
                break;
            }
            newest = mark;
        }
        return newest;
    }

    private void forgetSourceMarksBelow(long position) {
        Progress.Mark first = sourceMarks.pollFirst();
        while (first != null) {
            Progress.Mark second = sourceMarks.peekFirst();
            if (second == null || second.offset() > position) {
                sourceMarks.addFirst(first);
                return;
            }
            first = sourceMarks.pollFirst();
        }
    }

    /** Records that are neither settled nor deferred. */
    int owed() {
        int owed = 0;
        for (int i = 0; i < count; i++) {
            owed += states[slot(i)] == OWED ? 1 : 0;
        }
        return owed;
    }

    /** Position in the ring; offsets mostly have no gaps, so the first guess is mostly right. */
    private int find(long offset) {
        if (count == 0) {
            return -1;
        }
        long guess = offset - offsets[head];
        if (guess >= 0 && guess < count && offsets[slot((int) guess)] == offset) {
            return (int) guess;
        }
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = offsets[slot(middle)];
            if (found == offset) {
                return middle;
            }
            if (found < offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** Length of the ring. */
    int slots() {
        return offsets.length;
    }

    private int slot(int position) {
        return (head + position) & (offsets.length - 1);
    }

    private void compact() {
        int kept = 0;
        boolean behindSettled = false;
        for (int i = 0; i < count; i++) {
            int from = slot(i);
            boolean settled = states[from] == SETTLED;
            if (!settled || !behindSettled) {
                int to = slot(kept++);
                offsets[to] = offsets[from];
                states[to] = states[from];
            }
            behindSettled = settled;
        }
        count = kept;
        if (count > offsets.length - offsets.length / 4) {
            grow();
        }
    }

    private void grow() {
        int capacity = offsets.length;
        long[] moreOffsets = new long[capacity * 2];
        byte[] moreStates = new byte[capacity * 2];
        System.arraycopy(offsets, head, moreOffsets, 0, capacity - head);
        System.arraycopy(offsets, 0, moreOffsets, capacity - head, head);
        System.arraycopy(states, head, moreStates, 0, capacity - head);
        System.arraycopy(states, 0, moreStates, capacity - head, head);
        offsets = moreOffsets;
        states = moreStates;
        head = 0;
    }

    /** The record at {@code offset} was owed at {@code nanos}. */
    private record Mark(long nanos, long offset) {}
}
