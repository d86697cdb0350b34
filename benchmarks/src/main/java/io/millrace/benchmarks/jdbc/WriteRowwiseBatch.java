/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.jdbc;

import io.millrace.benchmarks.Question;
import io.millrace.benchmarks.data.RecordShape;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * See the question. Confined to one thread. The time is mostly the server's, and the bytes are mostly the driver's: each row
 * of a JDBC batch keeps its parameters as objects.
 */
@Question(
        title = "Other databases: write",
        order = 112,
        value =
                "What does a record cost on the path of all databases but PostgreSQL: a statement for each row in a JDBC"
                        + " batch, parameters set from the entry's bytes? Measured with PostgreSQL's driver and standard"
                        + " SQL. One operation is one record of a batch.")
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WriteRowwiseBatch {
    private static final int BATCH = 500;

    /** In which form events came. */
    @Param({"ENVELOPE_10", "ENVELOPE_10_TOAST", "DELETE_10"})
    public RecordShape shape = RecordShape.ENVELOPE_10;

    private @Nullable PostgresLane lane;

    @Setup
    public void open() throws Exception {
        lane = new PostgresLane(shape, BATCH, OrdersTable.rowByRow(shape.wholeRow()));
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object encodeAndWrite() throws Exception {
        PostgresLane open = Objects.requireNonNull(lane);
        open.encode();
        return open.write();
    }

    @TearDown
    public void close() {
        Objects.requireNonNull(lane).close();
    }
}
