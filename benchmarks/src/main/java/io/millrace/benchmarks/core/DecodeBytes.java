/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.core;

import io.millrace.benchmarks.Peer;
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

/** See the question. Confined to one thread. A surprise: raw decoding that is not several times faster. */
@Question(
        title = "Decode: straight from bytes",
        order = 31,
        value =
                "What does it cost to make a change event of the bytes of a record, and what if Connect's JsonConverter has"
                        + " to make a record of them first?")
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBytes {
    private static final int RECORDS = 512;

    /** What the bytes are. */
    @Param({"JSON_WITH_SCHEMA", "JSON"})
    public DecodeFormat format = DecodeFormat.JSON_WITH_SCHEMA;

    /** In which form records come. */
    @Param({"ENVELOPE_10", "ENVELOPE_50"})
    public RecordShape shape = RecordShape.ENVELOPE_10;

    private final SourcePartition source = new SourcePartition(Events.PARTITION, 1);
    private RawRecords raw = new RawRecords(format);
    private EventDecoder bytesDecoder = new EventDecoder(raw.settings());
    private EventDecoder decoder = new EventDecoder(Events.settings());
    private SinkRecord[] records = {};
    private int next;

    @Setup
    public void makeRecords() {
        raw = new RawRecords(format);
        records = raw.make(shape, RECORDS);
        bytesDecoder = new EventDecoder(raw.settings());
        decoder = new EventDecoder(Events.settings());
    }

    @Benchmark
    public Decoded raw() {
        next = (next + 1) % RECORDS;
        return bytesDecoder.decode(records[next], source);
    }

    @Benchmark
    @Peer("Apache Kafka's JsonConverter, then our decoder")
    public Decoded converted() {
        next = (next + 1) % RECORDS;
        return decoder.decode(raw.converted(records[next]), source);
    }
}
