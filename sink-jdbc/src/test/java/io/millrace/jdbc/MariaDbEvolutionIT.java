/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** What is done to tables of MariaDB that do not fit their events. */
class MariaDbEvolutionIT {
    private static final String NARROW =
            """
            CREATE TABLE orders (
              id int PRIMARY KEY,
              name varchar(40) CHARACTER SET latin1 COLLATE latin1_german1_ci NOT NULL DEFAULT 'x NOT NULL, y'
                COMMENT 'what it''s called',
              quantity smallint NOT NULL DEFAULT 7 CHECK (quantity >= 0),
              note text NOT NULL)""";

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

    private String definition() throws SQLException {
        return String.valueOf(database.query("SHOW CREATE TABLE orders").get(0).get("Create Table"))
                .toLowerCase(java.util.Locale.ROOT);
    }

    @Test
    void evolve_widensColumnsAndKeepsTheRestOfTheirDefinition() throws Exception {
        database.execute(NARROW);
        write(orders.create(1L << 40, null, 1 << 20, null).take(), "schema.evolution", "evolve");

        assertThat(definition())
                .contains("`id` bigint(20) not null")
                .contains("`name` varchar(40) character set latin1 collate latin1_german1_ci default 'x not null, y'"
                        + " comment 'what it''s called'")
                .contains("`quantity` int(11) default 7 check (`quantity` >= 0)")
                .contains("`note` text default null");
        assertThat(database.query("SELECT id, quantity FROM orders"))
                .containsExactly(Map.of("id", "1099511627776", "quantity", "1048576"));
    }

    @Test
    void evolve_addsColumnsAndCreatesTables() throws Exception {
        write(orders.create(1, "a", 1, null).take(), "schema.evolution", "evolve");
        write(orders.addColumn().createWithAdded(2, "b", "new").take(), "schema.evolution", "evolve");

        assertThat(database.query("SELECT count(*) AS n FROM orders")).containsExactly(Map.of("n", "2"));
    }

    @Test
    void add_leavesColumnsAlone() throws Exception {
        database.execute(NARROW);
        String before = definition();
        try (TaskRun task = task("schema.evolution", "add")) {
            task.put(orders.create(1L << 40, "a", 1, "n").create(2, "b", 1, "n").take())
                    .drain();
        }
        assertThat(reports.messages()).singleElement().asString().contains("out-of-range", "int(11)");
        assertThat(definition()).isEqualTo(before);
    }

    @Test
    void validate_refusesWhatWouldFailForSomeRows() throws Exception {
        database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity int NOT NULL,"
                + " note text GENERATED ALWAYS AS (concat(name, '!')) VIRTUAL)");
        try (TaskRun task = task("schema.evolution", "validate")) {
            Throwable refused = catchThrowable(
                    () -> task.put(orders.create(1, "a", 1, "n").take()).drain());
            assertThat(refused)
                    .hasMessageContaining("'quantity' may be NULL")
                    .hasMessageContaining("'note' would be written to column 'note', which the database computes");
        }
        assertThat(database.query("SELECT * FROM orders")).isEmpty();
    }

    @Test
    void ddlLog_tellsTheStatementsAndWaitsForThem() throws Exception {
        database.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, name text NOT NULL, quantity smallint, note text)");
        try (TaskRun task = task("schema.evolution", "evolve", "schema.ddl", "log")) {
            Throwable refused = catchThrowable(
                    () -> task.put(orders.create(1, null, 1 << 20, "n").take()).drain());
            String message = String.valueOf(refused.getMessage());
            assertThat(message).contains("'schema.ddl' is 'log'; execute: ALTER TABLE `orders`");
            String sql = message.substring(message.indexOf("ALTER TABLE"), message.indexOf(". Put it right"));
            assertThat(database.query("SELECT * FROM orders")).isEmpty();
            database.execute(sql);
        }
        write(orders.create(1, null, 1 << 20, "n").take(), "schema.evolution", "evolve", "schema.ddl", "log");
        assertThat(database.query("SELECT quantity FROM orders")).containsExactly(Map.of("quantity", "1048576"));
    }
}
