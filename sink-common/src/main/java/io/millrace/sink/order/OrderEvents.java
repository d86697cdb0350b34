/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.FailedRecord;

/** What keeping order has to ask of the task it runs in. Task thread. */
public interface OrderEvents {
    /**
     * Starts to send a letter.
     *
     * @param safe what to do when it is safe
     */
    void send(FailedRecord letter, Runnable safe);
}
