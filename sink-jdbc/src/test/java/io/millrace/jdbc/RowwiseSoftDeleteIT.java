/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that stay when they are deleted, with databases that are written row by row. */
class RowwiseSoftDeleteIT {
    private static final String[] SOFT = {"schema.evolution", "add", "delete.mode", "soft"};
    private static final String ROWS = "SELECT id, name, __deleted + 0 AS gone FROM orders ORDER BY id";

    private final MariaDatabase database = new MariaDatabase();
    private final Orders orders = new Orders();
    private final Reports reports = new Reports();

    private TaskRun task(String... settings) {
        return database.task(reports, settings);
    }

    private void write(List<SinkRecord> records, String... settings) {
        try (TaskRun task = task(settings)) {
            task.put(records).drain();
        }
        assertThat(reports.messages()).isEmpty();
    }

    private String failure(List<SinkRecord> records, String... settings) {
        try (TaskRun task = task(settings)) {
            Throwable thrown = catchThrowable(() -> task.put(records).drain());
            assertThat(thrown).isNotNull();
            return thrown.getMessage();
        }
    }

    /** Values of each row with bars between them. */
    private List<String> rows(String sql) throws SQLException {
        return database.query(sql).stream()
                .map(row -> String.join(
                        "|", row.values().stream().map(String::valueOf).toList()))
                .toList();
    }

    @Test
    void deletedRow_staysAndIsMarked() throws Exception {
        write(orders.create(1, "a", 1, null).create(2, "b", 2, null).delete(1).take(), SOFT);

        assertThat(rows(ROWS)).containsExactly("1|a|1", "2|b|0");
        assertThat(rows(
                        "SELECT column_type, is_nullable FROM information_schema.columns WHERE table_schema = database()"
                                + " AND column_name = '__deleted'"))
                .containsExactly("tinyint(1)|NO");
    }

    @Test
    void updateThenDeleteInOneBatch_keepsTheLastValues() throws Exception {
        write(orders.create(1, "a", 1, null).update(1, "b", 2, null).delete(1).take(), SOFT);

        assertThat(rows(ROWS)).containsExactly("1|b|1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"refuse", "update_then_insert"})
    void insertAgain_clearsTheMarks_inAnySlicing(String secondaryKeys) throws Exception {
        database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name varchar(40), quantity int, note text,"
                + " __deleted tinyint(1) NOT NULL, deleted_at datetime(6)"
                + (secondaryKeys.equals("refuse") ? "" : ", UNIQUE KEY names (name)") + ")");
        String[] settings = {
            "delete.mode",
            "soft",
            "delete.time.column",
            "deleted_at",
            "lanes",
            "2",
            "mysql.secondary.unique.keys",
            secondaryKeys
        };
        try (TaskRun task = task(settings)) {
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
        assertThat(reports.messages()).isEmpty();
        assertThat(rows("SELECT id, name, __deleted + 0 AS gone, deleted_at IS NULL AS lives FROM orders ORDER BY id"))
                .containsExactly("1|b|0|1", "2|d|0|1", "3|f|1|0");
    }

    @Test
    void timeOfDeletion_isTheSourcesAndNotOurs() throws Exception {
        String[] settings = {
            "schema.evolution", "add", "delete.mode", "soft", "delete.flag.column", "", "delete.time.column", "gone"
        };
        List<SinkRecord> records = orders.create(1, "a", 1, null).delete(1).take();
        write(records, settings);

        assertThat(rows("SELECT CAST(ROUND(1000 * UNIX_TIMESTAMP(gone)) AS SIGNED) AS gone FROM orders"))
                .containsExactly(Long.toString(records.get(1).timestamp()));
    }

    @Test
    void deleteOfARowThatIsNotThere_doesNothing() throws Exception {
        write(orders.create(1, "a", 1, null).delete(7).take(), SOFT);

        assertThat(rows(ROWS)).containsExactly("1|a|0");
    }

    @Test
    void replayAfterACrash_convergesToTheSameRows() throws Exception {
        List<SinkRecord> records = orders.create(1, "a", 1, null)
                .delete(1)
                .create(1, "b", 2, null)
                .create(2, "c", 3, null)
                .delete(2)
                .take();
        write(records, SOFT);
        List<String> once = rows(ROWS);
        write(records.subList(1, records.size()), SOFT);

        assertThat(rows(ROWS)).isEqualTo(once).containsExactly("1|b|0", "2|c|1");
    }

    @Test
    void partOfARow_keepsWhatItLacks_andIsNotDeleted() throws Exception {
        write(orders.create(1, "a", 1, "long").delete(1).take(), SOFT);
        write(orders.updateWithoutNote(1, "b", 2).take(), SOFT);

        assertThat(rows("SELECT name, note, __deleted + 0 AS gone FROM orders")).containsExactly("b|long|0");
    }

    @Test
    void rowsThatWereThere_areNotDeleted() throws Exception {
        database.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity int, note text)",
                "INSERT INTO orders VALUES (9, 'old', 0, NULL)");
        write(orders.create(1, "a", 1, null).delete(1).take(), SOFT);

        assertThat(rows(ROWS)).containsExactly("1|a|1", "9|old|0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"smallint", "varchar(10)", "bit(1)"})
    void flagOfAnotherType_isWrittenInThatType(String type) throws Exception {
        database.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity int, note text, gone " + type + ")");
        write(
                orders.create(1, "a", 1, null).create(2, "b", 2, null).delete(1).take(),
                "delete.mode",
                "soft",
                "delete.flag.column",
                "gone");

        boolean text = type.startsWith("varchar");
        assertThat(rows("SELECT id, " + (text ? "gone" : "gone + 0 AS gone") + " FROM orders ORDER BY id"))
                .containsExactly(text ? "1|true" : "1|1", text ? "2|false" : "2|0");
    }

    @Test
    void flagThatCannotBe_failsTask() throws Exception {
        List<SinkRecord> records = orders.create(1, "a", 1, null).take();
        database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity int, note text, gone date)");

        assertThat(failure(records, "delete.mode", "soft")).contains("has no column [__deleted]");
        assertThat(failure(records, "delete.mode", "soft", "delete.flag.column", "gone"))
                .contains("'gone' (date)", "jdbc.impossible-type");
        assertThat(failure(records, "delete.mode", "soft", "delete.flag.column", "note"))
                .contains("'note'", "field of that name");
    }

    @Test
    void truncate_marksEveryRow() throws Exception {
        write(
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

        assertThat(rows("SELECT id, name, __deleted + 0 AS deleted, gone IS NULL AS lives FROM orders ORDER BY id"))
                .containsExactly("1|a|1|0", "2|b|0|1");
    }

    @Test
    void updateMode_marksAndUnmarks() throws Exception {
        write(orders.create(1, "a", 1, null).take(), SOFT);
        try (TaskRun task = task("insert.mode", "update", "delete.mode", "soft")) {
            task.put(orders.delete(1).create(2, "new", 1, null).take()).drain();
            assertThat(rows(ROWS)).containsExactly("1|a|1");
            task.put(orders.update(1, "b", 1, null).take()).drain();
        }
        assertThat(rows(ROWS)).containsExactly("1|b|0");
    }

    @Test
    void topicOverride_marksRowsOfItsTopicAlone() throws Exception {
        String[] settings = {
            "schema.evolution",
            "add",
            "topic.overrides",
            "kept",
            "topic.override.kept.regex",
            ".*orders",
            "topic.override.kept.delete.mode",
            "soft"
        };
        write(orders.create(1, "a", 1, null).delete(1).take(), settings);

        assertThat(rows(ROWS)).containsExactly("1|a|1");
    }

    @Test
    void standardSql_marksToo() throws Exception {
        String url = "jdbc:h2:mem:soft;DB_CLOSE_DELAY=-1;CASE_INSENSITIVE_IDENTIFIERS=TRUE";
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name varchar, quantity int, note varchar)");
            statement.execute("INSERT INTO orders VALUES (9, 'old', 0, NULL)");
            write(
                    orders.create(1, "a", 1, null)
                            .create(2, "b", 1, null)
                            .delete(1)
                            .take(),
                    "connection.url",
                    url,
                    "connection.user",
                    "sa",
                    "connection.password",
                    "",
                    "schema.evolution",
                    "add",
                    "delete.mode",
                    "soft",
                    "delete.time.column",
                    "gone");
            try (ResultSet row = statement.executeQuery(
                    "SELECT LISTAGG(id || name || \"__deleted\" || (\"gone\" IS NULL), ' ') WITHIN GROUP (ORDER BY id)"
                            + " FROM orders")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("1aTRUEFALSE 2bFALSETRUE 9oldFALSETRUE");
            }
        }
    }
}
