/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq;

import io.millrace.dlq.control.KeyIdentity;
import java.util.Objects;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that cannot be written, and all that is known about why. What a connector hands to a
 * {@link DeadLetterQueue}. Immutable.
 *
 * @param record the very instance the task received in {@code put}: its original bytes and coordinates hang on it
 * @param stage where it failed
 * @param failure why; never {@link Failure.Unclassified}
 * @param operation {@code UPSERT}, {@code DELETE} or {@code TRUNCATE}, or {@code null} if it failed before that was known
 * @param destination table, index or path it was for, or {@code null} if it failed before that was known
 * @param attempts how often writing it was tried; 0 if it never came so far
 * @param firstFailedAt ms since the epoch of the first failure
 * @param deadAt ms since the epoch at which it was given up
 * @param identity its key at its destination, or {@code null} if it has none or nobody asked
 * @param parked whether it did not fail itself but waits for one of its key that did
 */
public record FailedRecord(
        SinkRecord record,
        Stage stage,
        Failure failure,
        @Nullable String operation,
        @Nullable String destination,
        int attempts,
        long firstFailedAt,
        long deadAt,
        @Nullable KeyIdentity identity,
        boolean parked) {

    public FailedRecord {
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(failure, "failure");
        if (failure.failureClass() == null) {
            throw new IllegalArgumentException("An unclassified failure cannot become a letter: " + failure);
        }
    }

    /** A record that has failed itself, and whose key nobody asks for. */
    public FailedRecord(
            SinkRecord record,
            Stage stage,
            Failure failure,
            @Nullable String operation,
            @Nullable String destination,
            int attempts,
            long firstFailedAt,
            long deadAt) {
        this(record, stage, failure, operation, destination, attempts, firstFailedAt, deadAt, null, false);
    }

    /** The same with its key. */
    public FailedRecord with(@Nullable KeyIdentity key) {
        return new FailedRecord(
                record, stage, failure, operation, destination, attempts, firstFailedAt, deadAt, key, parked);
    }

    /** Where the record came from. */
    public Coordinates coordinates() {
        return Coordinates.of(record);
    }
}
