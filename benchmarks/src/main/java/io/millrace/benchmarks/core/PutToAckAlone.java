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
        order = 11,
        value =
                "How long is a lone record under way in the core, from put to the ledger's clearance, threads included?")
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PutToAckAlone {
    private static final int LANES = 4;

    private final LaneThreads threads = new LaneThreads("benchmark", LANES, Duration.ofSeconds(5));
    private final CopyingTarget target = new CopyingTarget(LANES);
    private final TestPipeline pipeline = new TestPipeline(target, threads, RecordShape.ENVELOPE_10, 1, 500);

    @Benchmark
    public boolean putToAck() throws Exception {
        long goal = target.written() + 1;
        pipeline.put();
        // The ledger has a lock that the lane needs, so it is asked only when there is an answer to expect.
        while (target.written() < goal) {
            Thread.onSpinWait();
        }
        while (!pipeline.isClear()) {
            Thread.onSpinWait();
        }
        return true;
    }

    @TearDown
    public void close() {
        pipeline.close();
    }
}
