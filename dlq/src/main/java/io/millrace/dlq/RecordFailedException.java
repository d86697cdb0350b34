/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq;

import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * A failed record as an exception: what Connect's reporter is given, and what a task dies of when no dead-letter
 * destination is configured. The message names code, coordinates and destination. It ends in logs, in the worker's REST
 * interface and in headers, so its causes come without their messages, in which drivers quote rows.
 */
public final class RecordFailedException extends ConnectException {
    private static final long serialVersionUID = 1L;

    /** The exception for {@code failed}. */
    public RecordFailedException(FailedRecord failed) {
        this(failed, SafeCause.of(failed.failure().cause()));
    }

    private RecordFailedException(FailedRecord failed, @Nullable Throwable cause) {
        super(describe(failed), cause);
    }

    /** The same with all that its causes say. Only for those who may see rows. */
    public static RecordFailedException withWholeCause(FailedRecord failed) {
        return new RecordFailedException(failed, failed.failure().cause());
    }

    private static String describe(FailedRecord failed) {
        StringBuilder text = new StringBuilder(160);
        text.append('[').append(failed.failure().code()).append("] ");
        text.append(failed.coordinates());
        if (failed.destination() != null) {
            text.append(" for '").append(failed.destination()).append('\'');
        }
        return text.append(": ").append(failed.failure().message()).toString();
    }
}
