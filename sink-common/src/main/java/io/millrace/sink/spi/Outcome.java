/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.spi;

import io.millrace.dlq.Failure;

/** What became of one entry of a batch. Immutable. */
public sealed interface Outcome {
    /** Durable at the target. */
    Outcome WRITTEN = new Written();

    /** The target already had this or something newer. */
    Outcome STALE = new AlreadyNewer();

    /** Taken over by the writer, which will report it durable with its partition's range of offsets. */
    Outcome DEFERRED = new Deferred();

    /** Not written. */
    static Outcome failed(Failure failure) {
        return new Failed(failure);
    }

    /** See {@link #WRITTEN}. */
    record Written() implements Outcome {}

    /** See {@link #STALE}. */
    record AlreadyNewer() implements Outcome {}

    /** See {@link #DEFERRED}. */
    record Deferred() implements Outcome {}

    /**
     * Not written.
     *
     * @param failure why. {@code Transient} and {@code Unclassified} are tried again, {@code Rejected} is dead-lettered,
     *     {@code Dependency} is held, {@code Stale} counts as {@link #STALE}; {@code TargetDown} and {@code Systemic}
     *     speak of the destination or of the whole target ({@link FailureClassifier#scope})
     */
    record Failed(Failure failure) implements Outcome {}
}
