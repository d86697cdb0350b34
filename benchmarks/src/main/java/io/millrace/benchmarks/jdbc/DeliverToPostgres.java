/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.jdbc;

import io.millrace.benchmarks.Question;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** See the question. Confined to one thread. A surprise: more than a tenth of the time for batches of a thousand. */
@Question(
        title = "PostgreSQL: exactly once",
        order = 120,
        value =
                "What does exactly-once delivery cost? A batch goes from put to the acknowledgement of a real PostgreSQL,"
                        + " with the ledger and without. One operation is one batch.")
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DeliverToPostgres {
    /** As in the configuration. */
    @Param({"at_least_once", "exactly_once"})
    public String delivery = "at_least_once";

    /** Records of a batch. */
    @Param({"1", "100", "2000"})
    public int records = 100;

    private @Nullable PostgresPipeline pipeline;

    @Setup
    public void open() throws Exception {
        pipeline = new PostgresPipeline(delivery, records);
    }

    @Benchmark
    public boolean deliver() {
        return Objects.requireNonNull(pipeline).deliver();
    }

    @TearDown
    public void close() {
        Objects.requireNonNull(pipeline).close();
    }
}
