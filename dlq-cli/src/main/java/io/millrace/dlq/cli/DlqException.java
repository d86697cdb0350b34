/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import org.jspecify.annotations.Nullable;

/** The command cannot go on; the message says why and what to do. */
final class DlqException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private DlqException(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    static DlqException usage(String message) {
        return new DlqException(ExitCodes.USAGE, message, null);
    }

    static DlqException notFound(String message) {
        return new DlqException(ExitCodes.NOT_FOUND, message, null);
    }

    static DlqException unreachable(String message, @Nullable Throwable cause) {
        String why = cause == null ? "no reason given" : cause.getMessage();
        return new DlqException(ExitCodes.UNREACHABLE, message + ": " + why, cause);
    }

    static DlqException unreachable(String message) {
        return new DlqException(ExitCodes.UNREACHABLE, message, null);
    }

    int exitCode() {
        return exitCode;
    }
}
