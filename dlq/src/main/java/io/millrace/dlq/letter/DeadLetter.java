/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.letter;

import io.millrace.dlq.Coordinates;
import io.millrace.dlq.FailureClass;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.LetterId;
import io.millrace.dlq.Stage;
import org.jspecify.annotations.Nullable;

/**
 * A letter as it is stored and read back. Immutable, apart from the byte arrays in {@code record}, which nobody may
 * change.
 *
 * @param id deterministic identity
 * @param connector name of the connector that wrote it
 * @param taskId number of the task that wrote it
 * @param coordinates where the failed record came from
 * @param stage where it failed
 * @param failureClass what the failure meant for the stream
 * @param code stable code of the failure
 * @param message one line for people
 * @param exceptionClass class of the exception behind it
 * @param stackTrace its stack trace, or {@code null} if it was dropped to make the letter fit
 * @param operation {@code UPSERT}, {@code DELETE}, {@code TRUNCATE}, or {@code null} if unknown
 * @param destination table, index or path it was for, or {@code null} if unknown
 * @param attempts how often writing was tried
 * @param firstFailedAt ms since the epoch
 * @param deadAt ms since the epoch; the timestamp of the letter, so that retention counts from death
 * @param connectorVersion name and version of the software, for example {@code millrace/0.1.0}
 * @param record the failed record itself
 */
public record DeadLetter(
        LetterId id,
        String connector,
        int taskId,
        Coordinates coordinates,
        Stage stage,
        FailureClass failureClass,
        FailureCode code,
        String message,
        String exceptionClass,
        @Nullable String stackTrace,
        @Nullable String operation,
        @Nullable String destination,
        int attempts,
        long firstFailedAt,
        long deadAt,
        String connectorVersion,
        RecordBytes record) {

    DeadLetter withStackTrace(@Nullable String shorter) {
        return with(shorter, record);
    }

    /** The same letter without its payload, so that it only says where the record is. */
    public DeadLetter asReference(boolean withKey) {
        return with(null, record.asReference(withKey));
    }

    private DeadLetter with(@Nullable String stack, RecordBytes bytes) {
        return new DeadLetter(
                id,
                connector,
                taskId,
                coordinates,
                stage,
                failureClass,
                code,
                message,
                exceptionClass,
                stack,
                operation,
                destination,
                attempts,
                firstFailedAt,
                deadAt,
                connectorVersion,
                bytes);
    }
}
