/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;

/** Carries a failure whose meaning is known where it is found to where it is handled. */
final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    FailedException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    static FailedException systemic(String detail, String message) {
        return new FailedException(new Failure.Systemic(FailureCode.of("elasticsearch", detail), message, null));
    }

    Failure failure() {
        return failure;
    }
}
