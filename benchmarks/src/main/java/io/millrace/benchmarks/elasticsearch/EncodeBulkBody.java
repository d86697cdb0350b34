/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.elasticsearch;

import io.millrace.benchmarks.Question;
import io.millrace.benchmarks.data.EventBatch;
import io.millrace.benchmarks.data.Events;
import io.millrace.benchmarks.data.NoSettlements;
import io.millrace.benchmarks.data.RecordShape;
import io.millrace.sink.spi.LaneParts;
import io.millrace.sink.spi.Target;
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

/** See the question. Confined to one thread. A surprise: a cost that grows with the columns. */
@Question(
        title = "Elasticsearch and S3: encode",
        order = 130,
        value = "What does it cost to write an event as the lines of a bulk body, beyond the bytes of the body itself?")
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodeBulkBody {
    private static final int BATCH = 500;

    /** In which form events came. */
    @Param({"ENVELOPE_10", "ENVELOPE_50", "ENVELOPE_10_TOAST", "DELETE_10", "MAP_10"})
    public RecordShape shape = RecordShape.ENVELOPE_10;

    private @Nullable ReadyCluster cluster;
    private @Nullable Target target;
    private @Nullable LaneParts lane;
    private EventBatch batch = new EventBatch(Events.make(shape, 1, 1));

    @Setup
    public void open() throws Exception {
        cluster = new ReadyCluster();
        target = cluster.target();
        lane = NoSettlements.laneOf(target);
        batch = new EventBatch(Events.make(shape, BATCH, BATCH));
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int bulkBody() throws Exception {
        return batch.encode(Objects.requireNonNull(lane).encoder());
    }

    @TearDown
    public void close() {
        Objects.requireNonNull(lane).writer().close();
        Objects.requireNonNull(target).close();
        Objects.requireNonNull(cluster).close();
    }
}
