/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.order;

import io.millrace.dlq.letter.DeadLetter;
import org.apache.kafka.connect.sink.SinkRecord;

/** Makes the record of a letter again, as the worker would hand it over. Task thread. */
@FunctionalInterface
public interface RecordRestorer extends AutoCloseable {
    /**
     * The record, with its original coordinates.
     *
     * @throws IllegalArgumentException if it cannot be made; the message says why and what to do
     */
    SinkRecord restore(DeadLetter letter);

    /** Lets go of what was opened for that. */
    @Override
    default void close() {
        // Most open nothing.
    }
}
