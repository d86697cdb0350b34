/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.dlq.LetterThread;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.OwnerEntry;
import io.millrace.dlq.order.LedgerFencedException;
import io.millrace.dlq.order.LedgerRefusedException;
import io.millrace.dlq.order.LedgerStore;
import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.batch.PlanException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;

/**
 * The ledger of dead letters in the database that is written to. A thread of its own owns the connection, because that may
 * block while the database is away; everything may be called from any thread.
 */
final class PostgresLetterLedger implements LedgerStore {
    /** No right to the table, no such table, no such schema: waiting changes nothing. */
    private static final Set<String> REFUSALS = Set.of("42501", "42P01", "3F000");

    private static final int MOST_REQUESTS = 500;

    private final LetterThread thread;
    private final Queue<Request> waiting = new ConcurrentLinkedQueue<>();
    // Confined to the thread above.
    private final LetterLedgerTable table;
    private final LaneConnection connection;
    private final LetterLedgerRows rows;
    private final OwnTable ownTable;

    /** @param closeTimeout longest wait for entries under way on close */
    PostgresLetterLedger(HikariDataSource pool, LetterLedgerTable table, Duration closeTimeout) {
        this.table = table;
        this.thread = new LetterThread("dead-letters-" + table.name(), "table '" + table.name() + "'", closeTimeout);
        this.connection = new LaneConnection(pool);
        this.ownTable = new OwnTable(connection, table.name(), "dlq.ledger.table", table.mayCreate(), table.ddl());
        this.rows = new LetterLedgerRows(connection, table);
    }

    @Override
    public boolean isBesideRows() {
        return true;
    }

    @Override
    public Future<List<LedgerEntry>> read() {
        CompletableFuture<List<LedgerEntry>> entries = new CompletableFuture<>();
        thread.run(
                () -> {
                    try {
                        ownTable.ensure();
                        entries.complete(rows.read());
                    } catch (PlanException e) {
                        throw refused(e);
                    } catch (SQLException e) {
                        throw e.getSQLState() != null && REFUSALS.contains(e.getSQLState()) ? refused(e) : e;
                    } finally {
                        connection.close();
                    }
                },
                entries);
        return entries;
    }

    private LedgerRefusedException refused(Exception cause) {
        return new LedgerRefusedException(
                "The ledger of the dead letters cannot be kept in table '" + table.name()
                        + "' ('dlq.ledger.table'): " + cause.getMessage()
                        + ". The user needs SELECT, INSERT and UPDATE on it; or set 'dlq.ledger' to 'topic'",
                cause);
    }

    /** What waits meanwhile is written together: a transaction takes as long as a disk does. */
    @Override
    public CompletableFuture<?> write(List<LedgerEntry> entries) {
        Request request = new Request(entries, new CompletableFuture<>());
        waiting.add(request);
        thread.run(this::writeWaiting, request.safe);
        return request.safe;
    }

    private void writeWaiting() {
        List<Request> together = new ArrayList<>();
        for (Request next = waiting.poll(); next != null; next = waiting.poll()) {
            together.add(next);
            if (together.size() == MOST_REQUESTS) {
                break;
            }
        }
        if (together.isEmpty()) {
            return;
        }
        try {
            ownTable.ensure();
            if (!isWritten(together)) {
                // Somebody else has one of the partitions. Each by itself, so that it shows which.
                for (Request request : together) {
                    if (!isWritten(List.of(request))) {
                        request.safe.completeExceptionally(fenced(request.entries.get(0)));
                    }
                }
            }
        } catch (SQLException | PlanException | RuntimeException e) {
            together.forEach(request -> request.safe.completeExceptionally(e));
        } finally {
            connection.close();
        }
    }

    /** Writes in one transaction, or nothing if a partition is somebody else's. */
    private boolean isWritten(List<Request> requests) throws SQLException, PlanException {
        Map<TopicPartition, List<LedgerEntry>> byPartition = new LinkedHashMap<>();
        boolean ours = true;
        for (Request request : requests) {
            LedgerEntry first = request.entries.get(0);
            if (first instanceof OwnerEntry) {
                ours &= rows.write(request.entries);
            } else {
                byPartition
                        .computeIfAbsent(
                                new TopicPartition(first.topic(), first.partition()), partition -> new ArrayList<>())
                        .addAll(request.entries);
            }
        }
        for (List<LedgerEntry> entries : byPartition.values()) {
            ours = ours && rows.write(entries);
        }
        if (!ours) {
            connection.rollback();
            return false;
        }
        connection.commit();
        requests.forEach(request -> request.safe.complete(null));
        return true;
    }

    private record Request(List<LedgerEntry> entries, CompletableFuture<Void> safe) {}

    private LedgerFencedException fenced(LedgerEntry entry) {
        return new LedgerFencedException("table '" + table.name() + "' has an owner of " + entry.topic() + "-"
                + entry.partition() + " with a higher epoch than " + entry.epoch());
    }

    @Override
    public void close() {
        thread.close(connection::close);
    }
}
