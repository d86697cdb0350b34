/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.data;

import io.millrace.testkit.records.ChangeTopic;
import io.millrace.testkit.records.ChangeTopic.At;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** Makes the records that benchmarks take in. Confined to one thread. */
public final class OrderRecords {
    /** The topic of all of them. */
    public static final String TOPIC = "shop.public.orders";

    private static final long START = 1_790_000_000_000L;

    private final RecordShape shape;
    private final ChangeTopic topic;
    private final JsonBytes json = new JsonBytes(false);
    private final Schema flattenedSchema;

    public OrderRecords(RecordShape shape) {
        this.shape = shape;
        Schema row = OrderRow.schema(TOPIC, shape.columns());
        this.topic = new ChangeTopic(TOPIC, row, List.of(OrderRow.KEY));
        SchemaBuilder flattened = SchemaBuilder.struct().name(row.name());
        row.fields().forEach(field -> flattened.field(field.name(), field.schema()));
        this.flattenedSchema = flattened
                .field("__deleted", Schema.OPTIONAL_STRING_SCHEMA)
                .field("__op", Schema.OPTIONAL_STRING_SCHEMA)
                .field("__source_ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
    }

    /** The table that rows of this shape go to. */
    public static String createTable(String table, RecordShape shape) {
        return "CREATE TABLE " + table + " (" + OrderRow.columnsSql(shape.columns()) + ")";
    }

    /**
     * Records with offsets from 0.
     *
     * @param keys how many different keys they have, which come in turn
     */
    public SinkRecord[] make(int count, int keys) {
        SinkRecord[] records = new SinkRecord[count];
        for (int i = 0; i < count; i++) {
            records[i] = record(i, i % keys);
        }
        return records;
    }

    /** Records with offsets from 0 and the keys from {@code firstKey} on. */
    public SinkRecord[] makeFrom(long firstKey, int count) {
        SinkRecord[] records = new SinkRecord[count];
        for (int i = 0; i < count; i++) {
            records[i] = record(i, firstKey + i);
        }
        return records;
    }

    private SinkRecord record(long offset, long id) {
        At at = new At(0, offset, START + offset);
        Map<String, Object> row = OrderRow.values(id, shape.columns());
        return switch (shape) {
            case ENVELOPE_10, ENVELOPE_50 -> topic.upsert(at, "u", row);
            case ENVELOPE_10_TOAST -> {
                row.put(OrderRow.NOTE, ChangeTopic.UNAVAILABLE);
                yield topic.upsert(at, "u", row);
            }
            case DELETE_10 -> topic.delete(at, row);
            case FLATTENED_10 -> flattened(topic.upsert(at, "u", row));
            case MAP_10 -> json.schemaless(topic.upsert(at, "u", row));
        };
    }

    private SinkRecord flattened(SinkRecord envelope) {
        Struct after = (Struct) ((Struct) envelope.value()).get("after");
        Struct flat = new Struct(flattenedSchema).put("__deleted", "false").put("__op", "u");
        flat.put("__source_ts_ms", envelope.timestamp());
        for (Field field : after.schema().fields()) {
            flat.put(field.name(), after.get(field));
        }
        return at(
                envelope.newRecord(
                        TOPIC,
                        0,
                        envelope.keySchema(),
                        envelope.key(),
                        flattenedSchema,
                        flat,
                        envelope.timestamp(),
                        envelope.headers()),
                envelope.kafkaOffset());
    }

    /** The same record at another offset: keys, values and schemas are shared. */
    public static SinkRecord at(SinkRecord record, long offset) {
        return new SinkRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                offset,
                record.timestamp(),
                TimestampType.CREATE_TIME,
                record.headers());
    }
}
