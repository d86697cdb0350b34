/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.jdbc;

import io.millrace.benchmarks.data.EventBatch;
import io.millrace.benchmarks.data.Events;
import io.millrace.benchmarks.data.NoSettlements;
import io.millrace.benchmarks.data.RecordShape;
import io.millrace.sink.spi.LaneParts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** A lane's encoder and writer of the JDBC sink on a real server, and a batch of different keys for them. One thread. */
final class PostgresLane implements AutoCloseable {
    private final OrdersTable table;
    private final LaneParts parts;
    private final EventBatch batch;

    /**
     * The rows are written once, so that they are there to be updated.
     *
     * @param shape shape of the events of the batch
     * @param settings more of the configuration
     */
    PostgresLane(RecordShape shape, int records, Map<String, String> settings) throws Exception {
        this(shape, records, new OrdersTable(shape.wholeRow(), settings));
    }

    /** @param table closed with the lane */
    PostgresLane(RecordShape shape, int records, OrdersTable table) throws Exception {
        this.table = table;
        parts = NoSettlements.laneOf(table.target());
        EventBatch first = new EventBatch(Events.make(shape.wholeRow(), records, records));
        first.encode(parts.encoder());
        parts.writer().write(first);
        batch = new EventBatch(Events.make(shape, records, records));
    }

    /** Encodes the batch. Returns its bytes. */
    int encode() throws Exception {
        return batch.encode(parts.encoder());
    }

    /** Writes the batch that was encoded last. */
    Object write() throws Exception {
        return parts.writer().write(batch);
    }

    /** A connection to the same table beside the target's. */
    Connection connect() throws SQLException {
        return table.connect();
    }

    @Override
    public void close() {
        parts.writer().close();
        table.close();
    }
}
