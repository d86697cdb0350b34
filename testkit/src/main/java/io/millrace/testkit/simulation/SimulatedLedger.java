/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.simulation;

import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.order.LedgerStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Keeps a ledger for several tasks, late or not at all, as the test decides. Confined to one thread. */
public final class SimulatedLedger implements SimulatedService {
    private final List<LedgerEntry> log = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();
    private boolean away;
    private long writes;

    /** A task's own way to the ledger: what it asks for is done in order. */
    public LedgerStore connect() {
        Connection connection = new Connection();
        connections.add(connection);
        return connection;
    }

    /** Refuses everything, or takes it again. */
    @Override
    public void setAway(boolean away) {
        this.away = away;
    }

    /** One request is answered or fails. Returns whether there was one. */
    @Override
    public boolean answerOne(Random random) {
        List<Connection> busy =
                connections.stream().filter(each -> !each.requests.isEmpty()).toList();
        if (busy.isEmpty()) {
            return false;
        }
        busy.get(random.nextInt(busy.size())).answer(random);
        return true;
    }

    /** Everything that is in the ledger, in the order in which it came. */
    public List<LedgerEntry> entries() {
        return List.copyOf(log);
    }

    /** How many entries are in the ledger. */
    public int size() {
        return log.size();
    }

    /** Entries written so far: each is a durable step. */
    public long writes() {
        return writes;
    }

    /** Whether nothing is under way. */
    @Override
    public boolean isIdle() {
        return connections.stream().allMatch(each -> each.requests.isEmpty());
    }

    /** A task has died: of what it was writing, some may have arrived, and nobody learns of it. */
    public void breakOff(LedgerStore connection, Random random) {
        Connection broken = (Connection) connection;
        for (Request request : broken.requests) {
            int some = random.nextInt(request.entries.size() + 1);
            log.addAll(request.entries.subList(0, some));
            if (some < request.entries.size()) {
                break;
            }
        }
        broken.requests.clear();
    }

    private final class Connection implements LedgerStore {
        private final ArrayDeque<Request> requests = new ArrayDeque<>();

        @Override
        public Future<List<LedgerEntry>> read() {
            Request request = new Request(List.of(), new CompletableFuture<>());
            requests.add(request);
            return request.done;
        }

        @Override
        public Future<?> write(List<LedgerEntry> entries) {
            Request request = new Request(entries, new CompletableFuture<>());
            requests.add(request);
            return request.done;
        }

        private void answer(Random random) {
            Request request = requests.remove();
            if (away) {
                // What fails may have been written, as far as it came.
                int some = random.nextInt(request.entries.size() + 1);
                log.addAll(request.entries.subList(0, some));
                request.done.completeExceptionally(new IllegalStateException("nobody keeps the ledger"));
                return;
            }
            log.addAll(request.entries);
            writes += request.entries.size();
            request.done.complete(entries());
        }

        @Override
        public void close() {
            // What is under way when a task ends may still arrive.
        }
    }

    private record Request(List<LedgerEntry> entries, CompletableFuture<List<LedgerEntry>> done) {}
}
