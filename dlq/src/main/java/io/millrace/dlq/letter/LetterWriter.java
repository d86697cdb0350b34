/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.letter;

import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.FailureClass;
import io.millrace.dlq.Fingerprint;
import io.millrace.dlq.LetterId;
import io.millrace.dlq.RecordFailedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;

/** Makes letters of failed records. Confined to one thread. */
public final class LetterWriter {
    private final String connector;
    private final int taskId;
    private final String connectorVersion;
    private final Privacy privacy;
    private final RecordSerializer serializer = new RecordSerializer();

    /**
     * @param connector name of the connector
     * @param taskId number of the task
     * @param connectorVersion name and version of the software, for the {@code dl.conn} header
     */
    public LetterWriter(String connector, int taskId, String connectorVersion) {
        this(connector, taskId, connectorVersion, Privacy.DEFAULT);
    }

    /**
     * Letters that tell more or less than usual.
     *
     * @param connector name of the connector
     * @param taskId number of the task
     * @param connectorVersion name and version of the software, for the {@code dl.conn} header
     * @param privacy how much letters may tell
     */
    public LetterWriter(String connector, int taskId, String connectorVersion, Privacy privacy) {
        this.privacy = privacy;
        this.connector = connector;
        this.taskId = taskId;
        this.connectorVersion = connectorVersion;
    }

    /** The letter for one failed record. */
    public DeadLetter write(FailedRecord failed) {
        RecordFailedException exception = new RecordFailedException(failed);
        Throwable cause = failed.failure().cause();
        FailureClass failureClass = Objects.requireNonNull(failed.failure().failureClass(), "checked by FailedRecord");
        return new DeadLetter(
                LetterId.of(connector, failed.coordinates()),
                failed.parked() ? LetterKind.PARKED : LetterKind.FAILED,
                null,
                Fingerprint.of(failed),
                failed.identity() == null ? null : failed.identity().toString(),
                connector,
                taskId,
                failed.coordinates(),
                failed.stage(),
                failureClass,
                failed.failure().code(),
                failed.failure().message(),
                (cause == null ? exception : cause).getClass().getName(),
                stackTrace(privacy.causes() ? exception : RecordFailedException.withWholeCause(failed)),
                failed.operation(),
                failed.destination(),
                failed.attempts(),
                failed.firstFailedAt(),
                failed.deadAt(),
                connectorVersion,
                privacy.of(serializer.bytes(failed.record())));
    }

    private static String stackTrace(Throwable throwable) {
        StringWriter text = new StringWriter();
        throwable.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
