/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.jdbc;

import io.millrace.benchmarks.Peer;
import io.millrace.benchmarks.Question;
import io.millrace.benchmarks.data.Events;
import io.millrace.benchmarks.data.RecordShape;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.Upsert;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** See the question. Confined to one thread. The time is mostly the server's. */
@Question(
        title = "PostgreSQL: write",
        order = 111,
        value =
                "For comparison, the same rows as JDBC sinks mostly write them: one statement for each row in a JDBC batch,"
                        + " with the driver's reWriteBatchedInserts on.")
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WriteRowByRow {
    private static final int BATCH = 500;
    private static final String SQL =
            "INSERT INTO orders (id, customer_id, status, total, currency, quantity, paid, weight,"
                    + " created_at, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                    + " customer_id = EXCLUDED.customer_id, status = EXCLUDED.status, total = EXCLUDED.total,"
                    + " currency = EXCLUDED.currency, quantity = EXCLUDED.quantity, paid = EXCLUDED.paid,"
                    + " weight = EXCLUDED.weight, created_at = EXCLUDED.created_at, note = EXCLUDED.note";

    private final ChangeEvent[] events = Events.make(RecordShape.ENVELOPE_10, BATCH, BATCH);
    private @Nullable OrdersTable table;
    private @Nullable Connection connection;
    private @Nullable PreparedStatement statement;

    @Setup
    public void open() throws SQLException {
        table = new OrdersTable(RecordShape.ENVELOPE_10);
        connection = table.connect();
        connection.setAutoCommit(false);
        statement = connection.prepareStatement(SQL);
    }

    @Benchmark
    @Peer("PostgreSQL's JDBC driver")
    @OperationsPerInvocation(BATCH)
    public int jdbcBatch() throws SQLException {
        PreparedStatement batch = Objects.requireNonNull(statement);
        for (ChangeEvent event : events) {
            bind(batch, ((Upsert) event).row());
            batch.addBatch();
        }
        int count = batch.executeBatch().length;
        Objects.requireNonNull(connection).commit();
        return count;
    }

    private static void bind(PreparedStatement batch, Row row) throws SQLException {
        batch.setLong(1, row.longAt(0));
        batch.setLong(2, row.longAt(1));
        batch.setString(3, row.stringAt(2));
        batch.setBigDecimal(4, row.decimalAt(3));
        batch.setString(5, row.stringAt(4));
        batch.setInt(6, (int) row.longAt(5));
        batch.setBoolean(7, row.booleanAt(6));
        batch.setDouble(8, row.doubleAt(7));
        batch.setTimestamp(9, timestamp(row.longAt(8)));
        batch.setString(10, row.stringAt(9));
    }

    private static Timestamp timestamp(long micros) {
        Timestamp timestamp = new Timestamp(Math.floorDiv(micros, 1_000L));
        timestamp.setNanos((int) Math.floorMod(micros, 1_000_000L) * 1_000);
        return timestamp;
    }

    @TearDown
    public void close() throws SQLException {
        Objects.requireNonNull(connection).close();
        Objects.requireNonNull(table).close();
    }
}
