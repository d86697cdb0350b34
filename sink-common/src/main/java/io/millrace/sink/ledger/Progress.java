/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.ledger;

import org.jspecify.annotations.Nullable;

/**
 * How far a partition has come: which of its records are safe. True for ever once it is true, so that several of them,
 * made at different times, add up. Immutable and thread-safe.
 *
 * @param position every record below this offset is safe
 * @param above records above it that are safe, too, while others between them are not
 * @param mark what is known of the source at some offset not above the position, or {@code null} if nothing is
 */
public record Progress(long position, OffsetSet above, @Nullable Mark mark) {
    /**
     * What was known after all records below an offset.
     *
     * @param offset first offset that it knows nothing of
     * @param text in a form that only its maker reads
     */
    public record Mark(long offset, String text) {}

    /** Whether the record at an offset is safe. */
    public boolean isSafe(long offset) {
        return offset < position || above.contains(offset);
    }

    /** What this and the other say together. */
    public Progress plus(Progress other) {
        Progress further = position >= other.position ? this : other;
        OffsetSet all = above.union(other.above);
        long next = all.firstMissing(further.position);
        Mark known = further.mark;
        if (known == null) {
            known = further == this ? other.mark : mark;
        }
        return new Progress(next, all.from(next), known);
    }
}
