/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.sink.decode.raw.BadBytesException;

/** Leaves the decoder's depths with a failure; never leaves the decoder. Has no stack trace: it is a value. */
final class DecodeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    private DecodeException(Failure failure) {
        super(failure.message(), failure.cause(), false, false);
        this.failure = failure;
    }

    /** This record is at fault. */
    static DecodeException rejected(String detail, String message) {
        return new DecodeException(new Failure.Rejected(FailureCode.of("decode", detail), message, null));
    }

    /** The bytes of this record are at fault. */
    static DecodeException rejected(BadBytesException problem) {
        return rejected(problem.detail(), String.valueOf(problem.getMessage()));
    }

    /** No record of this kind can be decoded as things are configured. */
    static DecodeException systemic(String detail, String message) {
        return new DecodeException(new Failure.Systemic(FailureCode.of("decode", detail), message, null));
    }

    /** Nobody is at fault, but the record cannot be decoded now. */
    static DecodeException postponed(Failure.TargetDown failure) {
        return new DecodeException(failure);
    }

    Failure failure() {
        return failure;
    }
}
