/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.core;

import io.millrace.benchmarks.Question;
import io.millrace.benchmarks.data.Events;
import io.millrace.benchmarks.data.RecordShape;
import io.millrace.sink.lane.InFlightBytes;
import io.millrace.sink.lane.Lane;
import io.millrace.sink.lane.LaneEnvironment;
import io.millrace.sink.lane.LaneSettings;
import io.millrace.sink.lane.LaneThreads;
import io.millrace.sink.lane.Outages;
import io.millrace.sink.ledger.OffsetLedger;
import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.time.TimeSource;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * See the question. The lane runs on a thread of its own; the benchmark's thread waits for it, spinning. A surprise: a
 * poll's record that costs a tenth of what a lone one does, or more.
 */
@Question(
        title = "Hand-off to a lane",
        order = 50,
        value =
                "What does it cost to hand events to a lane's thread, fold, encode and write them there, and be told? One"
                        + " operation is one event: alone, or one of a poll of 500.")
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HandOffToLane {
    private static final int POLL = 500;

    private final CopyingTarget target = new CopyingTarget(1);
    private final LaneThreads threads = new LaneThreads("benchmark", 1, Duration.ofSeconds(5));
    // The events' assignment is not the ledger's: it counts their settling and has no other work with it.
    private final ChangeEvent[] events = Events.make(RecordShape.ENVELOPE_10, POLL, POLL);
    private final Lane lane = new Lane("benchmark-lane", environment(), threads, target::lane);
    private int next;

    private LaneEnvironment environment() {
        SplittableRandom random = new SplittableRandom(1);
        SinkMetrics metrics = new SinkMetrics();
        return new LaneEnvironment(
                new LaneSettings(10_000, 8 << 20, false),
                TestPipeline.RETRIES,
                target.classifier(),
                new Outages("benchmark", TestPipeline.RETRIES, metrics, TimeSource.SYSTEM, random),
                new OffsetLedger(),
                new InFlightBytes(),
                metrics,
                new SilentEvents(),
                TimeSource.SYSTEM,
                random);
    }

    @Setup
    public void start() {
        poll();
    }

    @Benchmark
    public long alone() {
        long goal = target.written() + 1;
        next = (next + 1) % POLL;
        lane.offer(events[next]);
        return publishAndWait(goal);
    }

    @Benchmark
    @OperationsPerInvocation(POLL)
    public long poll() {
        // Counted first: a turn that is under way may take in what is offered before it is published.
        long goal = target.written() + POLL;
        for (ChangeEvent event : events) {
            lane.offer(event);
        }
        return publishAndWait(goal);
    }

    private long publishAndWait(long goal) {
        lane.publish();
        while (target.written() < goal) {
            Thread.onSpinWait();
        }
        return goal;
    }

    @TearDown
    public void stop() {
        threads.close();
    }
}
