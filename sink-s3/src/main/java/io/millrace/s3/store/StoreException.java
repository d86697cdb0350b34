/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.store;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;

/** What we have found out about the store by ourselves. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    private StoreException(Failure failure) {
        super(failure.message(), failure.cause());
        this.failure = failure;
    }

    /** Nothing can be written until somebody has done what the message says. */
    public static StoreException systemic(String code, String message) {
        return new StoreException(new Failure.Systemic(FailureCode.of("s3", code), message, null));
    }

    /** It will be different in a moment. */
    public static StoreException passing(String code, String message) {
        return new StoreException(new Failure.Transient(FailureCode.of("s3", code), message, null));
    }

    Failure failure() {
        return failure;
    }
}
