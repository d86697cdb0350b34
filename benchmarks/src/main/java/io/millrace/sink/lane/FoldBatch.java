/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.benchmarks.Question;
import io.millrace.benchmarks.data.Events;
import io.millrace.benchmarks.data.RecordShape;
import io.millrace.sink.record.ChangeEvent;
import java.util.List;
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

/** See the question. Confined to one thread. A surprise: hot rows that cost more than rows of their own. */
@Question(
        title = "Fold",
        order = 60,
        value =
                "What does it cost to fold a batch by key? One operation is one event of a batch of 500: whole rows or parts"
                        + " of rows, their keys all different or of 20 hot rows.")
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FoldBatch {
    private static final int BATCH = 500;

    /** In which form events came. */
    @Param({"ENVELOPE_10", "ENVELOPE_10_TOAST"})
    public RecordShape shape = RecordShape.ENVELOPE_10;

    /** How many different keys the batch has. */
    @Param({"500", "20"})
    public int keys = BATCH;

    private final Folder folder = new Folder();
    private ChangeEvent[] events = {};

    @Setup
    public void makeEvents() {
        events = Events.make(shape, BATCH, keys);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int fold() {
        for (ChangeEvent event : events) {
            folder.add(event);
        }
        List<Entry> batch = folder.take();
        if (batch.size() != keys) {
            throw new IllegalStateException(batch.size() + " entries for " + keys + " keys");
        }
        return batch.size();
    }
}
