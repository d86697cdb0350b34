/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.s3;

import io.millrace.benchmarks.Question;
import io.millrace.benchmarks.data.EventBatch;
import io.millrace.benchmarks.data.Events;
import io.millrace.benchmarks.data.RecordShape;
import io.millrace.s3.format.Compression;
import io.millrace.s3.format.Format;
import io.millrace.s3.format.RowFormat;
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

/** See the question. Confined to one thread. A surprise: anything allocated for rows of Avro. */
@Question(
        title = "Elasticsearch and S3: encode",
        order = 131,
        value = "What does it cost to write an event as a row of an S3 object, before it is compressed?")
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodeObjectRow {
    private static final int BATCH = 500;

    /** What objects are made of. */
    @Param({"JSON", "AVRO"})
    public Format format = Format.JSON;

    /** In which form events came. */
    @Param({"ENVELOPE_10", "ENVELOPE_10_TOAST"})
    public RecordShape shape = RecordShape.ENVELOPE_10;

    private RowFormat rows = RowFormat.of(format, Compression.NONE, 0);
    private EventBatch batch = new EventBatch(Events.make(shape, 1, 1));

    @Setup
    public void open() {
        rows = RowFormat.of(format, Compression.NONE, 0);
        batch = new EventBatch(Events.make(shape, BATCH, BATCH));
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int objectRow() throws Exception {
        return batch.encode(rows);
    }
}
