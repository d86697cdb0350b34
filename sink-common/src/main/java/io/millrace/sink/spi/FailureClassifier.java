/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.spi;

import io.millrace.dlq.Failure;

/** Says what an error of the target means. Thread-safe and free of side effects. */
@FunctionalInterface
public interface FailureClassifier {
    /**
     * The failure behind an error; {@link Failure.Unclassified} if the target's table has no line for it. Never
     * {@code null}.
     */
    Failure classify(Throwable error);

    /**
     * How much a failure speaks of that is {@code TargetDown} or {@code Systemic}. The core finds out by itself which
     * destination it was; unless told otherwise, what is wrong with the configuration is wrong with one destination.
     */
    default Scope scope(Failure failure) {
        return failure instanceof Failure.Systemic ? Scope.DESTINATION : Scope.TARGET;
    }
}
