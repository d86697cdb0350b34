/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.core;

import io.millrace.benchmarks.Peer;
import io.millrace.benchmarks.Question;
import io.millrace.benchmarks.data.JsonBytes;
import io.millrace.benchmarks.data.OrderRecords;
import io.millrace.benchmarks.data.RecordShape;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.SchemaAndValue;
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
        title = "Decode: what comes before",
        order = 30,
        value =
                "For comparison: what does Connect's JsonConverter spend on the value of the same record, before any sink"
                        + " gets it?")
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReadJson {
    private static final int RECORDS = 256;

    /** Whether each record carries its schema, as is the worker's default. */
    @Param({"true", "false"})
    public boolean schemas = true;

    private JsonBytes json = new JsonBytes(schemas);
    private final byte[][] values = new byte[RECORDS][];
    private int next;

    @Setup
    public void makeRecords() {
        json = new JsonBytes(schemas);
        SinkRecord[] records = new OrderRecords(RecordShape.ENVELOPE_10).make(RECORDS, RECORDS);
        for (int i = 0; i < RECORDS; i++) {
            values[i] = json.ofValue(records[i]);
        }
    }

    @Benchmark
    @Peer("Apache Kafka's JsonConverter")
    public SchemaAndValue jsonConverter() {
        next = (next + 1) % RECORDS;
        return json.value(OrderRecords.TOPIC, values[next]);
    }
}
