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

/**
 * See the question. Lanes run on the benchmark's thread. A surprise: more than 400 bytes for an envelope of ten columns, or a
 * difference between orders that is more than noise.
 */
@Question(
        title = "The core as a whole",
        order = 10,
        value =
                "What does the whole core add to a record: decode, owe, route, lane, fold, settle? The target is in memory"
                        + " and allocates nothing; polls of 500, their keys all different or of 20 hot rows. And what does it"
                        + " cost that keys could have dead letters ('dlq.order'), while none has?")
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PutToAck {
    private static final int POLL = 500;
    private static final int LANES = 4;

    /** In which form records come. */
    @Param({"ENVELOPE_10", "ENVELOPE_10_TOAST", "DELETE_10"})
    public RecordShape shape = RecordShape.ENVELOPE_10;

    /** How many different keys a poll has. */
    @Param({"500", "20"})
    public int keys = POLL;

    /** Whether keys are kept in order behind dead letters. */
    @Param({"NONE", "SUPERSEDE"})
    public OrderPolicy order = OrderPolicy.NONE;

    private final InlineLanes lanes = new InlineLanes();
    private TestPipeline pipeline = pipeline();

    private TestPipeline pipeline() {
        QuietOrder quiet = new QuietOrder();
        return new TestPipeline(
                new CopyingTarget(LANES), quiet.letters(), quiet.ordering(order), lanes, shape, POLL, keys);
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
