/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.postgres.type.Binding.Wire;
import io.millrace.sink.spi.BatchProgress;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Looks at the ledger's rows of a lane when they are not as expected. Confined to its lane. */
final class LedgerInspection {
    private final LaneConnection connection;
    private final LedgerTable table;
    private final int lane;
    private final LedgerRows keys = new LedgerRows(Wire.TEXT, Wire.INT4);

    LedgerInspection(LaneConnection connection, LedgerTable table, int lane) {
        this.connection = connection;
        this.table = table;
        this.lane = lane;
    }

    /** Reads rows under the lock that a commit still under way would hold. Those that are gone are left out. */
    Map<TopicPartition, Row> read(List<BatchProgress> parts) throws SQLException {
        keys.begin(parts.size());
        for (BatchProgress part : parts) {
            keys.partition(part.source());
        }
        PreparedStatement query = connection.prepare(table.inspect());
        query.setString(1, table.connector());
        query.setInt(2, lane);
        keys.bind(query, 3);
        Map<TopicPartition, Row> found = new HashMap<>();
        try (ResultSet result = query.executeQuery()) {
            while (result.next()) {
                found.put(
                        new TopicPartition(result.getString(1), result.getInt(2)),
                        new Row(result.getLong(3), result.getInt(5) == lane ? result.getLong(4) : Row.NO_BATCHES));
            }
        }
        return found;
    }

    /**
     * What is known of a partition.
     *
     * @param epoch whose it is
     * @param batches what the lane has committed, or {@link #NO_BATCHES} if only the task's own row is there
     */
    record Row(long epoch, long batches) {
        static final long NO_BATCHES = -1;
    }
}
