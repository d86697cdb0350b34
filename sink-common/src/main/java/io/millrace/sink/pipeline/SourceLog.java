/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.ChangeSource;
import io.millrace.sink.record.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the changes of one source have come in one partition. Confined to the task thread.
 *
 * <p>Positions never fall as long as a source runs. So one below the highest seen is a repetition, unless it was committed
 * later than anything seen: then it is the log that has begun anew, on another server.
 *
 * <p>Several changes may share a position: rows of one log entry, the two halves of a changed key. Those at the highest one
 * are remembered. While the source repeats itself they are counted, to tell old ones from new ones; and one that looks just
 * like one of them begins a repetition. In doubt a change is new.
 */
final class SourceLog {
    private static final Logger LOG = LoggerFactory.getLogger(SourceLog.class);
    private static final long NOT_REPEATING = -1;
    /** A log entry of more rows is told apart by counting alone. */
    private static final int MOST_REMEMBERED = 32;

    private final ChangeSource source;
    private final ChangeFingerprint fingerprint;
    private boolean begun;
    private long major;
    private long minor;
    private long row;
    /** Latest commit seen, in ms since the epoch. */
    private long timestamp;
    /** Changes seen at the highest position. */
    private long count;
    /** The first of those: a change, or its fingerprint where that is known. */
    private final List<Object> remembered = new ArrayList<>(1);
    /** While the source repeats itself: how many of the changes at the highest position have come again. */
    private long repeated = NOT_REPEATING;

    SourceLog(ChangeSource source, ChangeFingerprint fingerprint) {
        this.source = source;
        this.fingerprint = fingerprint;
    }

    ChangeSource source() {
        return source;
    }

    /** Takes over what another one has told. */
    void restore(State state) {
        begun = true;
        major = state.major;
        minor = state.minor;
        row = state.row;
        timestamp = state.timestamp;
        count = state.count;
        repeated = state.repeated;
        remembered.addAll(state.fingerprints);
    }

    State state() {
        List<Long> fingerprints = new ArrayList<>(remembered.size());
        for (int i = 0; i < remembered.size(); i++) {
            fingerprints.add(fingerprint(i));
        }
        return new State(major, minor, row, timestamp, count, repeated, fingerprints);
    }

    private long fingerprint(int index) {
        if (remembered.get(index) instanceof ChangeEvent event) {
            // Not earlier: of most changes nobody ever asks.
            remembered.set(index, fingerprint.of(event));
        }
        return (Long) remembered.get(index);
    }

    boolean isRepeat(ChangeEvent event, SourcePosition position) {
        int order = begun ? position.compareWithin(major, minor, row) : 1;
        long committedAt = event.sourceTimestamp();
        if (order < 0 && committedAt <= timestamp) {
            tell(event);
            repeated = 0;
            return true;
        }
        if (order == 0 && isOneOfThose(event)) {
            return true;
        }
        if (order < 0) {
            LOG.warn("{}: the log of {} has begun anew", event.origin(), source);
        }
        if (order != 0) {
            count = 0;
            remembered.clear();
        }
        begun = true;
        major = position.major();
        minor = position.minor();
        row = position.row();
        timestamp = Math.max(timestamp, committedAt);
        count++;
        repeated = NOT_REPEATING;
        if (remembered.size() < MOST_REMEMBERED) {
            remembered.add(event);
        }
        return false;
    }

    /** Whether a change at the highest position is one that was seen there. */
    private boolean isOneOfThose(ChangeEvent event) {
        long own = fingerprint.of(event);
        if (repeated != NOT_REPEATING && isRemembered((int) Math.min(repeated, MOST_REMEMBERED), own)) {
            repeated++;
            return true;
        }
        // Also while it repeats itself: it may have crashed again, and begin with these once more.
        for (int i = 0; i < remembered.size(); i++) {
            if (isRemembered(i, own)) {
                tell(event);
                repeated = i + 1L;
                return true;
            }
        }
        if (repeated != NOT_REPEATING && repeated < count) {
            repeated++;
            return true;
        }
        repeated = NOT_REPEATING;
        return false;
    }

    private boolean isRemembered(int index, long own) {
        return own != ChangeFingerprint.NONE && index < remembered.size() && fingerprint(index) == own;
    }

    private void tell(ChangeEvent event) {
        if (repeated == NOT_REPEATING) {
            LOG.info("{}: {} sends changes again, which are skipped", event.origin(), source);
        }
    }

    /**
     * Everything that is known. Immutable.
     *
     * @param timestamp latest commit seen, in ms since the epoch
     * @param count changes seen at the highest position
     * @param repeated how many of those have come again, or -1 if the source does not repeat itself
     * @param fingerprints of the first of those changes
     */
    record State(
            long major, long minor, long row, long timestamp, long count, long repeated, List<Long> fingerprints) {}
}
