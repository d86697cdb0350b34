/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.jdbc;

import io.millrace.benchmarks.Question;
import io.millrace.benchmarks.data.RecordShape;
import java.util.Map;
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
 * See the question. Confined to one thread. The time is mostly the
 * server's. A surprise: more than twice the bytes of the row.
 */
@Question(
        title = "PostgreSQL: write",
        order = 110,
        value =
                "What does a record cost from its event to the acknowledgement of a real PostgreSQL: encode, group, sort,"
                        + " turn rows into arrays or copy them, and what the driver makes of them? One operation is one record of a batch.")
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WritePostgresBatch {
    private static final int BATCH = 500;

    /** In which form events came. */
    @Param({"ENVELOPE_10", "ENVELOPE_10_TOAST", "DELETE_10"})
    public RecordShape shape = RecordShape.ENVELOPE_10;

    /** Whether rows are copied to a temporary table first, or come as arrays. */
    @Param({"false", "true"})
    public boolean copy;

    private @Nullable PostgresLane lane;

    @Setup
    public void open() throws Exception {
        lane = new PostgresLane(shape, BATCH, Map.of("copy.min.values", copy ? "1" : "0"));
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
