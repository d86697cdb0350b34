/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.core;

import io.millrace.benchmarks.Question;
import io.millrace.benchmarks.data.RecordShape;
import io.millrace.dlq.control.OrderPolicy;
import java.util.concurrent.TimeUnit;
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

/** See the question. Lanes run on the benchmark's thread. A surprise: any difference that is more than noise. */
@Question(
        title = "Order behind dead letters",
        order = 12,
        value =
                "What does it cost a record that keys could have dead letters ('dlq.order'), while none has? As the core as a"
                        + " whole, polls of 500 different keys.")
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PutToAckInOrder {
    private static final int POLL = 500;
    private static final int LANES = 4;

    /** What is kept in order. */
    @Param({"NONE", "SUPERSEDE"})
    public OrderPolicy order = OrderPolicy.NONE;

    private final InlineLanes lanes = new InlineLanes();
    private TestPipeline pipeline = pipeline();

    private TestPipeline pipeline() {
        QuietOrder quiet = new QuietOrder();
        return new TestPipeline(
                new CopyingTarget(LANES),
                quiet.letters(),
                quiet.ordering(order),
                lanes,
                RecordShape.ENVELOPE_10,
                POLL,
                POLL);
    }

    @Setup
    public void open() {
        pipeline = pipeline();
    }

    @Benchmark
    @OperationsPerInvocation(POLL)
    public boolean putToAck() throws Exception {
        pipeline.put();
        lanes.drain();
        if (!pipeline.isClear()) {
            throw new IllegalStateException("Not everything was written");
        }
        return true;
    }

    @TearDown
    public void close() {
        pipeline.close();
    }
}
