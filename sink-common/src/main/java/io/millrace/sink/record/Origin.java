/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

/**
 * Where an event came from, in original coordinates: those of the consumed record, before any transformation renamed
 * its topic. Immutable.
 *
 * @param source the assignment of its partition
 * @param offset original offset
 * @param timestamp record timestamp in ms since the epoch, or {@link #NO_TIMESTAMP}
 */
public record Origin(SourcePartition source, long offset, long timestamp) {
    /** Stands for "not known". */
    public static final long NO_TIMESTAMP = -1;

    /** {@code topic-partition@offset}, the form used in every message. */
    @Override
    public String toString() {
        return source.topicPartition() + "@" + offset;
    }
}
