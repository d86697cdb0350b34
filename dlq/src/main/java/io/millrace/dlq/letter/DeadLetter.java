/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.letter;

import io.millrace.dlq.Coordinates;
import io.millrace.dlq.FailureClass;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.Fingerprint;
import io.millrace.dlq.LetterId;
import io.millrace.dlq.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A letter as it is stored and read back. Immutable, apart from the byte arrays in {@code record}, which nobody may
 * change.
 *
 * @param id deterministic identity
 * @param kind how it came to be
 * @param parent the letter that this one is an edition of, or {@code null}
 * @param fingerprint what it has in common with letters of the same cause
 * @param keyHash identity of the record's key at its destination, or {@code null} if it has none or it is unknown
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
        LetterKind kind,
        @Nullable LetterId parent,
        Fingerprint fingerprint,
        @Nullable String keyHash,
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

    DeadLetter withFailure(String shorterMessage, @Nullable String shorterStack) {
        return with(kind, id, parent, shorterMessage, shorterStack, record);
    }

    /** The same letter without its payload, so that it only says where the record is. */
    public DeadLetter asReference(boolean withKey) {
        return with(kind, id, parent, message, null, record.asReference(withKey));
    }

    /** The same letter without its record and its stack trace, for those who hold many. */
    public DeadLetter summary() {
        return with(kind, id, parent, message, null, new RecordBytes(null, null, List.of(), record.fidelity()));
    }

    /** The same letter with other bytes of its record. */
    public DeadLetter withRecord(RecordBytes other) {
        return with(kind, id, parent, message, stackTrace, other);
    }

    /**
     * A new letter in place of this one, with a record that was put right. This one stays as it is.
     *
     * @param revision how many times it has been edited, from 1
     */
    public DeadLetter edited(RecordBytes better, int revision) {
        return with(LetterKind.EDITED, LetterId.ofEdit(id, revision), id, message, stackTrace, better);
    }

    private DeadLetter with(
            LetterKind otherKind,
            LetterId otherId,
            @Nullable LetterId otherParent,
            String otherMessage,
            @Nullable String stack,
            RecordBytes bytes) {
        return new DeadLetter(
                otherId,
                otherKind,
                otherParent,
                fingerprint,
                keyHash,
                connector,
                taskId,
                coordinates,
                stage,
                failureClass,
                code,
                otherMessage,
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
