/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Insert modes with databases that are written row by row. */
class RowwiseModesIT {
    private static final String UNIQUE_NAME =
            "CREATE TABLE orders (id bigint PRIMARY KEY, name varchar(40), quantity int, note text, UNIQUE KEY names (name))";

    private final MariaDatabase database = new MariaDatabase();
    private final Orders orders = new Orders();
    private final Reports reports = new Reports();

    private TaskRun task(String... settings) {
        return database.task(reports, settings);
    }

    private Map<String, String> names() throws SQLException {
        Map<String, String> names = new TreeMap<>();
        database.query("SELECT id, name FROM orders").forEach(row -> names.put(row.get("id"), row.get("name")));
        return names;
    }

    @Test
    void insertIgnore_keepsWhatIsThere() throws Exception {
        database.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity int, note text)",
                "INSERT INTO orders VALUES (1, 'there', 0, NULL)");
        try (TaskRun task = task("insert.mode", "insert_ignore")) {
            task.put(orders.create(1, "late", 1, null)
                            .create(2, "first", 1, null)
                            .update(2, "second", 2, null)
                            .create(3, "third", 3, null)
                            .delete(3)
                            .take())
                    .drain();
        }
        assertThat(reports.messages()).isEmpty();
        assertThat(names()).isEqualTo(Map.of("1", "there", "2", "first"));
    }

    @Test
    void insertIgnore_withFurtherUniqueKeyDropsNoOtherRow() throws Exception {
        database.execute(UNIQUE_NAME, "INSERT INTO orders VALUES (1, 'taken', 0, NULL)");
        try (TaskRun task = task("insert.mode", "insert_ignore")) {
            assertThatThrownBy(() ->
                            task.put(orders.create(2, "taken", 1, null).take()).drain())
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("'names' on [name]");
        }
        Orders again = new Orders();
        try (TaskRun task = task(
                "insert.mode",
                "insert_ignore",
                "mysql.secondary.unique.keys",
                "update_then_insert",
                "dependency.max.duration.ms",
                "200")) {
            task.put(again.create(1, "late", 1, null)
                            .create(2, "taken", 1, null)
                            .create(3, "free", 1, null)
                            .update(3, "second", 1, null)
                            .take())
                    .drain();
        }
        assertThat(reports.offsets()).containsExactly(1L);
        assertThat(names()).isEqualTo(Map.of("1", "taken", "3", "free"));
    }

    @Test
    void update_createsNothing() throws Exception {
        database.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity int, note text)",
                "INSERT INTO orders VALUES (1, 'there', 0, 'kept')");
        try (TaskRun task = task("insert.mode", "update")) {
            task.put(orders.updateWithoutNote(1, "changed", 1)
                            .create(2, "missing", 1, null)
                            .updateWithoutNote(3, "missing", 1)
                            .take())
                    .drain();
        }
        assertThat(reports.messages()).isEmpty();
        assertThat(database.query("SELECT * FROM orders"))
                .containsExactly(Map.of("id", "1", "name", "changed", "quantity", "1", "note", "kept"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " NOT NULL"})
    void rowsThatSwapTheirUniqueValues_endAsInTheSource(String constraint) throws Exception {
        database.execute(
                UNIQUE_NAME.replace("varchar(40)", "varchar(40)" + constraint),
                "INSERT INTO orders VALUES (1, 'a', 0, NULL), (2, 'b', 0, NULL)");
        try (TaskRun task = task(
                "mysql.secondary.unique.keys",
                "update_then_insert",
                "retry.backoff.ms",
                "5",
                "retry.backoff.max.ms",
                "20")) {
            task.put(orders.update(1, "b", 1, "whole")
                            .update(2, "a", 1, "whole")
                            .take())
                    .drain();
        }
        assertThat(reports.messages()).isEmpty();
        assertThat(database.query("SELECT * FROM orders ORDER BY id"))
                .containsExactly(
                        Map.of("id", "1", "name", "b", "quantity", "1", "note", "whole"),
                        Map.of("id", "2", "name", "a", "quantity", "1", "note", "whole"));
    }

    @Test
    void deletedRowWithChildren_givesItsUniqueValueToTheRowTheyWaitFor() throws Exception {
        database.execute(
                UNIQUE_NAME,
                "CREATE TABLE children (id bigint PRIMARY KEY, parent bigint, FOREIGN KEY (parent) REFERENCES orders (id))",
                "INSERT INTO orders VALUES (1, 'a', 0, NULL)",
                "INSERT INTO children VALUES (10, 1)");
        try (TaskRun task = task(
                "mysql.secondary.unique.keys",
                "update_then_insert",
                "retry.backoff.ms",
                "5",
                "retry.backoff.max.ms",
                "20")) {
            task.put(orders.delete(1).create(2, "a", 1, null).take());
            await().pollInSameThread().until(() -> {
                task.pollNothing();
                return names().containsKey("2");
            });
            database.execute("UPDATE children SET parent = 2");
            task.drain();
        }
        assertThat(reports.messages()).isEmpty();
        assertThat(names()).isEqualTo(Map.of("2", "a"));
    }

    @Test
    void insertIgnore_byStandardSqlKeepsTheFirstOfABatch() throws Exception {
        String url = "jdbc:h2:mem:modes;DB_CLOSE_DELAY=-1";
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name varchar, quantity int, note varchar)");
            statement.execute("INSERT INTO orders VALUES (1, 'there', 0, NULL)");
            Map<String, String> config = new HashMap<>(database.config(Reports.SETTINGS));
            config.put("connection.url", url);
            config.put("connection.user", "sa");
            config.put("connection.password", "");
            config.put("insert.mode", "insert_ignore");
            try (TaskRun task = new TaskRun(new JdbcSinkTask(), config, reports)) {
                task.put(orders.create(1, "late", 1, null)
                                .create(2, "first", 1, null)
                                .update(2, "second", 2, null)
                                .take())
                        .drain();
            }
            assertThat(reports.messages()).isEmpty();
            try (ResultSet rows =
                    statement.executeQuery("SELECT LISTAGG(name) WITHIN GROUP (ORDER BY id) FROM orders")) {
                rows.next();
                assertThat(rows.getString(1)).isEqualTo("there,first");
            }
        }
    }
}
