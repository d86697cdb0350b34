/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.BatchCommit;
import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.Batch;
import io.millrace.sink.spi.Disowned;
import io.millrace.sink.spi.WriteResult;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Commits a batch together with the progress it makes, or not at all. What was committed although the answer got lost is
 * not written again. Confined to its lane.
 */
final class ExactlyOnceCommit implements BatchCommit {
    private final LaneConnection connection;
    private final LaneLedger ledger;
    /** Known to be durable, and coming again. */
    private final WrittenEntries written = new WrittenEntries();

    /** Durable if the commit that is in doubt took place. */
    private WrittenEntries doubtful = new WrittenEntries();

    ExactlyOnceCommit(LaneConnection connection, LaneLedger ledger) {
        this.connection = connection;
        this.ledger = ledger;
    }

    @Override
    public @Nullable Batch begin(Batch batch) throws SQLException {
        if (ledger.isInDoubt()) {
            if (ledger.hasCommitted()) {
                written.addAll(doubtful);
            }
            doubtful = new WrittenEntries();
        }
        Batch left = written.isEmpty() ? batch : written.leftOf(batch);
        if (left == null) {
            connection.rollback();
        }
        return left;
    }

    @Override
    public WriteResult commit(Batch batch, IntPredicate durable, WriteResult result)
            throws SQLException, PlanException {
        Map<SourcePartition, Disowned> lost = ledger.store(batch.progress(durable));
        if (!lost.isEmpty()) {
            connection.rollback();
            return new WriteResult.Disowned(lost);
        }
        try {
            ledger.commit();
        } catch (SQLException e) {
            doubtful.add(batch, durable);
            throw e;
        }
        return result;
    }

    @Override
    public WriteResult end(Batch whole, @Nullable Batch left, WriteResult result) {
        WriteResult ofWhole = left instanceof PartOfBatch part ? part.ofWhole(result) : result;
        if (!written.isEmpty()) {
            written.forgetSettled(whole, ofWhole);
        }
        return ofWhole;
    }
}
