/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.postgres.Claims.Claim;
import io.millrace.jdbc.postgres.type.Binding.Wire;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.BatchProgress;
import io.millrace.sink.spi.Disowned;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Stores progress in the transaction of a batch: one more statement, the last before the commit. Confined to its lane.
 *
 * <p>If the answer to a commit got lost, nobody knows whether it took place. Then the number of batches in the lane's rows
 * tells, read under the lock that a commit still under way would hold.
 */
final class LaneLedger {
    private final LaneConnection connection;
    private final LedgerTable table;
    private final Claims claims;
    private final int lane;
    private final LedgerRows rows =
            new LedgerRows(Wire.TEXT, Wire.INT4, Wire.INT8, Wire.INT8, Wire.INT8, Wire.BYTEA, Wire.INT8, Wire.TEXT);
    private final LedgerInspection inspection;

    private List<BatchProgress> stored = List.of();
    private boolean inDoubt;

    LaneLedger(LaneConnection connection, LedgerTable table, Claims claims, int lane) {
        this.connection = connection;
        this.table = table;
        this.claims = claims;
        this.lane = lane;
        this.inspection = new LedgerInspection(connection, table, lane);
    }

    /**
     * Stores progress in the transaction under way.
     *
     * @return the partitions that are not ours any more; if there are some, the transaction must be rolled back
     * @throws PlanException if rows have been deleted
     */
    Map<SourcePartition, Disowned> store(List<BatchProgress> parts) throws SQLException, PlanException {
        Map<SourcePartition, Disowned> lost = new HashMap<>();
        rows.begin(parts.size());
        for (BatchProgress part : parts) {
            Claim claim = claims.of(part.source());
            if (claim == null || part.progress() == null) {
                lost.put(part.source(), Disowned.TAKEN_OVER);
            } else {
                rows.partition(part.source())
                        .number(claim.epoch())
                        .number(claim.batches(lane))
                        .progress(part.progress());
            }
        }
        if (!lost.isEmpty()) {
            return lost;
        }
        PreparedStatement update = connection.prepare(table.update());
        int next = rows.bind(update, 1);
        update.setString(next, table.connector());
        update.setInt(next + 1, lane);
        if (update.executeUpdate() != parts.size()) {
            return diagnose(parts);
        }
        stored = parts;
        return Map.of();
    }

    private Map<SourcePartition, Disowned> diagnose(List<BatchProgress> parts) throws SQLException, PlanException {
        Map<TopicPartition, LedgerInspection.Row> found = inspection.read(parts);
        Map<SourcePartition, Disowned> lost = new HashMap<>();
        for (BatchProgress part : parts) {
            LedgerInspection.Row row = found.get(part.source().topicPartition());
            Claim claim = claims.of(part.source());
            if (row == null) {
                throw new PlanException(
                        "ledger-rows-gone",
                        "table '" + table.name() + "' has no row any more for " + part.source() + " of connector '"
                                + table.connector() + "': somebody deleted it while the task was running. To read"
                                + " records again, stop the connector and alter its offsets through Connect");
            }
            if (claim == null || row.epoch() > claim.epoch()) {
                lost.put(part.source(), Disowned.TAKEN_OVER);
            } else if (row.epoch() < claim.epoch() || row.batches() != claim.batches(lane)) {
                lost.put(part.source(), Disowned.TARGET_WENT_BACK);
            }
        }
        if (lost.isEmpty()) {
            throw new SQLException("The ledger table changed between two statements", "40001");
        }
        return lost;
    }

    /** Commits. From now on rows are expected to say so. */
    void commit() throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            inDoubt = true;
            throw e;
        }
        for (BatchProgress part : stored) {
            countBatch(part.source());
        }
        stored = List.of();
    }

    private void countBatch(SourcePartition source) {
        Claim claim = claims.of(source);
        if (claim != null) {
            claim.committed(lane);
        }
    }

    /** Whether nobody knows if the last commit took place. */
    boolean isInDoubt() {
        return inDoubt;
    }

    /** Finds out whether the commit that is in doubt took place. */
    boolean hasCommitted() throws SQLException {
        boolean committed = false;
        Map<TopicPartition, LedgerInspection.Row> found = inspection.read(stored);
        for (BatchProgress part : stored) {
            LedgerInspection.Row row = found.get(part.source().topicPartition());
            Claim claim = claims.of(part.source());
            // Of a partition that others have taken over meanwhile nothing can be told, nor does it matter.
            committed |= row != null
                    && claim != null
                    && row.epoch() == claim.epoch()
                    && row.batches() == claim.batches(lane) + 1;
        }
        if (committed) {
            stored.forEach(part -> countBatch(part.source()));
        }
        stored = List.of();
        inDoubt = false;
        return committed;
    }
}
