/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.dlq.control.LedgerEntry;
import io.millrace.jdbc.batch.BatchCommit;
import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.Batch;
import io.millrace.sink.spi.Disowned;
import io.millrace.sink.spi.WriteResult;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Commits with the rows of a batch what that means for dead letters, or neither: one more statement for each partition, and
 * only where rows mean something for letters. Confined to its lane.
 */
final class LetterLedgerCommit implements BatchCommit {
    private final LaneConnection connection;
    private final LetterLedgerRows ledger;
    private final BatchCommit rows;

    /** @param rows ends the transactions of the rows */
    LetterLedgerCommit(LaneConnection connection, LetterLedgerTable table, BatchCommit rows) {
        this.connection = connection;
        this.ledger = new LetterLedgerRows(connection, table);
        this.rows = rows;
    }

    @Override
    public @Nullable Batch begin(Batch batch) throws SQLException {
        return rows.begin(batch);
    }

    @Override
    public boolean storesProgress() {
        return rows.storesProgress();
    }

    @Override
    public boolean commitsItself(Batch batch) {
        for (int i = 0; i < batch.size(); i++) {
            if (!batch.settles(i).isEmpty()) {
                return false;
            }
        }
        return rows.commitsItself(batch);
    }

    @Override
    public WriteResult commit(Batch batch, IntPredicate durable, WriteResult result)
            throws SQLException, PlanException {
        Map<SourcePartition, List<LedgerEntry>> settled = new LinkedHashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            List<LedgerEntry> entries = batch.settles(i);
            if (!entries.isEmpty() && durable.test(i)) {
                settled.computeIfAbsent(batch.origin(i, 0).source(), first -> new ArrayList<>())
                        .addAll(entries);
            }
        }
        for (Map.Entry<SourcePartition, List<LedgerEntry>> ofPartition : settled.entrySet()) {
            if (!ledger.write(ofPartition.getValue())) {
                connection.rollback();
                return new WriteResult.Disowned(Map.of(ofPartition.getKey(), Disowned.TAKEN_OVER));
            }
        }
        return rows.commit(batch, durable, result);
    }

    @Override
    public WriteResult end(Batch whole, @Nullable Batch left, WriteResult result) {
        return rows.end(whole, left, result);
    }
}
