/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.contract;

import io.millrace.testkit.records.ChangeTopic;
import io.millrace.testkit.records.ChangeTopic.At;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Builds the change topic that the contract tests write, record by record with rising offsets. One thread. */
public final class Orders {
    private static final Schema ROW = columns().build();
    private static final long START = 1_800_000_000_000L;

    private ChangeTopic topic = new ChangeTopic("shop.public.orders", ROW, List.of("id"));
    private final List<SinkRecord> records = new ArrayList<>();
    private long offset;

    private static SchemaBuilder columns() {
        return SchemaBuilder.struct()
                .name("shop.public.orders.Value")
                .field("id", Schema.INT64_SCHEMA)
                .field("name", Schema.OPTIONAL_STRING_SCHEMA)
                .field("quantity", Schema.OPTIONAL_INT32_SCHEMA)
                .field("note", Schema.OPTIONAL_STRING_SCHEMA);
    }

    /** A row of the contract's table. */
    public static Map<String, Object> row(
            long id, @Nullable String name, @Nullable Integer quantity, @Nullable String note) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", id);
        row.put("name", name);
        row.put("quantity", quantity);
        row.put("note", note);
        return row;
    }

    public Orders create(long id, @Nullable String name, @Nullable Integer quantity, @Nullable String note) {
        return add(topic.upsert(at(), "c", row(id, name, quantity, note)));
    }

    public Orders update(long id, @Nullable String name, @Nullable Integer quantity, @Nullable String note) {
        return add(topic.upsert(at(), "u", row(id, name, quantity, note)));
    }

    /** An update whose note has not changed and was not sent. */
    public Orders updateWithoutNote(long id, @Nullable String name, @Nullable Integer quantity) {
        return add(topic.upsert(at(), "u", row(id, name, quantity, ChangeTopic.UNAVAILABLE)));
    }

    public Orders delete(long id) {
        return add(topic.delete(at(), Map.of("id", id)));
    }

    public Orders tombstone(long id) {
        return add(topic.tombstone(at(), Map.of("id", id)));
    }

    public Orders truncate() {
        return add(topic.truncate(at()));
    }

    /** From now on rows have one more column, {@code added}, which is text. */
    public Orders addColumn() {
        topic = topic.withRowSchema(
                columns().field("added", Schema.OPTIONAL_STRING_SCHEMA).build());
        return this;
    }

    /** An upsert after {@link #addColumn}. */
    public Orders createWithAdded(long id, String name, String added) {
        Map<String, Object> row = row(id, name, null, null);
        row.put("added", added);
        return add(topic.upsert(at(), "c", row));
    }

    /** A record without any schema. */
    public Orders schemaless(long id, String name, int quantity) {
        return add(new SinkRecord(
                topic.topic(),
                0,
                null,
                Map.of("id", id),
                null,
                Map.of("id", id, "name", name, "quantity", (long) quantity),
                at().offset(),
                START,
                org.apache.kafka.common.record.TimestampType.CREATE_TIME));
    }

    private Orders add(SinkRecord record) {
        records.add(record);
        return this;
    }

    private At at() {
        At at = new At(0, offset, START + offset);
        offset++;
        return at;
    }

    /** The records built since the last call. */
    public List<SinkRecord> take() {
        List<SinkRecord> taken = List.copyOf(records);
        records.clear();
        return taken;
    }
}
