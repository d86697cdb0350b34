/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.control.Counts;

/**
 * What there is to see of letters and plans at some moment. Immutable.
 *
 * @param openLetters letters of this task's partitions whose records are still to be applied
 * @param oldestAt ms since the epoch at which the oldest of them was written or last tried; {@link Long#MAX_VALUE} if none is
 * @param keys keys that have letters
 * @param halting letters behind which nothing goes on until somebody has seen to them
 * @param overflowing whether the stream waits since there are too many letters
 * @param activePlans plans that are at work
 * @param left most letters that those may still try
 * @param replayed letters tried by plans since the task began
 */
public record OrderState(
        int openLetters,
        long oldestAt,
        int keys,
        int halting,
        boolean overflowing,
        int activePlans,
        long left,
        Counts replayed) {
    /** Nothing anywhere. */
    public static final OrderState NOTHING =
            new OrderState(0, Long.MAX_VALUE, 0, 0, false, 0, 0, new Counts(0, 0, 0, 0));
}
