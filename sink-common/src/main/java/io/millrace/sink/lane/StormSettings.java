/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import java.time.Duration;

/**
 * When refused records are a storm. Immutable.
 *
 * @param policy what to do then
 * @param minRecords how many records of a destination in a row must have failed alike
 * @param minDuration how long that must have gone on
 */
public record StormSettings(Policy policy, int minRecords, Duration minDuration) {
    /** What to do in a storm. */
    public enum Policy {
        /** Hold back the destination's records and try again from time to time. */
        PAUSE,
        /** Fail the task. */
        FAIL,
        /** Nothing: every record gets its letter. */
        OFF
    }

    /** No guard. */
    public static final StormSettings NONE = new StormSettings(Policy.OFF, 1, Duration.ZERO);
}
