/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq;

import org.jspecify.annotations.Nullable;

/**
 * Another exception as anybody may see it: its class, its frames and its causes, but not its message, because drivers
 * quote rows in theirs. What the message may say of it stands in the {@link Failure}. Immutable.
 */
final class SafeCause extends Exception {
    private static final long serialVersionUID = 1L;
    /** Deeper than any real chain; also ends a chain that leads back to itself. */
    private static final int DEEPEST = 20;

    private final String original;

    private SafeCause(Throwable error, int depth) {
        super(
                "its message is left out, since it may quote values",
                error.getCause() == null || depth == DEEPEST ? null : new SafeCause(error.getCause(), depth + 1),
                false,
                true);
        this.original = error.getClass().getName();
        setStackTrace(error.getStackTrace());
    }

    /** What may be shown of {@code error}; {@code null} of nothing. */
    static @Nullable Throwable of(@Nullable Throwable error) {
        return error == null || error instanceof SafeCause ? error : new SafeCause(error, 1);
    }

    /** What a stack trace begins with: the class that this stands for. */
    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
        return original + " (" + getMessage() + ")";
    }
}
