/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.reporter;

import io.millrace.dlq.DeadLetterDestination;
import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.LetterRefusedException;
import io.millrace.dlq.RecordFailedException;
import io.millrace.dlq.letter.LetterCodec;
import io.millrace.dlq.letter.LetterWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.connect.sink.ErrantRecordReporter;

/**
 * Kafka Connect's own dead-letter queue as a destination. Confined to the task thread, because the worker keeps the
 * futures of reports in plain lists.
 *
 * <p>The worker takes a report as done when the client refuses the record on the spot, as it does when the record is
 * larger than {@code max.request.size} (seen on Kafka 4.3.1): {@code get()} returns normally and the record is gone.
 * Therefore the size is checked here first, and a record that is too large is refused.
 */
public final class ReporterDestination implements DeadLetterDestination {
    private final ErrantRecordReporter reporter;
    private final LetterWriter letters;
    private final long maxBytes;

    /**
     * @param reporter what {@code SinkTaskContext.errantRecordReporter()} returned
     * @param letters measures records; its headers are a safe upper bound of those that the worker writes
     * @param maxBytes greatest request that the worker's dead-letter producer sends, in bytes
     */
    public ReporterDestination(ErrantRecordReporter reporter, LetterWriter letters, long maxBytes) {
        this.reporter = reporter;
        this.letters = letters;
        this.maxBytes = maxBytes;
    }

    @Override
    public String name() {
        return "the worker's dead-letter queue";
    }

    @Override
    public Future<?> send(FailedRecord letter) {
        long size = LetterCodec.size(letters.write(letter));
        if (size > maxBytes) {
            return CompletableFuture.failedFuture(new LetterRefusedException("about " + size
                    + " bytes are more than the " + maxBytes + " that the worker's producer sends; raise"
                    + " 'producer.override.max.request.size' and 'dlq.connect.max.bytes' together"));
        }
        try {
            return reporter.report(letter.record(), new RecordFailedException(letter));
        } catch (RuntimeException e) {
            // With errors.tolerance=none the reporter throws; the chain decides what that means.
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Nothing to close: the reporter is the worker's. */
    @Override
    public void close() {}
}
