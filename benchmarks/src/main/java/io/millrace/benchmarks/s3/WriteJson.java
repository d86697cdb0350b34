/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.s3;

import io.millrace.benchmarks.Peer;
import io.millrace.benchmarks.Question;
import io.millrace.benchmarks.data.JsonBytes;
import io.millrace.benchmarks.data.OrderRecords;
import io.millrace.benchmarks.data.RecordShape;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** See the question. Confined to one thread. */
@Question(
        title = "Elasticsearch and S3: encode",
        order = 132,
        value =
                "For comparison, the same ten columns made JSON by Connect's JsonConverter without schema, as other sinks for"
                        + " documents and objects do it; no action line, key or place of the record around them.")
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WriteJson {
    private static final int RECORDS = 500;

    private final JsonBytes json = new JsonBytes(false);
    private final Struct[] rows = new Struct[RECORDS];
    private int next;

    @Setup
    public void makeRows() {
        SinkRecord[] records = new OrderRecords(RecordShape.ENVELOPE_10).make(RECORDS, RECORDS);
        for (int i = 0; i < RECORDS; i++) {
            rows[i] = ((Struct) records[i].value()).getStruct("after");
        }
    }

    @Benchmark
    @Peer("Apache Kafka's JsonConverter")
    public byte[] jsonConverter() {
        next = (next + 1) % RECORDS;
        return json.of(OrderRecords.TOPIC, rows[next]);
    }
}
