/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

import org.jspecify.annotations.Nullable;

/**
 * Where an event came from, in original coordinates: those of the consumed record, before any transformation renamed
 * its topic. Immutable.
 *
 * @param source the assignment of its partition
 * @param offset original offset
 * @param timestamp record timestamp in ms since the epoch, or {@link #NO_TIMESTAMP}
 * @param position place in the log of the source, or {@code null} if it does not tell or nobody has asked
 */
public record Origin(SourcePartition source, long offset, long timestamp, @Nullable SourcePosition position) {
    /** Stands for "not known". */
    public static final long NO_TIMESTAMP = -1;

    /** An origin whose place in the log of the source is not known. */
    public Origin(SourcePartition source, long offset, long timestamp) {
        this(source, offset, timestamp, null);
    }

    /** {@code topic-partition@offset}, the form used in every message. */
    @Override
    public String toString() {
        return source.topicPartition() + "@" + offset;
    }
}
