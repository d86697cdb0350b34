/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.FailedRecord;
import io.millrace.sink.record.SourcePartition;

/** What keeping order has to ask of the task it runs in. Task thread. */
public interface OrderEvents {
    /**
     * Starts to send a letter.
     *
     * @param safe what to do when it is safe
     */
    void send(FailedRecord letter, Runnable safe);

    /** Whether the target keeps, together with what is written, how far partitions have come. */
    boolean targetKeepsProgress();

    /** Whether such a target has yet to tell how far a partition has come. */
    boolean isAwaited(SourcePartition source);
}
