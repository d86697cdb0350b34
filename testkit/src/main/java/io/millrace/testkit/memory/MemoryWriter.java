/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.memory;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.Batch;
import io.millrace.sink.spi.BatchWriter;
import io.millrace.sink.spi.Disowned;
import io.millrace.sink.spi.Outcome;
import io.millrace.sink.spi.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends a batch as one request. Confined to its lane. */
final class MemoryWriter implements BatchWriter {
    private final Request request;
    private final boolean answersPerEntry;
    private final @Nullable MemoryProgress progress;

    /** What is asked of the server. */
    interface Request {
        List<MemoryServer.Answer> send(byte[] request, int length, boolean each)
                throws MemoryServer.MemoryServerException;
    }

    /**
     * @param answersPerEntry whether it says which entry is to blame, or leaves finding it to the core
     * @param progress is written together with rows, or {@code null} if none is
     */
    MemoryWriter(Request request, boolean answersPerEntry, @Nullable MemoryProgress progress) {
        this.progress = progress;
        this.request = request;
        this.answersPerEntry = answersPerEntry;
    }

    @Override
    public WriteResult write(Batch batch) throws Exception {
        MemoryProgress kept = progress;
        if (kept == null) {
            return writeRows(batch);
        }
        Map<SourcePartition, Disowned> lost = kept.lost(batch.progress(entry -> true));
        if (!lost.isEmpty()) {
            return new WriteResult.Disowned(lost);
        }
        WriteResult result = writeRows(batch);
        if (result instanceof WriteResult.PerEntry each) {
            kept.keep(batch.progress(entry -> !(each.outcomes().get(entry) instanceof Outcome.Failed)));
        }
        return result;
    }

    private WriteResult writeRows(Batch batch) throws Exception {
        List<MemoryServer.Answer> answers =
                request.send(batch.bytes().array(), batch.bytes().size(), answersPerEntry);
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
