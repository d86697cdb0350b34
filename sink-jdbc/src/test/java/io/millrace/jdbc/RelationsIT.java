/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.contract.Orders;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is not a plain table, and columns that are not plain columns. */
class RelationsIT {
    private static final String COLUMNS = "name text, quantity integer, note text";

    private final Scene scene = new Scene();
    private final Orders orders = new Orders();

    @Test
    void partitionedTable_isWrittenTo_andGetsColumns() throws Exception {
        scene.database.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, name text) PARTITION BY RANGE (id)",
                "CREATE TABLE orders_1 PARTITION OF orders FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE orders_2 PARTITION OF orders DEFAULT");
        scene.write(
                orders.create(1, "a", 1, null)
                        .create(20, "b", 2, "n")
                        .update(1, "c", 3, null)
                        .updateWithoutNote(20, "d", 4)
                        .create(2, "x", 1, null)
                        .delete(2)
                        .take(),
                "schema.evolution",
                "add");

        assertThat(scene.rows("SELECT * FROM orders_1")).containsExactly("1|c|3|-");
        assertThat(scene.rows("SELECT * FROM orders_2")).containsExactly("20|d|4|n");
    }

    @Test
    void partitionKeyOutsideOfTheKey_isExplained() throws Exception {
        scene.database.execute(
                "CREATE TABLE orders (id bigint, " + COLUMNS
                        + ", PRIMARY KEY (id, quantity)) PARTITION BY RANGE (quantity)",
                "CREATE TABLE orders_1 PARTITION OF orders DEFAULT");
        assertThat(scene.failure(orders.create(1, "a", 1, null).take()))
                .contains("jdbc.key-not-unique", "partitioned by RANGE (quantity)", "list them in 'key.fields'");
        scene.write(
                orders.create(1, "a", 1, null).update(1, "b", 1, null).take(),
                "key.source",
                "record_value",
                "key.fields",
                "id,quantity");

        assertThat(scene.rows("SELECT * FROM orders")).containsExactly("1|b|1|-");
    }

    @Test
    void updatableView_isWrittenTo() throws Exception {
        scene.database.execute(
                "CREATE TABLE base (id bigint PRIMARY KEY, " + COLUMNS + ", hidden text DEFAULT 'h')",
                "CREATE VIEW orders AS SELECT id, name, quantity, note FROM base");
        scene.write(orders.create(1, "a", 1, "n")
                .update(1, "b", 2, "n")
                .updateWithoutNote(1, "c", 3)
                .create(2, "x", 1, null)
                .delete(2)
                .take());

        assertThat(scene.rows("SELECT * FROM base")).containsExactly("1|c|3|n|h");
    }

    @Test
    void viewThatCannotBeWrittenTo_failsTask() throws Exception {
        scene.database.execute(
                "CREATE TABLE base (id bigint PRIMARY KEY, " + COLUMNS + ")",
                "CREATE VIEW orders AS SELECT DISTINCT * FROM base",
                "CREATE MATERIALIZED VIEW copy AS SELECT * FROM base");
        assertThat(scene.failure(orders.create(1, "a", 1, null).take()))
                .contains("jdbc.not-writable", "'orders' is a view whose rows cannot be written");
        assertThat(scene.failure(orders.create(1, "a", 1, null).take(), "table.name.format", "copy"))
                .contains("'copy' is a materialized view whose rows cannot be written");
        assertThat(scene.failure(orders.delete(1).take())).contains("whose rows cannot be deleted");
    }

    @Test
    void viewThatLacksAColumn_isNotChanged() throws Exception {
        scene.database.execute(
                "CREATE TABLE base (id bigint PRIMARY KEY, name text, quantity integer)",
                "CREATE VIEW orders AS SELECT * FROM base");
        assertThat(scene.failure(orders.create(1, "a", 1, null).take(), "schema.evolution", "add"))
                .contains("has no column [note], and as a view it is not changed here");
    }

    @Test
    void foreignTable_knowsNoConflicts() throws Exception {
        scene.database.execute(
                "CREATE EXTENSION postgres_fdw",
                "DO $$ BEGIN EXECUTE format('CREATE SERVER self FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host %L, port"
                        + " %L, dbname %L)', '127.0.0.1', current_setting('port'), current_database()); END $$",
                "CREATE USER MAPPING FOR CURRENT_USER SERVER self OPTIONS (user '" + user() + "', password '"
                        + scene.database.config().get("connection.password") + "')",
                "CREATE TABLE base (id bigint PRIMARY KEY, " + COLUMNS + ")",
                "CREATE FOREIGN TABLE orders (id bigint, " + COLUMNS + ") SERVER self OPTIONS (table_name 'base')");
        assertThat(scene.failure(orders.create(1, "a", 1, null).take()))
                .contains("jdbc.foreign-table", "use 'insert' or 'update'");
        scene.write(orders.create(1, "a", 1, null).take(), "insert.mode", "insert");
        scene.write(orders.update(1, "b", 2, null).create(2, "c", 3, null).take(), "insert.mode", "update");
        assertThat(scene.rows("SELECT * FROM base")).containsExactly("1|b|2|-");
        scene.write(orders.delete(1).take());
        assertThat(scene.rows("SELECT * FROM base")).isEmpty();
    }

    private String user() {
        return scene.database.config().get("connection.user");
    }

    @Test
    void generatedColumn_isNeverWritten() throws Exception {
        scene.database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity integer,"
                + " note text GENERATED ALWAYS AS (name || '!') STORED)");
        scene.write(orders.create(1, "a", 1, "theirs")
                .update(1, "b", 2, "theirs")
                .updateWithoutNote(1, "c", 3)
                .take());

        assertThat(scene.rows("SELECT * FROM orders")).containsExactly("1|c|3|c!");
    }

    @Test
    void identityColumns_takeTheSourcesNumbers() throws Exception {
        scene.database.execute(
                "CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text,"
                        + " quantity integer GENERATED BY DEFAULT AS IDENTITY, note text)",
                "CREATE TABLE numbered (id bigint PRIMARY KEY, name text,"
                        + " quantity integer GENERATED ALWAYS AS IDENTITY, note text)");
        var changes = orders.create(70, "a", 7, "n")
                .update(70, "b", 7, "n")
                .updateWithoutNote(70, "c", 7)
                .take();
        scene.write(changes);
        scene.write(changes, "table.name.format", "numbered");

        assertThat(scene.rows("SELECT * FROM orders")).containsExactly("70|c|7|n");
        assertThat(scene.rows("SELECT * FROM numbered")).containsExactly("70|c|7|n");
    }

    @Test
    void anyUniqueIndexOnTheKey_willDo() throws Exception {
        scene.database.execute(
                "CREATE TABLE orders (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id bigint NOT NULL, "
                        + COLUMNS + ")",
                "CREATE UNIQUE INDEX ON orders (id) INCLUDE (name)");
        scene.write(orders.create(1, "a", 1, null).update(1, "b", 2, null).take());

        assertThat(scene.rows("SELECT id, name FROM orders")).containsExactly("1|b");
    }

    @Test
    void indexesThatConflictsCannotUse_areNotTakenForOne() throws Exception {
        for (String index : List.of(
                "CREATE UNIQUE INDEX ON orders (id) WHERE quantity > 0",
                "CREATE UNIQUE INDEX ON orders ((id + 0))",
                "ALTER TABLE orders ADD UNIQUE (id) DEFERRABLE")) {
            scene.database.execute(
                    "DROP TABLE IF EXISTS orders", "CREATE TABLE orders (id bigint, " + COLUMNS + ")", index);
            assertThat(scene.failure(orders.create(1, "a", 1, null).take()))
                    .as(index)
                    .contains("jdbc.key-not-unique", "exactly [id]; it has []");
        }
    }

    @Test
    void triggersThatChangeOrDropRows_areNoErrors() throws Exception {
        scene.database.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, " + COLUMNS + ")",
                "CREATE FUNCTION drop_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN CASE WHEN NEW.id = 1 THEN"
                        + " NULL ELSE NEW END; END $$",
                "CREATE TRIGGER dropping BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION drop_row()");
        scene.write(orders.create(1, "a", 1, null).create(2, "b", 2, null).take());

        assertThat(scene.rows("SELECT id FROM orders")).containsExactly("2");
    }
}
