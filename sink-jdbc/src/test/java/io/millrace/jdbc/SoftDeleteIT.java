/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Rows that stay when they are deleted. */
class SoftDeleteIT {
    private static final String[] SOFT = {"schema.evolution", "add", "delete.mode", "soft"};
    private static final String ROWS = "SELECT id, name, __deleted FROM orders ORDER BY id";

    private final Scene scene = new Scene();
    private final Orders orders = new Orders();

    @Test
    void deletedRow_staysAndIsMarked() throws Exception {
        scene.write(
                orders.create(1, "a", 1, null).create(2, "b", 2, null).delete(1).take(), SOFT);

        assertThat(scene.rows(ROWS)).containsExactly("1|a|t", "2|b|f");
        assertThat(scene.columns("orders")).contains("__deleted boolean NOT NULL");
    }

    @Test
    void updateThenDeleteInOneBatch_keepsTheLastValues() throws Exception {
        scene.write(
                orders.create(1, "a", 1, null).update(1, "b", 2, null).delete(1).take(), SOFT);

        assertThat(scene.rows(ROWS)).containsExactly("1|b|t");
    }

    @Test
    void insertAgain_clearsTheMarks_inAnySlicing() throws Exception {
        String[] settings = {
            "schema.evolution", "add", "delete.mode", "soft", "delete.time.column", "deleted_at", "lanes", "2"
        };
        try (TaskRun task = scene.task(settings)) {
            for (List<SinkRecord> batch : List.of(
                    orders.create(1, "a", 1, null)
                            .delete(1)
                            .create(1, "b", 2, null)
                            .take(),
                    orders.create(2, "a", 1, null).delete(2).take(),
                    orders.create(2, "b", 2, null).delete(3).take(),
                    orders.create(3, "c", 3, null).take(),
                    orders.delete(3).create(3, "d", 4, null).delete(3).take())) {
                task.put(batch).drain();
            }
        }
        assertThat(scene.reports.messages()).isEmpty();
        assertThat(scene.rows("SELECT id, name, __deleted, deleted_at IS NULL FROM orders ORDER BY id"))
                .containsExactly("1|b|f|t", "2|b|f|t", "3|d|t|f");
    }

    @Test
    void timeOfDeletion_isTheSourcesAndNotOurs() throws Exception {
        SinkRecord delete = orders.create(1, "a", 1, null).delete(1).take().get(1);
        scene.write(
                orders.create(1, "a", 1, null).take(),
                "schema.evolution",
                "add",
                "delete.mode",
                "soft",
                "delete.flag.column",
                "",
                "delete.time.column",
                "gone");
        scene.write(List.of(delete), "delete.mode", "soft", "delete.flag.column", "", "delete.time.column", "gone");

        assertThat(scene.columns("orders")).contains("gone timestamp with time zone");
        assertThat(scene.rows("SELECT (extract(epoch FROM gone) * 1000)::bigint FROM orders"))
                .containsExactly(Long.toString(delete.timestamp()));
    }

    @Test
    void deleteOfARowThatIsNotThere_doesNothing() throws Exception {
        scene.write(orders.delete(7).create(1, "a", 1, null).take(), SOFT);

        assertThat(scene.rows(ROWS)).containsExactly("1|a|f");
    }

    @Test
    void replayAfterACrash_convergesToTheSameRows() throws Exception {
        List<SinkRecord> records = orders.create(1, "a", 1, null)
                .delete(1)
                .create(1, "b", 2, null)
                .create(2, "c", 3, null)
                .delete(2)
                .take();
        scene.write(records, SOFT);
        List<String> once = scene.rows(ROWS);
        scene.write(records.subList(1, records.size()), SOFT);

        assertThat(scene.rows(ROWS)).isEqualTo(once).containsExactly("1|b|f", "2|c|t");
    }

    @Test
    void partOfARow_keepsWhatItLacks() throws Exception {
        scene.write(
                orders.create(1, "a", 1, "long").updateWithoutNote(1, "b", 2).take(), SOFT);

        assertThat(scene.rows("SELECT name, note, __deleted FROM orders")).containsExactly("b|long|f");
    }

    @Test
    void flagOfAnotherType_isWrittenInThatType() throws Exception {
        scene.database.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity integer, note text, gone smallint)");
        scene.write(
                orders.create(1, "a", 1, null).create(2, "b", 2, null).delete(1).take(),
                "delete.mode",
                "soft",
                "delete.flag.column",
                "gone");

        assertThat(scene.rows("SELECT id, gone FROM orders ORDER BY id")).containsExactly("1|1", "2|0");
    }

    @Test
    void flagOfAnImpossibleType_failsTask() throws Exception {
        scene.database.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity integer, note text, gone date)");
        assertThat(scene.failure(
                        orders.create(1, "a", 1, null).take(), "delete.mode", "soft", "delete.flag.column", "gone"))
                .contains("column 'gone' (date)", "must be boolean, integer or text");
    }

    @Test
    void flagThatIsMissing_failsTask() throws Exception {
        scene.database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity integer, note text)");
        assertThat(scene.failure(orders.create(1, "a", 1, null).take(), "delete.mode", "soft"))
                .contains("has no column [__deleted]");
    }

    @Test
    void flagThatIsAField_failsTask() throws Exception {
        assertThat(scene.failure(
                        orders.create(1, "a", 1, null).take(),
                        "schema.evolution",
                        "add",
                        "delete.mode",
                        "soft",
                        "delete.flag.column",
                        "note"))
                .contains("'note'", "field of that name");
    }

    @Test
    void truncate_marksEveryRow() throws Exception {
        scene.write(
                orders.create(1, "a", 1, null)
                        .truncate()
                        .create(2, "b", 2, null)
                        .take(),
                "schema.evolution",
                "add",
                "delete.mode",
                "soft",
                "truncate.enabled",
                "true");

        assertThat(scene.rows(ROWS)).containsExactly("1|a|t", "2|b|f");
    }

    @Test
    void updateMode_marksAndUnmarks() throws Exception {
        scene.write(orders.create(1, "a", 1, null).take(), SOFT);
        try (TaskRun task = scene.task("insert.mode", "update", "delete.mode", "soft")) {
            task.put(orders.delete(1).create(2, "new", 1, null).take()).drain();
            assertThat(scene.rows(ROWS)).containsExactly("1|a|t");
            task.put(orders.update(1, "b", 1, null).take()).drain();
        }
        assertThat(scene.rows(ROWS)).containsExactly("1|b|f");
    }
}
