/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import org.junit.jupiter.api.Test;

/** What events do to rows with each insert mode. */
class InsertModesIT {
    private static final String TABLE =
            "CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity integer, note text)";
    private static final String ROWS = "SELECT id, name, quantity, note FROM orders ORDER BY id, quantity";

    private final Scene scene = new Scene();
    private final Orders orders = new Orders();

    @Test
    void upsert_createsReplacesAndDeletes() throws Exception {
        scene.database.execute(TABLE, "INSERT INTO orders VALUES (1, 'old', 0, 'old'), (2, 'old', 0, 'old')");
        scene.write(orders.update(1, "new", 1, null)
                .delete(2)
                .create(3, "c", 3, null)
                .take());

        assertThat(scene.rows(ROWS)).containsExactly("1|new|1|-", "3|c|3|-");
    }

    @Test
    void insert_createsARowForEachEvent() throws Exception {
        scene.database.execute("CREATE TABLE orders (id bigint, name text, quantity integer, note text)");
        scene.write(orders.create(1, "a", 1, null).update(1, "b", 2, null).take(), "insert.mode", "insert");

        assertThat(scene.rows(ROWS)).containsExactly("1|a|1|-", "1|b|2|-");
    }

    @Test
    void insert_deleteBetweenInserts_keepsTheOrderOfArrival() throws Exception {
        scene.database.execute(TABLE);
        scene.write(
                orders.create(1, "a", 1, null).delete(1).create(1, "b", 2, null).take(), "insert.mode", "insert");

        assertThat(scene.rows(ROWS)).containsExactly("1|b|2|-");
    }

    @Test
    void insert_ofAKeyThatIsThere_isItsRecordsFault() throws Exception {
        scene.database.execute(TABLE);
        assertThat(scene.letters(
                        orders.create(1, "a", 1, null)
                                .create(1, "again", 2, null)
                                .create(2, "b", 3, null)
                                .take(),
                        "insert.mode",
                        "insert",
                        "dependency.max.duration.ms",
                        "0"))
                .singleElement()
                .asString()
                .contains("23505", "shop.public.orders-0@1");
        assertThat(scene.rows(ROWS)).containsExactly("1|a|1|-", "2|b|3|-");
    }

    @Test
    void insertIgnore_leavesRowsAloneThatAreThere() throws Exception {
        scene.database.execute(TABLE, "INSERT INTO orders VALUES (1, 'old', 0, 'old')");
        scene.write(
                orders.create(1, "new", 1, null)
                        .create(2, "first", 2, null)
                        .update(2, "second", 3, null)
                        .take(),
                "insert.mode",
                "insert_ignore");

        assertThat(scene.rows(ROWS)).containsExactly("1|old|0|old", "2|first|2|-");
    }

    @Test
    void insertIgnore_isTheSameInAnySlicing() throws Exception {
        scene.database.execute(TABLE);
        try (TaskRun task = scene.task("insert.mode", "insert_ignore")) {
            task.put(orders.create(1, "a", 1, null).take()).drain();
            task.put(orders.update(1, "b", 2, null).delete(1).take()).drain();
            task.put(orders.create(1, "c", 3, null).take()).drain();
            task.put(orders.create(2, "a", 1, null)
                            .update(2, "b", 2, null)
                            .delete(2)
                            .create(2, "c", 3, null)
                            .take())
                    .drain();
        }
        assertThat(scene.rows(ROWS)).containsExactly("1|c|3|-", "2|c|3|-");
    }

    @Test
    void insertIgnore_partOfARowThatIsThere_isIgnored() throws Exception {
        scene.database.execute(TABLE, "INSERT INTO orders VALUES (1, 'old', 0, 'old')");
        scene.write(orders.updateWithoutNote(1, "new", 1).take(), "insert.mode", "insert_ignore");

        assertThat(scene.rows(ROWS)).containsExactly("1|old|0|old");
    }

    @Test
    void insertIgnore_otherUniqueColumns_stillCount() throws Exception {
        scene.database.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, name text UNIQUE, quantity integer, note text)");
        assertThat(scene.letters(
                        orders.create(1, "a", 1, null).create(2, "a", 2, null).take(),
                        "insert.mode",
                        "insert_ignore",
                        "dependency.max.duration.ms",
                        "0"))
                .singleElement()
                .asString()
                .contains("orders_name_key");
    }

    @Test
    void insertIgnore_withoutKey_ignoresEveryConflict() throws Exception {
        scene.database.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, name text UNIQUE, quantity integer, note text)");
        scene.write(
                orders.create(1, "a", 1, null)
                        .create(2, "a", 2, null)
                        .create(1, "b", 3, null)
                        .take(),
                "insert.mode",
                "insert_ignore",
                "key.source",
                "none");

        assertThat(scene.rows(ROWS)).containsExactly("1|a|1|-");
    }

    @Test
    void update_createsNothing() throws Exception {
        scene.database.execute(TABLE, "INSERT INTO orders VALUES (1, 'old', 0, 'old')");
        scene.write(
                orders.create(1, "new", 1, null)
                        .create(2, "b", 2, null)
                        .updateWithoutNote(3, "c", 3)
                        .take(),
                "insert.mode",
                "update");

        assertThat(scene.rows(ROWS)).containsExactly("1|new|1|-");
    }

    @Test
    void update_afterADelete_changesNothingInAnySlicing() throws Exception {
        scene.database.execute(TABLE, "INSERT INTO orders VALUES (1, 'old', 0, 'old'), (2, 'old', 0, 'old')");
        try (TaskRun task = scene.task("insert.mode", "update")) {
            task.put(orders.update(1, "a", 1, null)
                            .delete(1)
                            .create(1, "b", 2, null)
                            .take())
                    .drain();
            task.put(orders.delete(2).take()).drain();
            task.put(orders.create(2, "b", 2, null).take()).drain();
        }
        assertThat(scene.rows(ROWS)).isEmpty();
    }

    @Test
    void update_partOfARow_leavesTheRestAlone() throws Exception {
        scene.database.execute(TABLE, "INSERT INTO orders VALUES (1, 'old', 0, 'old')");
        scene.write(orders.updateWithoutNote(1, "new", 1).take(), "insert.mode", "update");

        assertThat(scene.rows(ROWS)).containsExactly("1|new|1|old");
    }

    @Test
    void partOfARow_withInsert_isItsRecordsFault() throws Exception {
        scene.database.execute(TABLE);
        assertThat(scene.letters(orders.updateWithoutNote(1, "a", 1).take(), "insert.mode", "insert"))
                .singleElement()
                .asString()
                .contains("jdbc.partial-insert", "REPLICA IDENTITY FULL");
    }

    @Test
    void modesOfDifferentTopics_inOneBatch() throws Exception {
        scene.database.execute(TABLE, "CREATE TABLE history (id bigint, name text, quantity integer, note text)");
        try (TaskRun task = scene.task(
                "topic.overrides", "history",
                "topic.override.history.regex", "history",
                "topic.override.history.insert.mode", "insert",
                "topic.override.history.delete.mode", "ignore")) {
            var changes = orders.create(1, "a", 1, null)
                    .update(1, "b", 2, null)
                    .delete(1)
                    .create(2, "c", 3, null)
                    .take();
            var both = new java.util.ArrayList<>(changes);
            changes.forEach(record -> both.add(new org.apache.kafka.connect.sink.SinkRecord(
                    "history",
                    0,
                    record.keySchema(),
                    record.key(),
                    record.valueSchema(),
                    record.value(),
                    record.kafkaOffset())));
            task.put(both).drain();
        }
        assertThat(scene.rows(ROWS)).containsExactly("2|c|3|-");
        assertThat(scene.rows("SELECT id, name, quantity FROM history ORDER BY quantity"))
                .containsExactly("1|a|1", "1|b|2", "2|c|3");
    }

    @Test
    void heldRowsOfOneKey_areAllWrittenInTheEnd() throws Exception {
        scene.database.execute(
                "CREATE TABLE parents (id bigint PRIMARY KEY)",
                "CREATE TABLE orders (id bigint, name text, quantity integer REFERENCES parents, note text)");
        try (TaskRun task = scene.task("insert.mode", "insert")) {
            task.put(orders.create(1, "a", 7, null).create(1, "b", 7, null).take());
            org.awaitility.Awaitility.await().pollInSameThread().until(() -> {
                task.pollNothing();
                return task.offsets().containsValue(0L);
            });
            scene.database.execute("INSERT INTO parents VALUES (7)");
            task.drain();
        }
        assertThat(scene.rows("SELECT name FROM orders ORDER BY name")).containsExactly("a", "b");
    }

    @Test
    void insertThatWaitsForItsParent_isNotOvertakenByItsDelete() throws Exception {
        scene.database.execute(
                "CREATE TABLE parents (id bigint PRIMARY KEY)",
                "INSERT INTO parents VALUES (8)",
                "CREATE TABLE orders (id bigint, name text, quantity integer REFERENCES parents, note text)");
        try (TaskRun task = scene.task("insert.mode", "insert")) {
            task.put(orders.create(1, "a", 7, null)
                    .delete(1)
                    .create(2, "b", 8, null)
                    .take());
            org.awaitility.Awaitility.await().pollInSameThread().until(() -> {
                task.pollNothing();
                return scene.rows("SELECT name FROM orders").contains("b");
            });
            scene.database.execute("INSERT INTO parents VALUES (7)");
            task.drain();
        }
        assertThat(scene.rows("SELECT name FROM orders")).containsExactly("b");
    }
}
