/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Where keys come from, deletes included. */
class KeyModesIT {
    private static final String ROWS = "SELECT id, name, quantity FROM orders ORDER BY id, name";

    private final Scene scene = new Scene();
    private final Orders orders = new Orders();

    @Test
    void recordKey_struct_identifiesTheRow() throws Exception {
        scene.write(
                orders.create(1, "a", 1, null)
                        .create(2, "b", 2, null)
                        .update(1, "c", 3, null)
                        .delete(2)
                        .take(),
                "schema.evolution",
                "add");

        assertThat(scene.rows(ROWS)).containsExactly("1|c|3");
        assertThat(scene.columns("orders")).contains("id bigint NOT NULL");
    }

    @Test
    void recordKey_someOfItsFields() throws Exception {
        Schema key = SchemaBuilder.struct()
                .field("tenant", Schema.STRING_SCHEMA)
                .field("id", Schema.INT64_SCHEMA)
                .build();
        Schema row = SchemaBuilder.struct().field("name", Schema.STRING_SCHEMA).build();
        scene.write(
                List.of(
                        scene.record(
                                "t",
                                key,
                                new Struct(key).put("tenant", "x").put("id", 1L),
                                row,
                                new Struct(row).put("name", "a")),
                        scene.record(
                                "t",
                                key,
                                new Struct(key).put("tenant", "y").put("id", 1L),
                                row,
                                new Struct(row).put("name", "b"))),
                "schema.evolution",
                "add",
                "key.fields",
                "id");

        assertThat(scene.rows("SELECT * FROM t")).containsExactly("1|b");
    }

    @Test
    void recordKey_primitive_isOneColumn() throws Exception {
        Schema row = SchemaBuilder.struct().field("name", Schema.STRING_SCHEMA).build();
        try (TaskRun task = scene.task("schema.evolution", "add", "key.fields", "id")) {
            task.put(List.of(
                            scene.record("t", Schema.INT64_SCHEMA, 1L, row, new Struct(row).put("name", "a")),
                            scene.record("t", Schema.INT64_SCHEMA, 2L, row, new Struct(row).put("name", "b"))))
                    .drain();
            assertThat(scene.rows("SELECT * FROM t ORDER BY id")).containsExactly("1|a", "2|b");
            task.put(List.of(scene.record("t", Schema.INT64_SCHEMA, 1L, null, null)))
                    .drain();
        }
        assertThat(scene.rows("SELECT * FROM t")).containsExactly("2|b");
        assertThat(scene.columns("t")).containsExactly("id bigint NOT NULL", "name text");
    }

    @Test
    void recordKey_primitive_withoutAColumn_failsTask() {
        Schema row = SchemaBuilder.struct().field("name", Schema.STRING_SCHEMA).build();
        assertThat(scene.failure(
                        List.of(scene.record("t", Schema.STRING_SCHEMA, "k", row, new Struct(row).put("name", "a")))))
                .contains("'key.fields' must name the one column");
    }

    @Test
    void recordKey_schemaless_mapAndPrimitive() throws Exception {
        scene.database.execute("CREATE TABLE t (id bigint PRIMARY KEY, name text)");
        scene.write(List.of(
                scene.record("t", null, Map.of("id", 1), null, Map.of("name", "a")),
                scene.record("t", null, Map.of("id", 2), null, Map.of("name", "b")),
                scene.record("t", null, Map.of("id", 1), null, null)));
        assertThat(scene.rows("SELECT * FROM t")).containsExactly("2|b");

        scene.write(
                List.of(
                        scene.record("t", null, 3L, null, Map.of("name", "c")),
                        scene.record("t", null, 2L, null, null)),
                "key.fields",
                "id");
        assertThat(scene.rows("SELECT * FROM t")).containsExactly("3|c");
    }

    @Test
    void recordValue_identifiesTheRow_deletesFromTheImageBefore() throws Exception {
        scene.database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity integer, note text)");
        List<SinkRecord> keyless =
                orders.create(1, "a", 1, null).create(2, "b", 2, null).update(1, "c", 3, null).delete(2).take().stream()
                        .map(record -> record.newRecord(
                                record.topic(),
                                record.kafkaPartition(),
                                null,
                                null,
                                record.valueSchema(),
                                record.value(),
                                record.timestamp()))
                        .toList();
        scene.write(keyless, "key.source", "record_value", "key.fields", "id");

        assertThat(scene.rows(ROWS)).containsExactly("1|c|3");
    }

    @Test
    void recordValue_fieldThatIsNull_isItsRecordsFault() throws Exception {
        scene.database.execute("CREATE TABLE t (id bigint PRIMARY KEY)");
        assertThat(scene.letters(
                        List.of(scene.flat("t", "id", Schema.OPTIONAL_INT64_SCHEMA, null)),
                        "key.source",
                        "record_value",
                        "key.fields",
                        "id"))
                .singleElement()
                .asString()
                .contains("decode.null-key", "'id' has no value");
    }

    @Test
    void recordValue_fieldThatIsNot_failsTask() {
        assertThat(scene.failure(
                        List.of(scene.flat("t", "id", Schema.INT64_SCHEMA, 1L)),
                        "key.source",
                        "record_value",
                        "key.fields",
                        "uid"))
                .contains("'key.fields' names 'uid', but the value has only [id]");
    }

    @Test
    void recordHeader_identifiesTheRow_deletesToo() throws Exception {
        try (TaskRun task =
                scene.task("schema.evolution", "add", "key.source", "record_header", "key.fields", "tenant,number")) {
            task.put(List.of(
                            keyed("x", 1, "a"),
                            keyed("x", 2, "b"),
                            keyed("y", 1, "c"),
                            keyed("x", 1, "d"),
                            keyed("y", 1, null)))
                    .drain();
        }
        assertThat(scene.reports.messages()).isEmpty();
        assertThat(scene.rows("SELECT * FROM t ORDER BY tenant, number")).containsExactly("x|1|d", "x|2|b");
        assertThat(scene.columns("t")).containsExactly("tenant text NOT NULL", "number integer NOT NULL", "name text");
    }

    private SinkRecord keyed(String tenant, int number, String name) {
        SinkRecord record = name == null
                ? scene.record("t", null, null, null, null)
                : scene.flat("t", "name", Schema.STRING_SCHEMA, name);
        record.headers().addString("tenant", tenant).addInt("number", number);
        return record;
    }

    @Test
    void recordHeader_thatIsNotThere_isItsRecordsFault() throws Exception {
        scene.database.execute("CREATE TABLE t (id text PRIMARY KEY, name text)");
        assertThat(scene.letters(
                        List.of(
                                scene.flat("t", "name", Schema.STRING_SCHEMA, "a"),
                                Scene.with(scene.flat("t", "name", Schema.STRING_SCHEMA, "b"), "id", "7")),
                        "key.source",
                        "record_header",
                        "key.fields",
                        "id"))
                .singleElement()
                .asString()
                .contains("header 'id'", "t-0@0");
        assertThat(scene.rows("SELECT * FROM t")).containsExactly("7|b");
    }

    @Test
    void kafkaCoordinates_makeEveryRecordARow_onceEach() throws Exception {
        List<SinkRecord> records =
                orders.create(1, "a", 1, null).update(1, "b", 2, null).take();
        scene.write(records, "schema.evolution", "add", "key.source", "kafka");
        scene.write(records, "key.source", "kafka");

        assertThat(scene.rows("SELECT __connect_topic, __connect_partition, __connect_offset, id, name FROM orders"
                        + " ORDER BY __connect_offset"))
                .containsExactly("shop.public.orders|0|0|1|a", "shop.public.orders|0|1|1|b");
    }

    @Test
    void kafkaCoordinates_deletesFindNothing_andAreTheirRecordsFault() throws Exception {
        scene.database.execute(
                "CREATE TABLE orders (t text, p integer, o bigint, id bigint, name text, quantity integer,"
                        + " note text, PRIMARY KEY (t, p, o))");
        assertThat(scene.letters(
                        orders.create(1, "a", 1, null).delete(1).take(), "key.source", "kafka", "key.fields", "t,p,o"))
                .singleElement()
                .asString()
                .contains("decode.delete-without-key", "'delete.mode=ignore'");
        assertThat(scene.rows("SELECT t, p, o, id FROM orders")).containsExactly("shop.public.orders|0|0|1");
    }

    @Test
    void none_everyEventIsARow_deletesAreTheirRecordsFault() throws Exception {
        scene.database.execute("CREATE TABLE orders (id bigint, name text, quantity integer, note text)");
        assertThat(scene.letters(
                        orders.create(1, "a", 1, null)
                                .create(1, "b", 1, null)
                                .delete(1)
                                .take(),
                        "insert.mode",
                        "insert",
                        "key.source",
                        "none"))
                .singleElement()
                .asString()
                .contains("jdbc.delete-without-key", "'delete.mode' 'ignore'", "@2");
        assertThat(scene.rows(ROWS)).containsExactly("1|a|1", "1|b|1");
    }

    @Test
    void deletesIgnored_areSkipped() throws Exception {
        scene.write(
                orders.create(1, "a", 1, null).delete(1).take(), "schema.evolution", "add", "delete.mode", "ignore");

        assertThat(scene.rows(ROWS)).containsExactly("1|a|1");
    }
}
