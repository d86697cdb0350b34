/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A batch that is one statement needs no transaction around it: one round trip in place of two. */
class SingleStatementIT {
    private static final String TABLE =
            "CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity integer, note text)";
    private static final String ROWS = "SELECT id, name, quantity FROM orders ORDER BY id";

    private final Scene scene = new Scene();
    private final Orders orders = new Orders();

    /** What each of the task's sessions has been asked last, and how it rests. */
    private List<String> last() throws SQLException {
        return scene.rows("SELECT state, left(query, 6) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name LIKE 'millrace%'");
    }

    @Test
    void oneStatement_commitsItself() throws Exception {
        scene.database.execute(TABLE);
        try (TaskRun task = scene.task()) {
            task.put(orders.create(1, "a", 1, null).create(2, "b", 2, null).take())
                    .drain();
            assertThat(last()).containsOnly("idle|INSERT");

            task.put(orders.delete(1).take()).drain();
            assertThat(last()).containsOnly("idle|DELETE");
        }
        assertThat(scene.rows(ROWS)).containsExactly("2|b|2");
    }

    @Test
    void severalStatements_areOneTransaction_alsoBehindASingleOne() throws Exception {
        scene.database.execute(TABLE);
        try (TaskRun task = scene.task()) {
            task.put(orders.create(1, "a", 1, null).take()).drain();
            task.put(orders.delete(1).create(2, "b", 2, null).take()).drain();

            assertThat(last()).containsOnly("idle|COMMIT");
        }
        assertThat(scene.rows(ROWS)).containsExactly("2|b|2");
        assertThat(scene.rows("SELECT count(DISTINCT xmin::text) FROM orders")).containsExactly("1");
    }

    @Test
    void progressInTheDatabase_goesWithTheRows() throws Exception {
        scene.database.execute(TABLE);
        try (TaskRun task = scene.task("delivery", "exactly_once")) {
            task.put(orders.create(1, "a", 1, null).take()).drain();

            assertThat(last()).containsOnly("idle|COMMIT");
        }
    }

    @Test
    void refusedRow_isFound_andTheOthersAreWritten() throws Exception {
        scene.database.execute(TABLE, "ALTER TABLE orders ADD CHECK (quantity < 10)");
        try (TaskRun task = scene.task()) {
            task.put(orders.create(1, "a", 1, null)
                            .create(2, "b", 20, null)
                            .create(3, "c", 3, null)
                            .take())
                    .drain();
            task.put(orders.create(4, "d", 4, null).take()).drain();

            assertThat(last()).containsOnly("idle|INSERT");
        }
        assertThat(scene.reports.messages()).singleElement().asString().contains("23514", "@1");
        assertThat(scene.rows(ROWS)).containsExactly("1|a|1", "3|c|3", "4|d|4");
    }

    @Test
    void constraintThatSpeaksAtTheEnd_isARecordsFault_too() throws Exception {
        scene.database.execute(TABLE, "ALTER TABLE orders ADD UNIQUE (name) DEFERRABLE INITIALLY DEFERRED");
        assertThat(scene.letters(
                        orders.create(1, "a", 1, null)
                                .create(2, "b", 2, null)
                                .create(3, "a", 3, null)
                                .create(4, "d", 4, null)
                                .take(),
                        "dependency.max.duration.ms",
                        "0"))
                .singleElement()
                .asString()
                .contains("23505");
        assertThat(scene.rows("SELECT count(*) FROM orders")).containsExactly("3");
    }
}
