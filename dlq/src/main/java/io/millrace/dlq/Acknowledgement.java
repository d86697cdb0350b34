/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What became of something that should be kept for good, and when to try again if it was not. Stateless. */
public final class Acknowledgement {
    private static final long FIRST_PAUSE_MS = 250;
    private static final long LONGEST_PAUSE_MS = 30_000;
    private static final int MOST_DOUBLINGS = 10;

    private Acknowledgement() {}

    /**
     * Why something was not taken.
     *
     * @param done what is done already: nothing is waited for
     * @return {@code null} if it was taken
     */
    public static @Nullable Throwable errorOf(Future<?> done) {
        try {
            done.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (CancellationException e) {
            return e;
        } catch (InterruptedException e) {
            // A done future does not wait, so this is an interrupt meant for the caller.
            Thread.currentThread().interrupt();
            return e;
        }
    }

    /**
     * How long to wait before the next try.
     *
     * @param failures how often it has failed before this time
     * @return milliseconds
     */
    public static long pauseMillis(int failures) {
        return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(failures, MOST_DOUBLINGS));
    }
}
