/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.measure;

import io.millrace.benchmarks.endtoend.event.Form;
import io.millrace.benchmarks.endtoend.rig.Rig;
import io.millrace.benchmarks.endtoend.rig.TargetTable;
import io.millrace.benchmarks.endtoend.subject.ConnectorConfig;
import io.millrace.benchmarks.endtoend.subject.Subject;
import io.millrace.testkit.server.ConnectRest;
import io.millrace.testkit.server.ConnectorStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A sink connector under a new name, hence with a new consumer group, for one measurement. Confined to one thread. */
final class RunningSink implements AutoCloseable {
    private static final Duration STARTED_WITHIN = Duration.ofSeconds(60);
    private static final Duration STALLED_AFTER = Duration.ofMinutes(5);
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration STATUS_EVERY = Duration.ofSeconds(1);
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final ConnectRest rest;
    private final String name;
    private final TargetTable table;

    private RunningSink(ConnectRest rest, String name, TargetTable table) {
        this.rest = rest;
        this.name = name;
        this.table = table;
    }

    static RunningSink start(Rig rig, Subject subject, String topic, Form form, TargetTable table) {
        String name = "bench-" + subject.id() + "-" + NAMES.incrementAndGet();
        ConnectRest rest = rig.rest();
        rest.put(name, ConnectorConfig.of(subject, topic, form, table.name(), rig.place()));
        return new RunningSink(rest, name, table);
    }

    void awaitStarted() {
        rest.awaitRunning(name, 1, STARTED_WITHIN);
    }

    /** Waits until a row has been written by the given event, with queries that cost next to nothing. */
    void awaitRow(long id, long revision) throws SQLException {
        long giveUp = System.nanoTime() + STALLED_AFTER.toNanos();
        long nextStatus = System.nanoTime() + STARTED_WITHIN.toNanos() / 10;
        while (table.revision(id) != revision) {
            long now = System.nanoTime();
            if (now - nextStatus >= 0) {
                ConnectorStatus status = rest.status(name);
                if (status.failed()) {
                    throw new IllegalStateException(name + " has failed: " + status.traces());
                }
                nextStatus = now + STATUS_EVERY.toNanos();
            }
            if (now - giveUp >= 0) {
                throw new IllegalStateException(
                        name + " has not written event " + revision + " within " + STALLED_AFTER.toSeconds() + " s");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Waits until the table holds what it must: with several lanes the last row may come before others. */
    void awaitContent(TargetTable.Content wanted) throws SQLException {
        long giveUp = System.nanoTime() + SETTLED_WITHIN.toNanos();
        TargetTable.Content found = table.content();
        while (!found.equals(wanted)) {
            if (System.nanoTime() - giveUp >= 0) {
                throw new IllegalStateException(
                        name + " has left other rows than it must: " + found + " in place of " + wanted);
            }
            LockSupport.parkNanos(POLL.toNanos());
            found = table.content();
        }
    }

    @Override
    public void close() {
        rest.delete(name);
        rest.awaitGone(name, STARTED_WITHIN);
    }
}
