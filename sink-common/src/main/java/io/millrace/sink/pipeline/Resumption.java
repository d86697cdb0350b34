/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.sink.ledger.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Where a partition goes on. Immutable.
 *
 * @param progress what was safe when it was taken over, or {@code null} if nothing is known
 * @param firstOffset the first offset to read, or {@link #KAFKAS}
 */
record Resumption(@Nullable Progress progress, long firstOffset) {
    /** Reading goes on from the offset that Kafka has. */
    static final long KAFKAS = -1;

    /** @param dropped first offset that was read in vain while the target could not be asked, or {@code null} */
    static Resumption of(@Nullable Progress progress, @Nullable Long dropped) {
        if (progress == null) {
            return new Resumption(null, dropped == null ? KAFKAS : dropped);
        }
        Progress.Mark mark = progress.mark();
        return new Resumption(
                progress, mark == null ? progress.position() : Math.min(progress.position(), mark.offset()));
    }

    /** What is known of sources at {@link #firstOffset}, or {@code null}. */
    Progress.@Nullable Mark mark() {
        return progress == null ? null : progress.mark();
    }

    /** Whether the record at an offset had taken effect before. */
    boolean isSafe(long offset) {
        return progress != null && progress.isSafe(offset);
    }

    /** Whether nothing from an offset on was safe. */
    boolean isOverAt(long offset) {
        if (progress == null) {
            return true;
        }
        int runs = progress.above().runs();
        return offset >= (runs == 0 ? progress.position() : progress.above().end(runs - 1));
    }
}
