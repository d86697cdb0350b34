/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.records;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Builds the records of a table's change topic as Debezium's PostgreSQL source with default settings sends them. Immutable
 * and thread-safe.
 */
public final class ChangeTopic {
    /** What stands for a value that has not changed and was not sent. */
    public static final String UNAVAILABLE = "__debezium_unavailable_value";

    private static final Schema SOURCE = SchemaBuilder.struct()
            .name("io.debezium.connector.postgresql.Source")
            .field("version", Schema.STRING_SCHEMA)
            .field("connector", Schema.STRING_SCHEMA)
            .field("name", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.INT64_SCHEMA)
            .field("snapshot", Schema.OPTIONAL_STRING_SCHEMA)
            .field("db", Schema.STRING_SCHEMA)
            .field("sequence", Schema.OPTIONAL_STRING_SCHEMA)
            .field("ts_us", Schema.OPTIONAL_INT64_SCHEMA)
            .field("ts_ns", Schema.OPTIONAL_INT64_SCHEMA)
            .field("schema", Schema.STRING_SCHEMA)
            .field("table", Schema.STRING_SCHEMA)
            .field("txId", Schema.OPTIONAL_INT64_SCHEMA)
            .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
            .field("xmin", Schema.OPTIONAL_INT64_SCHEMA)
            .build();

    private final String topic;
    private final Schema rowSchema;
    private final Schema keySchema;
    private final Schema envelopeSchema;

    /**
     * @param topic name of the topic
     * @param rowSchema schema of the table's rows
     * @param key names of the columns that make the primary key
     */
    public ChangeTopic(String topic, Schema rowSchema, List<String> key) {
        this.topic = topic;
        this.rowSchema = rowSchema;
        SchemaBuilder keys = SchemaBuilder.struct().name(topic + ".Key");
        key.forEach(column -> keys.field(column, rowSchema.field(column).schema()));
        this.keySchema = keys.build();
        this.envelopeSchema = SchemaBuilder.struct()
                .name(topic + ".Envelope")
                .field("before", optional(rowSchema))
                .field("after", optional(rowSchema))
                .field("source", SOURCE)
                .field("op", Schema.STRING_SCHEMA)
                .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                .field("ts_us", Schema.OPTIONAL_INT64_SCHEMA)
                .field("ts_ns", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
    }

    private static Schema optional(Schema schema) {
        SchemaBuilder builder = SchemaBuilder.struct().name(schema.name()).optional();
        schema.fields().forEach(field -> builder.field(field.name(), field.schema()));
        return builder.build();
    }

    public String topic() {
        return topic;
    }

    /** The same table after its schema has changed. */
    public ChangeTopic withRowSchema(Schema changed) {
        return new ChangeTopic(
                topic, changed, keySchema.fields().stream().map(Field::name).toList());
    }

    /** {@code op} is {@code c}, {@code u} or {@code r}; columns that are not given are NULL. */
    public SinkRecord upsert(At at, String op, Map<String, ?> row) {
        Struct after = struct(envelopeSchema.field("after").schema(), row);
        return record(at, key(row), envelope(op, null, after, at));
    }

    /** A delete with the default replica identity: the row before has its key alone. */
    public SinkRecord delete(At at, Map<String, ?> key) {
        Struct before = new Struct(envelopeSchema.field("before").schema());
        for (Field field : rowSchema.fields()) {
            Object value = key.get(field.name());
            before.put(field, value == null ? madeUp(field.schema()) : value);
        }
        return record(at, key(key), envelope("d", before, null, at));
    }

    private static @Nullable Object madeUp(Schema schema) {
        if (schema.isOptional()) {
            return null;
        }
        return switch (schema.type()) {
            case INT8 -> (byte) 0;
            case INT16 -> (short) 0;
            case INT32 -> 0;
            case INT64 -> 0L;
            case FLOAT32 -> 0f;
            case FLOAT64 -> 0d;
            case BOOLEAN -> false;
            case STRING -> "";
            default -> throw new IllegalArgumentException("No made-up value for a required " + schema.type());
        };
    }

    /** The tombstone that follows a delete. */
    public SinkRecord tombstone(At at, Map<String, ?> key) {
        return new SinkRecord(
                topic,
                at.partition(),
                keySchema,
                key(key),
                null,
                null,
                at.offset(),
                at.timestamp(),
                TimestampType.CREATE_TIME,
                new ConnectHeaders());
    }

    /** A truncate: no key, no rows. */
    public SinkRecord truncate(At at) {
        return record(at, null, envelope("t", null, null, at));
    }

    private Struct key(Map<String, ?> row) {
        return struct(keySchema, row);
    }

    private static Struct struct(Schema schema, Map<String, ?> values) {
        Struct struct = new Struct(schema);
        schema.fields().forEach(field -> struct.put(field, values.get(field.name())));
        return struct;
    }

    private Struct envelope(String op, @Nullable Struct before, @Nullable Struct after, At at) {
        return new Struct(envelopeSchema)
                .put("before", before)
                .put("after", after)
                .put("source", source(at))
                .put("op", op)
                .put("ts_ms", at.timestamp())
                .put("ts_us", at.timestamp() * 1_000)
                .put("ts_ns", at.timestamp() * 1_000_000);
    }

    private Struct source(At at) {
        String table = topic.substring(topic.lastIndexOf('.') + 1);
        long lsn = 24_000_000 + at.offset() * 120;
        return new Struct(SOURCE)
                .put("version", "3.6.3.Final")
                .put("connector", "postgresql")
                .put("name", topic.substring(0, Math.max(0, topic.indexOf('.'))))
                .put("ts_ms", at.timestamp())
                .put("snapshot", "false")
                .put("db", "source")
                .put("sequence", "[\"" + lsn + "\",\"" + (lsn + 120) + "\"]")
                .put("ts_us", at.timestamp() * 1_000)
                .put("ts_ns", at.timestamp() * 1_000_000)
                .put("schema", "public")
                .put("table", table)
                .put("txId", 700 + at.offset())
                .put("lsn", lsn);
    }

    private SinkRecord record(At at, @Nullable Struct key, Struct value) {
        return new SinkRecord(
                topic,
                at.partition(),
                key == null ? null : keySchema,
                key,
                envelopeSchema,
                value,
                at.offset(),
                at.timestamp(),
                TimestampType.CREATE_TIME,
                new ConnectHeaders());
    }

    /**
     * Where a record stands on its topic.
     *
     * @param timestamp of the record and of the commit at the source, in ms since the epoch
     */
    public record At(int partition, long offset, long timestamp) {}
}
