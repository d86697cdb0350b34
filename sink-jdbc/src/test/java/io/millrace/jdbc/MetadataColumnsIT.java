/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.contract.Orders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Columns that say where a row comes from. */
class MetadataColumnsIT {
    private static final String ALL =
            "topic,partition:p,offset,timestamp,source_ts,op,headers,header.trace-id:trace,header.sole";

    private final Scene scene = new Scene();
    private final Orders orders = new Orders();

    @Test
    void allOfThem_areCreatedAndWritten() throws Exception {
        List<SinkRecord> records = new ArrayList<>(
                orders.create(1, "a", 1, null).update(2, "b", 2, null).take());
        Scene.with(records.get(0), "trace-id", "old", "trace-id", "t1");
        records.get(0).headers().addInt("n", 7).addBytes("raw", new byte[] {1, 2});
        Schema nested = SchemaBuilder.struct().field("x", Schema.INT32_SCHEMA).build();
        records.get(0).headers().addStruct("nested", new Struct(nested).put("x", 1));
        records.get(0)
                .headers()
                .addMap(
                        "map",
                        Map.of("k", "v"),
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA)
                                .build());
        scene.write(records, "schema.evolution", "add", "metadata.columns", ALL);

        assertThat(scene.columns("orders"))
                .contains(
                        "__topic text",
                        "p integer",
                        "__offset bigint",
                        "__timestamp timestamp with time zone",
                        "__source_ts timestamp with time zone",
                        "__op text",
                        "__headers jsonb",
                        "trace text",
                        "sole text");
        assertThat(scene.rows("SELECT id, __topic, p, __offset, __op, trace, sole, __headers,"
                        + " (extract(epoch FROM __timestamp) * 1000)::bigint, __source_ts = __timestamp"
                        + " FROM orders ORDER BY id"))
                .containsExactly(
                        "1|shop.public.orders|0|0|c|t1|-|{\"n\": 7, \"map\": {\"k\": \"v\"}, \"raw\": \"AQI=\", \"nested\":"
                                + " {\"x\": 1}, \"trace-id\": \"t1\"}|"
                                + records.get(0).timestamp() + "|t",
                        "2|shop.public.orders|0|1|u|-|-|{}|" + records.get(1).timestamp() + "|t");
    }

    @Test
    void foldedRow_tellsOfItsLastEvent() throws Exception {
        scene.write(
                orders.create(1, "a", 1, "note")
                        .update(1, "b", 2, "note")
                        .updateWithoutNote(1, "c", 3)
                        .take(),
                "schema.evolution",
                "add",
                "metadata.columns",
                "offset,op");

        assertThat(scene.rows("SELECT name, note, __offset, __op FROM orders")).containsExactly("c|note|2|u");
    }

    @Test
    void partOfARow_tellsOfItsEvent() throws Exception {
        scene.write(orders.create(1, "a", 1, "note").take(), "schema.evolution", "add", "metadata.columns", "offset");
        scene.write(orders.updateWithoutNote(1, "b", 2).take(), "metadata.columns", "offset");

        assertThat(scene.rows("SELECT name, note, __offset FROM orders")).containsExactly("b|note|1");
    }

    @Test
    void softDelete_tellsOfItsEvent() throws Exception {
        scene.write(
                orders.create(1, "a", 1, null).delete(1).take(),
                "schema.evolution",
                "add",
                "delete.mode",
                "soft",
                "metadata.columns",
                "offset,op");

        assertThat(scene.rows("SELECT name, __deleted, __offset, __op FROM orders"))
                .containsExactly("a|t|1|d");
    }

    @Test
    void flatRecord_hasNoOperationAndNoSource() throws Exception {
        scene.write(
                List.of(scene.flat("t", "id", Schema.INT64_SCHEMA, 1L)),
                "schema.evolution",
                "add",
                "insert.mode",
                "insert",
                "key.source",
                "none",
                "metadata.columns",
                "op,source_ts,partition");

        assertThat(scene.rows("SELECT * FROM t")).containsExactly("1|-|-|0");
    }

    @Test
    void columnOfAnotherType_getsWhatFits() throws Exception {
        scene.database.execute(
                "CREATE TABLE t (id bigint, __offset numeric, __timestamp timestamp, __partition text, __headers text)");
        scene.write(
                List.of(Scene.with(scene.flat("t", "id", Schema.INT64_SCHEMA, 1L), "a", "b")),
                "insert.mode",
                "insert",
                "key.source",
                "none",
                "metadata.columns",
                "offset,timestamp,partition,headers");

        assertThat(scene.rows("SELECT * FROM t")).containsExactly("1|0|2027-01-15 08:00:00|0|{\"a\":\"b\"}");
    }

    @Test
    void columnThatIsAField_failsTask() {
        assertThat(scene.failure(
                        orders.create(1, "a", 1, null).take(),
                        "schema.evolution",
                        "add",
                        "metadata.columns",
                        "op:note"))
                .contains("'metadata.columns' or 'version.column' names column 'note'", "field of that name");
    }

    @Test
    void columnThatIsMissing_failsTask() throws Exception {
        scene.database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity integer, note text)");
        assertThat(scene.failure(orders.create(1, "a", 1, null).take(), "metadata.columns", "op,offset"))
                .contains("has no column [__op, __offset]");
    }
}
