/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.core;

import io.millrace.benchmarks.Question;
import io.millrace.benchmarks.data.RecordShape;
import io.millrace.sink.lane.LaneThreads;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** See the question. Lanes have threads of their own, as in production. A surprise: a median above some ten microseconds. */
@Question(
        title = "A lone record",
        order = 11,
        value = "How long is a lone record under way in the core, from put to its acknowledgement, threads included?")
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PutToAckAlone {
    private static final int LANES = 4;

    private final LaneThreads threads = new LaneThreads("benchmark", LANES, Duration.ofSeconds(5));
    private final TestPipeline pipeline =
            new TestPipeline(new CopyingTarget(LANES), threads, RecordShape.ENVELOPE_10, 1, 500);

    @Benchmark
    public boolean putToAck() throws Exception {
        long goal = pipeline.applied() + 1;
        pipeline.put();
        // Counted as applied right before the ledger is told. The ledger itself must not be asked all the time: the
        // lane
        // needs its lock.
        while (pipeline.applied() < goal) {
            Thread.onSpinWait();
        }
        return true;
    }

    @TearDown
    public void close() {
        pipeline.close();
    }
}
