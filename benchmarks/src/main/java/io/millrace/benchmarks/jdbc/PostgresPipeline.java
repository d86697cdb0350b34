/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.jdbc;

import io.millrace.benchmarks.core.InlineLanes;
import io.millrace.benchmarks.core.PatientWorker;
import io.millrace.benchmarks.data.Events;
import io.millrace.benchmarks.data.OrderRecords;
import io.millrace.benchmarks.data.RecordShape;
import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.lane.FailureOverrides;
import io.millrace.sink.lane.RetrySettings;
import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.pipeline.PipelineSettings;
import io.millrace.sink.pipeline.SinkPipeline;
import io.millrace.sink.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A whole pipeline before a real PostgreSQL, and an endless topic of Debezium's change events that say where in the log of
 * their source they stand. Confined to one thread.
 */
final class PostgresPipeline implements AutoCloseable {
    private static final Schema SOURCE = SchemaBuilder.struct()
            .name("io.debezium.connector.postgresql.Source")
            .field("connector", Schema.STRING_SCHEMA)
            .field("name", Schema.STRING_SCHEMA)
            .field("db", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.INT64_SCHEMA)
            .field("sequence", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private final OrdersTable table;
    private final InlineLanes lanes = new InlineLanes();
    private final PatientWorker worker = new PatientWorker();
    private final SinkMetrics metrics = new SinkMetrics();
    private final SinkPipeline pipeline;
    private final SinkRecord[] records;
    private final Schema envelope;
    private long offset;

    /** @param records of a batch, all of different keys */
    PostgresPipeline(String delivery, int records) throws Exception {
        this.table = new OrdersTable(RecordShape.ENVELOPE_10, Map.of("delivery", delivery));
        this.records = new OrderRecords(RecordShape.ENVELOPE_10).make(records, records);
        this.envelope = envelope(this.records[0].valueSchema());
        DecodeSettings decode = Events.settings();
        boolean positions = table.target().capabilities().needsSourcePositions();
        this.pipeline = new SinkPipeline(
                new PipelineSettings(
                        "benchmark",
                        new DecodeSettings(decode.unavailableValue(), true, positions, decode.topics()),
                        new RetrySettings(
                                Duration.ofMillis(100),
                                Duration.ofSeconds(10),
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(1),
                                Optional.empty(),
                                false,
                                FailureOverrides.NONE),
                        10_000,
                        8 << 20,
                        1L << 30,
                        Duration.ofSeconds(5)),
                table.target(),
                worker,
                null,
                lanes,
                metrics,
                TimeSource.SYSTEM,
                new SplittableRandom(1));
        pipeline.open(List.of(Events.PARTITION));
        // With exactly-once delivery a partition is paused until the target has let us have it.
        while (worker.isPaused()) {
            pipeline.put(List.of());
        }
    }

    private static Schema envelope(Schema plain) {
        SchemaBuilder builder = SchemaBuilder.struct().name(plain.name());
        plain.fields()
                .forEach(field -> builder.field(field.name(), field.name().equals("source") ? SOURCE : field.schema()));
        return builder.build();
    }

    /** Hands over one batch and writes it. Returns whether all of it is safe. */
    boolean deliver() {
        List<SinkRecord> poll = new ArrayList<>(records.length);
        for (SinkRecord record : records) {
            poll.add(next(record));
        }
        pipeline.put(poll);
        lanes.drain();
        if (metrics.total(SinkMetrics.Result.APPLIED) != offset || !pipeline.isClear()) {
            throw new IllegalStateException("A batch was not written");
        }
        return true;
    }

    private SinkRecord next(SinkRecord record) {
        Struct plain = (Struct) record.value();
        long at = offset++;
        Struct source = new Struct(SOURCE)
                .put("connector", "postgresql")
                .put("name", "shop")
                .put("db", "orders")
                .put("ts_ms", 1_790_000_000_000L + at)
                .put("sequence", "[\"" + (24_000_000 + at) + "\",\"" + (24_000_001 + at) + "\"]");
        Struct value = new Struct(envelope)
                .put("before", plain.get("before"))
                .put("after", plain.get("after"))
                .put("op", plain.get("op"))
                .put("ts_ms", plain.get("ts_ms"))
                .put("source", source);
        return new SinkRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                envelope,
                value,
                at,
                record.timestamp(),
                record.timestampType());
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
