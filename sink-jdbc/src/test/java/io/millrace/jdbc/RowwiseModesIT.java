/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

/** Insert modes with databases that are written row by row. */
class RowwiseModesIT {
    private static final String UNIQUE_NAME =
            "CREATE TABLE orders (id bigint PRIMARY KEY, name varchar(40), quantity int, note text, UNIQUE KEY names (name))";

    private final MariaDatabase database = new MariaDatabase();
    private final Orders orders = new Orders();
    private final Reports reports = new Reports();

    private TaskRun task(String... settings) {
        Map<String, String> config = database.config(Reports.SETTINGS);
        for (int i = 0; i < settings.length; i += 2) {
            config.put(settings[i], settings[i + 1]);
        }
        return new TaskRun(new JdbcSinkTask(), config, reports);
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
