/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.quickstart.shop.Shop;
import io.millrace.testkit.server.ConnectCluster;
import io.millrace.testkit.server.ConnectorStatus;
import io.millrace.testkit.server.KafkaTopics;
import io.millrace.testkit.server.ServerFailure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until everything has come through: the source connector has committed a position behind the last change, and
 * every sink has committed the end of every topic. Offsets are committed for what is safe, so nothing is under way then.
 *
 * <p>Confined to one thread.
 */
public final class Drain {
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration QUICK = Duration.ofSeconds(60);

    private final Shop shop;
    private final Connection database;
    private final ConnectCluster cluster;
    private final KafkaTopics kafka;
    private final String source;
    private final List<String> sinks;
    private final List<String> topics;

    Drain(
            Shop shop,
            Connection database,
            ConnectCluster cluster,
            KafkaTopics kafka,
            String source,
            List<String> sinks,
            List<String> topics) {
        this.shop = shop;
        this.database = database;
        this.cluster = cluster;
        this.kafka = kafka;
        this.source = source;
        this.sinks = sinks;
        this.topics = topics;
    }

    /** Waits until the source connector has created the topics of all tables. */
    void awaitTopics(Duration within) {
        if (!until(within, () -> kafka.names().containsAll(topics), () -> check(source))) {
            throw new IllegalStateException("The source has not created its topics within " + within.toSeconds()
                    + " s; there are " + kafka.names());
        }
    }

    /** Waits until all rows of the snapshot are in Kafka and no sink has anything to do. */
    void awaitSnapshot(long rows, Duration within) {
        if (!until(within, () -> records() >= rows && waiting() == 0, this::checkRunning)) {
            throw new IllegalStateException("The " + rows + " rows of the snapshot have not come through within "
                    + within.toSeconds() + " s; " + records() + " are in Kafka, " + waiting() + " wait for a sink");
        }
    }

    private long records() {
        return topics.stream()
                .flatMap(topic -> kafka.nextOffsets(topic).values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    /**
     * Waits until everything has come through. The shop must have stopped.
     *
     * @param within how long to wait
     * @param progress is told how far it is, in one line, again and again
     * @return false if the time is up before
     * @throws SQLException if the source does not answer
     */
    public boolean await(Duration within, Consumer<String> progress) throws SQLException {
        long position = position();
        shop.lastChange();
        long deadline = System.nanoTime() + within.toNanos();
        return until(remaining(deadline), () -> isRead(position, progress), this::checkRunning)
                && until(remaining(deadline), () -> isThrough(progress), this::checkRunning);
    }

    private boolean isRead(long position, Consumer<String> progress) {
        long behind = position - committedBySource();
        progress.accept(behind <= 0 ? "source read" : "source: " + behind + " bytes of its log to read");
        return behind <= 0;
    }

    private boolean isThrough(Consumer<String> progress) {
        long waiting = waiting();
        progress.accept(waiting == 0 ? "all sinks are through" : "sinks: " + waiting + " records to go");
        return waiting == 0;
    }

    /** Where the database's log ends now, in bytes. */
    private long position() throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_current_wal_insert_lsn() - '0/0'")) {
            row.next();
            return row.getLong(1);
        }
    }

    private long committedBySource() {
        JsonNode offsets =
                whileRebalancing(() -> cluster.rest().offsets(source)).path("offsets");
        return offsets.path(0).path("offset").path("lsn").asLong();
    }

    /** Records that some sink has not committed yet, summed over all sinks. */
    private long waiting() {
        long waiting = 0;
        for (String sink : sinks) {
            Map<TopicPartition, Long> committed = kafka.committed("connect-" + sink);
            for (String topic : topics) {
                for (Map.Entry<TopicPartition, Long> end :
                        kafka.nextOffsets(topic).entrySet()) {
                    waiting += end.getValue() - committed.getOrDefault(end.getKey(), 0L);
                }
            }
        }
        return waiting;
    }

    /** Fails if a connector or a task has failed, with its trace. */
    void checkRunning() {
        check(source);
        sinks.forEach(this::check);
    }

    private void check(String connector) {
        ConnectorStatus status = whileRebalancing(() -> cluster.rest().status(connector));
        if (status.failed()) {
            throw new IllegalStateException(
                    "Connector " + connector + " has failed:" + System.lineSeparator() + status.traces());
        }
    }

    /** A worker that is just being killed, or whose group is rebalancing, answers nothing of use for a moment. */
    private static <T> T whileRebalancing(Supplier<T> question) {
        long deadline = System.nanoTime() + QUICK.toNanos();
        while (true) {
            try {
                return question.get();
            } catch (ServerFailure notNow) {
                if (System.nanoTime() - deadline >= 0) {
                    throw notNow;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static Duration remaining(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private static boolean until(Duration within, BooleanSupplier condition, Runnable otherwise) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            otherwise.run();
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return true;
    }
}
