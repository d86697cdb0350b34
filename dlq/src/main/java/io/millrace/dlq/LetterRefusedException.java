/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq;

/** A destination cannot take this letter, now or later: trying again is no use. */
public final class LetterRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LetterRefusedException(String message) {
        super(message);
    }

    public LetterRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
