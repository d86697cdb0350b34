/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import org.jspecify.annotations.Nullable;

/** A server of the testkit did not start, did not answer, or answered with an error. The message says what to do. */
public final class ServerFailure extends RuntimeException {
    /**
     * A failure with no cause below it.
     *
     * @param message what failed, where, and what to do
     */
    public ServerFailure(String message) {
        super(message);
    }

    /**
     * A failure with its cause.
     *
     * @param message what failed, where, and what to do
     * @param cause what was thrown below; null where nothing was
     */
    public ServerFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
