/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

/**
 * How large batches grow, and what may be in them. Immutable.
 *
 * @param maxRecords most entries of a batch
 * @param maxBytes most bytes of a batch in the target's wire form; one larger record is still sent alone
 * @param ordered whether a lane must keep the order of all its events, so that none is held back without the others
 * @param reports whether each event is reported when it has come to its end, and somebody else does the books
 * @param trial whether its events are letters that are tried again: then a refusal is about the letter, whatever it says, and
 *     neither part of a storm nor a reason for the task to fail
 */
public record LaneSettings(int maxRecords, int maxBytes, boolean ordered, boolean reports, boolean trial) {
    /** A lane that does its own books. */
    public LaneSettings(int maxRecords, int maxBytes, boolean ordered) {
        this(maxRecords, maxBytes, ordered, false, false);
    }

    /** A lane for somebody who does its books. */
    public static LaneSettings reporting(int maxRecords, int maxBytes, boolean trial) {
        return new LaneSettings(maxRecords, maxBytes, false, true, trial);
    }
}
