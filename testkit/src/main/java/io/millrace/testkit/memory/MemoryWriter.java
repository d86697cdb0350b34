/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.memory;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.Batch;
import io.millrace.sink.spi.BatchWriter;
import io.millrace.sink.spi.Disowned;
import io.millrace.sink.spi.Outcome;
import io.millrace.sink.spi.WriteResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends a batch as one request. Confined to its lane. */
final class MemoryWriter implements BatchWriter {
    private final Request request;
    private final boolean answersPerEntry;
    private final @Nullable MemoryProgress progress;
    private final @Nullable RowLedger ledger;

    /** What is asked of the server. */
    interface Request {
        /**
         * Has the server execute a request.
         *
         * @param then what becomes durable together with the operations
         */
        List<MemoryServer.Answer> send(
                byte[] request, int length, boolean each, Consumer<List<MemoryServer.Answer>> then)
                throws MemoryServer.MemoryServerException;
    }

    /**
     * @param answersPerEntry whether it says which entry is to blame, or leaves finding it to the core
     * @param progress is written together with rows, or {@code null} if none is
     * @param ledger the same for what rows mean for dead letters
     */
    MemoryWriter(
            Request request, boolean answersPerEntry, @Nullable MemoryProgress progress, @Nullable RowLedger ledger) {
        this.ledger = ledger;
        this.progress = progress;
        this.request = request;
        this.answersPerEntry = answersPerEntry;
    }

    @Override
    public WriteResult write(Batch batch) throws Exception {
        Map<SourcePartition, Disowned> lost = lost(batch);
        if (!lost.isEmpty()) {
            return new WriteResult.Disowned(lost);
        }
        MemoryProgress kept = progress;
        if (kept == null) {
            return writeRows(batch);
        }
        WriteResult result = writeRows(batch);
        if (result instanceof WriteResult.PerEntry each) {
            kept.keep(batch.progress(entry -> !(each.outcomes().get(entry) instanceof Outcome.Failed)));
        }
        return result;
    }

    private Map<SourcePartition, Disowned> lost(Batch batch) {
        Map<SourcePartition, Disowned> lost = new HashMap<>();
        if (progress != null) {
            lost.putAll(progress.lost(batch.progress(entry -> true)));
        }
        for (int i = 0; ledger != null && i < batch.size(); i++) {
            List<LedgerEntry> entries = batch.settles(i);
            if (!entries.isEmpty() && ledger.isFenced(entries)) {
                lost.put(batch.origin(i, 0).source(), Disowned.TAKEN_OVER);
            }
        }
        return lost;
    }

    private void settle(Batch batch, List<MemoryServer.Answer> answers) {
        for (int i = 0; ledger != null && i < batch.size(); i++) {
            if (answers.get(i) == MemoryServer.Answer.APPLIED || answers.get(i) == MemoryServer.Answer.STALE) {
                ledger.commit(batch.settles(i));
            }
        }
    }

    private WriteResult writeRows(Batch batch) throws Exception {
        List<MemoryServer.Answer> answers = request.send(
                batch.bytes().array(), batch.bytes().size(), answersPerEntry, known -> settle(batch, known));
        List<Outcome> outcomes = new ArrayList<>(answers.size());
        for (MemoryServer.Answer answer : answers) {
            outcomes.add(outcome(answer));
        }
        if (answersPerEntry || batch.size() == 1) {
            return WriteResult.each(outcomes);
        }
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Failed failed) {
                return WriteResult.nothing(failed.failure());
            }
        }
        return WriteResult.each(outcomes);
    }

    private static Outcome outcome(MemoryServer.Answer answer) {
        return switch (answer) {
            case APPLIED -> Outcome.WRITTEN;
            case STALE -> Outcome.STALE;
            case REJECTED ->
                Outcome.failed(new Failure.Rejected(
                        FailureCode.of("memory", "poison"), "a column holds what no column takes", null));
            case PARENT_MISSING ->
                Outcome.failed(new Failure.Dependency(
                        FailureCode.of("memory", "no-parent"), "the row that this one needs is not there", null));
            case NO_TABLE ->
                Outcome.failed(
                        new Failure.Systemic(FailureCode.of("memory", "no-table"), "the table does not exist", null));
        };
    }

    @Override
    public void close() {
        // The server keeps no connections.
    }
}
