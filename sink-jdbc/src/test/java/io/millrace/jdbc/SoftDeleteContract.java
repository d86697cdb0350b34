/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds of rows that stay when they are deleted, whatever the database; a subclass for each says what is special of it. */
abstract class SoftDeleteContract {
    static final String[] SOFT = {"schema.evolution", "add", "delete.mode", "soft"};
    static final String[] SOFT_WITH_TIME = {
        "schema.evolution", "add", "delete.mode", "soft", "delete.time.column", "gone"
    };
    static final String COLUMNS = "id bigint PRIMARY KEY, name text, quantity integer, note text";

    private static final String STATE =
            "id, name, CASE __deleted WHEN TRUE THEN 'deleted' WHEN FALSE THEN 'there' END AS state";
    static final String ROWS = "SELECT " + STATE + " FROM orders ORDER BY id";
    private static final String ROWS_WITH_TIME = "SELECT " + STATE
            + ", CASE WHEN gone IS NULL THEN 'no time' ELSE 'time' END AS gone_at FROM orders ORDER BY id";

    final Orders orders = new Orders();

    /** A database without tables, the same one in all of a test. */
    abstract DatabaseScene<?> scene();

    /** SQL of the milliseconds since 1970 that a column of time tells, as a whole number. */
    abstract String epochMillis(String column);

    /** What is said of a flag in column {@code gone} that is a date. */
    abstract List<String> refusalOfDate();

    @Test
    void deletedRow_staysAndIsMarked() throws Exception {
        scene().write(
                        orders.create(1, "a", 1, null)
                                .create(2, "b", 2, null)
                                .delete(1)
                                .take(),
                        SOFT);

        assertThat(scene().rows(ROWS)).containsExactly("1|a|deleted", "2|b|there");
    }

    @Test
    void updateThenDeleteInOneBatch_keepsTheLastValues() throws Exception {
        scene().write(
                        orders.create(1, "a", 1, null)
                                .update(1, "b", 2, null)
                                .delete(1)
                                .take(),
                        SOFT);

        assertThat(scene().rows(ROWS)).containsExactly("1|b|deleted");
    }

    @Test
    void insertAgain_clearsTheMarks_inAnySlicing() throws Exception {
        assertThatInsertAgainClearsTheMarks("schema.evolution", "add");
    }

    final void assertThatInsertAgainClearsTheMarks(String setting, String value) throws Exception {
        String[] settings = {"delete.mode", "soft", "delete.time.column", "gone", "lanes", "2", setting, value};
        try (TaskRun task = scene().task(settings)) {
            for (List<SinkRecord> batch : List.of(
                    orders.create(1, "a", 1, null)
                            .delete(1)
                            .create(1, "b", 2, null)
                            .take(),
                    orders.create(2, "c", 1, null).delete(2).take(),
                    orders.create(2, "d", 2, null).delete(3).take(),
                    orders.create(3, "e", 3, null).take(),
                    orders.delete(3).create(3, "f", 4, null).delete(3).take())) {
                task.put(batch).drain();
            }
        }
        assertThat(scene().reports.messages()).isEmpty();
        assertThat(scene().rows(ROWS_WITH_TIME))
                .containsExactly("1|b|there|no time", "2|d|there|no time", "3|f|deleted|time");
    }

    @Test
    void timeOfDeletion_isTheSourcesAndNotOurs() throws Exception {
        String[] settings = {
            "schema.evolution", "add", "delete.mode", "soft", "delete.flag.column", "", "delete.time.column", "gone"
        };
        scene().write(orders.create(1, "a", 1, null).take(), settings);
        List<SinkRecord> records =
                orders.delete(1).create(2, "b", 1, null).delete(2).take();
        scene().write(records, settings);

        assertThat(scene().rows("SELECT " + epochMillis("gone") + " AS millis FROM orders ORDER BY id"))
                .containsExactly(
                        Long.toString(records.get(0).timestamp()),
                        Long.toString(records.get(2).timestamp()));
    }

    @Test
    void deleteOfARowThatIsNotThere_doesNothing() throws Exception {
        scene().write(orders.create(1, "a", 1, null).delete(7).take(), SOFT);

        assertThat(scene().rows(ROWS)).containsExactly("1|a|there");
    }

    @Test
    void replayAfterACrash_convergesToTheSameRows() throws Exception {
        List<SinkRecord> records = orders.create(1, "a", 1, null)
                .delete(1)
                .create(1, "b", 2, null)
                .create(2, "c", 3, null)
                .delete(2)
                .take();
        scene().write(records, SOFT);
        List<String> once = scene().rows(ROWS);
        scene().write(records.subList(1, records.size()), SOFT);

        assertThat(scene().rows(ROWS)).isEqualTo(once).containsExactly("1|b|there", "2|c|deleted");
    }

    @Test
    void partOfARow_keepsWhatItLacks_andIsNotDeleted() throws Exception {
        scene().write(
                        orders.create(1, "a", 1, "long")
                                .updateWithoutNote(1, "b", 2)
                                .take(),
                        SOFT);
        scene().write(orders.create(2, "c", 1, "longer").delete(2).take(), SOFT);
        scene().write(orders.updateWithoutNote(2, "d", 2).take(), SOFT);

        assertThat(scene().rows("SELECT note, " + STATE + " FROM orders ORDER BY id"))
                .containsExactly("long|1|b|there", "longer|2|d|there");
    }

    @Test
    void rowsThatWereThere_areNotDeleted() throws Exception {
        scene().database
                .execute("CREATE TABLE orders (" + COLUMNS + ")", "INSERT INTO orders VALUES (9, 'old', 0, NULL)");
        scene().write(
                        orders.create(1, "a", 1, null)
                                .create(2, "b", 1, null)
                                .delete(1)
                                .take(),
                        SOFT_WITH_TIME);

        assertThat(scene().rows(ROWS_WITH_TIME))
                .containsExactly("1|a|deleted|time", "2|b|there|no time", "9|old|there|no time");
    }

    @ParameterizedTest
    @CsvSource({"smallint, 1, 0", "varchar(10), true, false"})
    void flagOfAnotherType_isWrittenInThatType(String type, String deleted, String there) throws Exception {
        assertThatFlagsAre(type, "gone", deleted, there);
    }

    final void assertThatFlagsAre(String type, String selected, String deleted, String there) throws Exception {
        scene().database.execute("CREATE TABLE orders (" + COLUMNS + ", gone " + type + ")");
        scene().write(
                        orders.create(1, "a", 1, null)
                                .create(2, "b", 2, null)
                                .delete(1)
                                .take(),
                        "delete.mode",
                        "soft",
                        "delete.flag.column",
                        "gone");

        assertThat(scene().rows("SELECT id, " + selected + " AS flag FROM orders ORDER BY id"))
                .containsExactly("1|" + deleted, "2|" + there);
    }

    @Test
    void flagThatCannotBe_failsTask() throws Exception {
        List<SinkRecord> records = orders.create(1, "a", 1, null).take();
        assertThat(scene().failure(
                                records,
                                "schema.evolution",
                                "add",
                                "delete.mode",
                                "soft",
                                "delete.flag.column",
                                "note"))
                .contains("'note'", "field of that name");

        scene().database.execute("CREATE TABLE orders (" + COLUMNS + ", gone date)");
        assertThat(scene().failure(records, "delete.mode", "soft")).contains("has no column [__deleted]");
        assertThat(scene().failure(records, "delete.mode", "soft", "delete.flag.column", "gone"))
                .contains(refusalOfDate());
        assertThat(scene().failure(records, "delete.mode", "soft", "delete.flag.column", "note"))
                .contains("'note'", "field of that name");
    }

    @Test
    void truncate_marksEveryRow() throws Exception {
        scene().write(
                        orders.create(1, "a", 1, null)
                                .truncate()
                                .create(2, "b", 2, null)
                                .take(),
                        "schema.evolution",
                        "add",
                        "delete.mode",
                        "soft",
                        "delete.time.column",
                        "gone",
                        "truncate.enabled",
                        "true");

        assertThat(scene().rows(ROWS_WITH_TIME)).containsExactly("1|a|deleted|time", "2|b|there|no time");
    }

    @Test
    void updateMode_marksAndUnmarks() throws Exception {
        scene().write(orders.create(1, "a", 1, null).take(), SOFT);
        try (TaskRun task = scene().task("insert.mode", "update", "delete.mode", "soft")) {
            task.put(orders.delete(1).create(2, "new", 1, null).take()).drain();
            assertThat(scene().rows(ROWS)).containsExactly("1|a|deleted");
            task.put(orders.update(1, "b", 1, null).take()).drain();
        }
        assertThat(scene().rows(ROWS)).containsExactly("1|b|there");
    }

    @Test
    void topicOverride_marksRowsOfItsTopic() throws Exception {
        scene().write(
                        orders.create(1, "a", 1, null).delete(1).take(),
                        "schema.evolution",
                        "add",
                        "topic.overrides",
                        "kept",
                        "topic.override.kept.regex",
                        ".*orders",
                        "topic.override.kept.delete.mode",
                        "soft");

        assertThat(scene().rows(ROWS)).containsExactly("1|a|deleted");
    }
}
