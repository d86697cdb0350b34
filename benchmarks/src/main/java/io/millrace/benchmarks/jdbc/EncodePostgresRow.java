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

/** See the question. Confined to one thread. A surprise: anything allocated per column. */
@Question(
        title = "PostgreSQL: encode",
        order = 100,
        value = "What does it cost to write an event as a row of PostgreSQL's binary format?")
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodePostgresRow {
    private static final int BATCH = 500;

    /** In which form events came. */
    @Param({"ENVELOPE_10", "ENVELOPE_50", "ENVELOPE_10_TOAST"})
    public RecordShape shape = RecordShape.ENVELOPE_10;

    private @Nullable PostgresLane lane;

    @Setup
    public void open() throws Exception {
        lane = new PostgresLane(shape, BATCH, Map.of());
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int encode() throws Exception {
        return Objects.requireNonNull(lane).encode();
    }

    @TearDown
    public void close() {
        Objects.requireNonNull(lane).close();
    }
}
