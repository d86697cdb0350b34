/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.measure;

import io.millrace.benchmarks.endtoend.subject.Subject;
import io.millrace.testkit.server.ConnectRest;
import io.millrace.testkit.server.ConnectorStatus;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A sink connector under a new name, hence with a new consumer group, for one measurement. Confined to one thread. */
final class RunningSink implements AutoCloseable {
    private static final Duration STARTED_WITHIN = Duration.ofSeconds(60);
    private static final Duration STALLED_AFTER = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration STATUS_EVERY = Duration.ofSeconds(1);
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final ConnectRest rest;
    private final String name;

    private RunningSink(ConnectRest rest, String name) {
        this.rest = rest;
        this.name = name;
    }

    static RunningSink start(ConnectRest rest, Subject subject, Map<String, String> config) {
        String name = "bench-" + subject.id() + "-" + NAMES.incrementAndGet();
        rest.put(name, config);
        return new RunningSink(rest, name);
    }

    /** Asks a target, with as little work for it as may be. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws SQLException, IOException;
    }

    /** Its consumers' group. */
    String group() {
        return "connect-" + name;
    }

    void awaitStarted() {
        rest.awaitRunning(name, 1, STARTED_WITHIN);
    }

    /**
     * Waits for something at the target.
     *
     * @param what it is, for the message
     * @throws IllegalStateException if the sink fails, or if it takes too long
     */
    void await(String what, Condition condition) throws SQLException, IOException {
        long began = System.nanoTime();
        long nextStatus = began + 5 * STATUS_EVERY.toNanos();
        while (!condition.holds()) {
            long now = System.nanoTime();
            if (now - nextStatus >= 0) {
                ConnectorStatus status = rest.status(name);
                if (status.failed()) {
                    throw new IllegalStateException(name + " has failed: " + status.traces());
                }
                nextStatus = now + STATUS_EVERY.toNanos();
            }
            if (now - began >= STALLED_AFTER.toNanos()) {
                throw new IllegalStateException(
                        name + " has not come to " + what + " within " + STALLED_AFTER.toSeconds() + " s");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    @Override
    public void close() {
        rest.delete(name);
        rest.awaitGone(name, STARTED_WITHIN);
    }
}
