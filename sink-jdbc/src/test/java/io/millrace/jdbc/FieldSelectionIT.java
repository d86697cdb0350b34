/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.contract.Orders;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.Test;

/** Which fields become columns, and of what name. */
class FieldSelectionIT {
    private final Scene scene = new Scene();
    private final Orders orders = new Orders();

    @Test
    void include_namesWhatIsWritten_andTheKeyAlways() throws Exception {
        scene.write(orders.create(1, "a", 1, "n").take(), "schema.evolution", "add", "fields.include", "name,quan.*");

        assertThat(scene.columns("orders")).containsExactly("id bigint NOT NULL", "name text", "quantity integer");
        assertThat(scene.rows("SELECT * FROM orders")).containsExactly("1|a|1");
    }

    @Test
    void include_keepsKeyFieldsOfTheValue() throws Exception {
        scene.write(
                List.of(scene.flat(
                        "t",
                        "id",
                        Schema.INT64_SCHEMA,
                        1L,
                        "a",
                        Schema.STRING_SCHEMA,
                        "x",
                        "b",
                        Schema.STRING_SCHEMA,
                        "y")),
                "schema.evolution",
                "add",
                "key.source",
                "record_value",
                "key.fields",
                "id",
                "fields.include",
                "b");

        assertThat(scene.rows("SELECT * FROM t")).containsExactly("1|y");
    }

    @Test
    void exclude_leavesColumnsAlone_forPartsOfRowsToo() throws Exception {
        scene.database.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity integer, note text DEFAULT 'mine')");
        scene.write(
                orders.create(1, "a", 1, "theirs").updateWithoutNote(1, "b", 2).take(), "fields.exclude", "no.e");

        assertThat(scene.rows("SELECT * FROM orders")).containsExactly("1|b|2|mine");
    }

    @Test
    void rename_holdsForRowsKeysAndDeletes() throws Exception {
        scene.write(
                orders.create(1, "a", 1, "n")
                        .create(2, "b", 2, "n")
                        .delete(1)
                        .updateWithoutNote(2, "c", 3)
                        .take(),
                "schema.evolution",
                "add",
                "fields.rename",
                "id:order_id,(n.*):the_$1");

        assertThat(scene.columns("orders"))
                .containsExactly("order_id bigint NOT NULL", "the_name text", "quantity integer", "the_note text");
        assertThat(scene.rows("SELECT * FROM orders")).containsExactly("2|c|3|n");
    }

    @Test
    void schemalessRecords_areSelectedFrom_too() throws Exception {
        scene.database.execute("CREATE TABLE t (id bigint PRIMARY KEY, title text)");
        scene.write(
                List.of(
                        scene.record("t", null, null, null, Map.of("key", 1, "name", "a", "secret", "x")),
                        scene.record("t", null, null, null, Map.of("key", 2, "name", "b"))),
                "key.source",
                "record_value",
                "key.fields",
                "key",
                "fields.exclude",
                "secret",
                "fields.rename",
                "key:id,name:title");

        assertThat(scene.rows("SELECT * FROM t ORDER BY id")).containsExactly("1|a", "2|b");
    }

    @Test
    void excludedKeyColumn_failsTask() {
        assertThat(scene.failure(
                        orders.create(1, "a", 1, null).take(), "schema.evolution", "add", "fields.exclude", "i.*"))
                .contains("decode.key-excluded", "'fields.exclude' matches 'id'");
    }

    @Test
    void twoFieldsOfOneName_failTask() {
        assertThat(scene.failure(
                        orders.create(1, "a", 1, null).take(), "schema.evolution", "add", "fields.rename", "name:note"))
                .contains("fields 'name' and 'note' would both become column 'note'");
    }

    @Test
    void excludedField_mayNameTheTable() throws Exception {
        scene.write(
                List.of(scene.flat("t", "region", Schema.STRING_SCHEMA, "eu", "n", Schema.INT32_SCHEMA, 1)),
                "schema.evolution",
                "add",
                "insert.mode",
                "insert",
                "key.source",
                "none",
                "fields.exclude",
                "region",
                "table.name.format",
                "t_${value.region}");

        assertThat(scene.rows("SELECT * FROM t_eu")).containsExactly("1");
    }

    @Test
    void nothingLeft_failsTask() throws Exception {
        scene.database.execute("CREATE TABLE t (n integer)");
        assertThat(scene.failure(
                        List.of(scene.flat("t", "n", Schema.INT32_SCHEMA, 1)),
                        "insert.mode",
                        "insert",
                        "key.source",
                        "none",
                        "fields.exclude",
                        ".*"))
                .contains("no fields left to write");
    }
}
