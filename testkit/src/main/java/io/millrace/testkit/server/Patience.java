/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waiting on a condition with a deadline. Confined to the thread that waits. */
final class Patience {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final long deadline;
    private @Nullable Exception lastFailure;

    private Patience(Duration within) {
        this.deadline = System.nanoTime() + within.toNanos();
    }

    static Patience of(Duration within) {
        return new Patience(within);
    }

    /** Asks until the probe says yes (true) or the time is up (false). */
    boolean until(Probe probe) {
        while (true) {
            if (holds(probe)) {
                return true;
            }
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            pause();
        }
    }

    /** What the probe threw the last time it was asked; null if it answered. */
    @Nullable
    Exception lastFailure() {
        return lastFailure;
    }

    private boolean holds(Probe probe) {
        try {
            boolean answer = probe.holds();
            lastFailure = null;
            return answer;
        } catch (IOException | SQLException notYet) {
            lastFailure = notYet;
            return false;
        }
    }

    private static void pause() {
        LockSupport.parkNanos(PAUSE.toNanos());
        if (Thread.currentThread().isInterrupted()) {
            throw new ServerFailure("Interrupted while waiting for a server; the wait was given up.");
        }
    }
}
