/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.core;

import io.millrace.dlq.DeadLetterDestination;
import io.millrace.dlq.DeadLetterQueue;
import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.AuditEntry;
import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.order.AuditLog;
import io.millrace.dlq.order.CommandSource;
import io.millrace.dlq.order.LedgerStore;
import io.millrace.dlq.order.LetterSource;
import io.millrace.dlq.order.ReplayAccess;
import io.millrace.sink.order.OrderPolicies;
import io.millrace.sink.order.OrderSettings;
import io.millrace.sink.pipeline.Ordering;
import io.millrace.sink.pipeline.Slip;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A ledger that is empty, commands that never come, letters that nobody writes: the good path. Stateless. */
final class QuietOrder implements DeadLetterDestination, LedgerStore, CommandSource, LetterSource, AuditLog {
    /** Letters that a pipeline has and never needs. */
    DeadLetterQueue<Slip> letters() {
        return new DeadLetterQueue<>(List.of(this), InstantSource.system());
    }

    /** Order that nobody needs; without a ledger where there is no policy that has one. */
    Ordering ordering(OrderPolicy policy) {
        OrderSettings settings =
                new OrderSettings("benchmark", 0, new OrderPolicies(policy, Map.of()), 10_000, 1_000, true);
        ReplayAccess replay = new ReplayAccess(this, this, this, letter -> {
            throw new IllegalStateException("There are no letters");
        });
        return policy == OrderPolicy.NONE ? new Ordering(settings, null, null) : new Ordering(settings, this, replay);
    }

    private static <T> Future<T> never() {
        throw new IllegalStateException("Nothing fails here");
    }

    @Override
    public String name() {
        return "nowhere";
    }

    @Override
    public Future<?> send(FailedRecord letter) {
        return never();
    }

    @Override
    public Future<List<LedgerEntry>> read() {
        return CompletableFuture.completedFuture(List.of());
    }

    /** Partitions are claimed. */
    @Override
    public CompletableFuture<?> write(List<LedgerEntry> entries) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public @Nullable Command poll() {
        return null;
    }

    @Override
    public boolean isCaughtUp() {
        return true;
    }

    @Override
    public Future<?> publish(Command command) {
        return never();
    }

    @Override
    public Reading read(Set<LetterId> wanted) {
        throw new IllegalStateException("There are no letters");
    }

    @Override
    public Future<?> write(DeadLetter letter) {
        return never();
    }

    @Override
    public Future<?> append(AuditEntry entry) {
        return never();
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
