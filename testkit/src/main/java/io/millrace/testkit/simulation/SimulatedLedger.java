/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.simulation;

import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.OwnerEntry;
import io.millrace.dlq.order.LedgerFencedException;
import io.millrace.dlq.order.LedgerStore;
import io.millrace.testkit.memory.RowLedger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Keeps a ledger for several tasks, late or not at all, as the test decides. Confined to one thread. */
public final class SimulatedLedger implements RowLedger, SimulatedService {
    private final boolean besideRows;
    private final List<LedgerEntry> log = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();
    private boolean away;
    private long writes;

    /** @param besideRows whether a target keeps it: then a request is a transaction, and late entries are refused */
    public SimulatedLedger(boolean besideRows) {
        this.besideRows = besideRows;
    }

    /** A task's own way to the ledger: what it asks for is done in order. */
    @Override
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

    @Override
    public boolean isFenced(List<LedgerEntry> entries) {
        LedgerEntry first = entries.get(0);
        if (first instanceof OwnerEntry owner && !owner.confirmed()) {
            return false;
        }
        long confirmed = log.stream()
                .filter(entry ->
                        entry instanceof OwnerEntry owner && owner.confirmed() && isOfSamePartition(owner, first))
                .mapToLong(LedgerEntry::epoch)
                .max()
                .orElse(0);
        return first.epoch() < confirmed;
    }

    private static boolean isOfSamePartition(LedgerEntry one, LedgerEntry other) {
        return one.topic().equals(other.topic()) && one.partition() == other.partition();
    }

    @Override
    public void commit(List<LedgerEntry> entries) {
        log.addAll(entries);
    }

    /** As a table has it: the last entry of each key, owners last. */
    public List<LedgerEntry> table() {
        Map<String, LedgerEntry> rows = new LinkedHashMap<>();
        Map<String, LedgerEntry> owners = new LinkedHashMap<>();
        for (LedgerEntry entry : log) {
            if (entry instanceof OwnerEntry owner) {
                owners.merge(
                        owner.key() + owner.confirmed(),
                        owner,
                        (known, next) -> known.epoch() > next.epoch() ? known : next);
            } else {
                rows.put(entry.topic() + "-" + entry.partition() + entry.key(), entry);
            }
        }
        List<LedgerEntry> all = new ArrayList<>(rows.values());
        all.addAll(owners.values());
        return all;
    }

    /** Everything that was written into the ledger, in the order in which it came. */
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
            int some = arrived(request.entries, random);
            log.addAll(request.entries.subList(0, some));
            if (some < request.entries.size()) {
                break;
            }
        }
        broken.requests.clear();
    }

    /** How much of a request arrives although nobody learns of it. */
    private int arrived(List<LedgerEntry> entries, Random random) {
        if (!besideRows) {
            return random.nextInt(entries.size() + 1);
        }
        return entries.isEmpty() || isFenced(entries) || random.nextBoolean() ? 0 : entries.size();
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
        public CompletableFuture<?> write(List<LedgerEntry> entries) {
            Request request = new Request(entries, new CompletableFuture<>());
            requests.add(request);
            return request.done;
        }

        private void answer(Random random) {
            Request request = requests.remove();
            if (away) {
                // What fails may have been written, as far as it came.
                int some = arrived(request.entries, random);
                log.addAll(request.entries.subList(0, some));
                request.done.completeExceptionally(new IllegalStateException("nobody keeps the ledger"));
                return;
            }
            if (besideRows && !request.entries.isEmpty() && isFenced(request.entries)) {
                request.done.completeExceptionally(new LedgerFencedException("somebody else owns the partition"));
                return;
            }
            log.addAll(request.entries);
            writes += request.entries.size();
            request.done.complete(besideRows ? table() : entries());
        }

        @Override
        public boolean isBesideRows() {
            return besideRows;
        }

        @Override
        public void close() {
            // What is under way when a task ends may still arrive.
        }
    }

    private record Request(List<LedgerEntry> entries, CompletableFuture<List<LedgerEntry>> done) {}
}
