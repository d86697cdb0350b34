/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.core;

import io.millrace.benchmarks.Question;
import io.millrace.benchmarks.data.Events;
import io.millrace.benchmarks.data.OrderRecords;
import io.millrace.benchmarks.data.RecordShape;
import io.millrace.sink.decode.EventDecoder;
import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.SourcePartition;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.sink.SinkRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** See the question. Confined to one thread. A surprise: a cost that grows with the columns which hold no text. */
@Question(
        title = "Decode",
        order = 20,
        value = "What does it cost to make a change event of a record that Connect has converted?")
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeRecord {
    private static final int RECORDS = 1_024;

    /** In which form records come. */
    @Param({"ENVELOPE_10", "ENVELOPE_50", "ENVELOPE_10_TOAST", "FLATTENED_10", "MAP_10"})
    public RecordShape shape = RecordShape.ENVELOPE_10;

    private final EventDecoder decoder = new EventDecoder(Events.settings());
    private final SourcePartition source = new SourcePartition(Events.PARTITION, 1);
    private SinkRecord[] records = {};
    private int next;

    @Setup
    public void makeRecords() {
        records = new OrderRecords(shape).make(RECORDS, RECORDS);
    }

    @Benchmark
    public Decoded decode() {
        next = (next + 1) % RECORDS;
        return decoder.decode(records[next], source);
    }
}
