/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.core;

import io.millrace.benchmarks.Question;
import io.millrace.benchmarks.data.Events;
import io.millrace.benchmarks.data.RawRecords;
import io.millrace.benchmarks.data.RecordShape;
import io.millrace.sink.decode.DecodeFormat;
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

/** See the question. Confined to one thread. */
@Question(
        title = "Decode: Avro",
        order = 32,
        value = "What does it cost to make a change event of a record in Avro, its schema known?")
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeAvro {
    private static final int RECORDS = 512;

    /** In which form records come. */
    @Param({"ENVELOPE_10", "ENVELOPE_50"})
    public RecordShape shape = RecordShape.ENVELOPE_10;

    private final RawRecords raw = new RawRecords(DecodeFormat.AVRO);
    private final SourcePartition source = new SourcePartition(Events.PARTITION, 1);
    private EventDecoder decoder = new EventDecoder(raw.settings());
    private SinkRecord[] records = {};
    private int next;

    @Setup
    public void makeRecords() {
        records = raw.make(shape, RECORDS);
        decoder = new EventDecoder(raw.settings());
    }

    @Benchmark
    public Decoded raw() {
        next = (next + 1) % RECORDS;
        return decoder.decode(records[next], source);
    }
}
