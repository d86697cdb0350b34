/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.sink.record.ChangeSource;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.record.SourcePosition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the changes of one source have come in one partition. Confined to the task thread.
 *
 * <p>Positions never fall as long as a source runs. So one below the highest seen is a repetition, unless it was committed
 * later than anything seen: then it is the log that has begun anew, on another server. Several changes may share a
 * position; while the source repeats itself, those at the highest one are counted to tell old ones from new ones. In doubt a
 * change is new.
 */
final class SourceLog {
    private static final Logger LOG = LoggerFactory.getLogger(SourceLog.class);
    private static final long NOT_REPEATING = -1;

    private final ChangeSource source;
    private boolean begun;
    private long major;
    private long minor;
    private long row;
    /** Changes seen at the highest position. */
    private long count;
    /** Latest commit seen, in ms since the epoch. */
    private long timestamp;
    /** While the source repeats itself: how many of the changes at the highest position have come again. */
    private long repeated = NOT_REPEATING;

    SourceLog(ChangeSource source) {
        this.source = source;
    }

    /** What {@link #state} has told. */
    SourceLog(ChangeSource source, long[] state) {
        this(source);
        begun = true;
        major = state[0];
        minor = state[1];
        row = state[2];
        count = state[3];
        timestamp = state[4];
        repeated = state[5];
    }

    ChangeSource source() {
        return source;
    }

    long[] state() {
        return new long[] {major, minor, row, count, timestamp, repeated};
    }

    boolean isRepeat(SourcePosition position, long committedAt, SourcePartition partition) {
        int order = begun ? position.compareWithin(major, minor, row) : 1;
        if (order < 0 && committedAt <= timestamp) {
            beginRepeating(partition);
            return true;
        }
        if (order == 0 && repeated != NOT_REPEATING && repeated < count) {
            repeated++;
            return true;
        }
        if (order == 0) {
            count++;
        } else {
            count = 1;
        }
        if (order < 0) {
            LOG.warn("{} goes on at a lower position of {}: its log has begun anew", partition, source);
        }
        repeated = NOT_REPEATING;
        begun = true;
        major = position.major();
        minor = position.minor();
        row = position.row();
        timestamp = Math.max(timestamp, committedAt);
        return false;
    }

    private void beginRepeating(SourcePartition partition) {
        if (repeated == NOT_REPEATING) {
            LOG.info("{}: {} sends changes again, which are skipped", partition, source);
        }
        repeated = 0;
    }
}
