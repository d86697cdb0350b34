/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.contract.ContractTarget;
import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.records.ChangeTopic;
import io.millrace.testkit.records.ChangeTopic.At;
import io.millrace.testkit.server.MariaDbOptions;
import io.millrace.testkit.server.MariaDbServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** What happens when MariaDB says no, in each of its ways. */
class MariaDbFailuresIT {
    private static final String TABLE =
            "CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity int, note longtext)";

    private final MariaDatabase database = new MariaDatabase();
    private final Orders orders = new Orders();
    private final Reports reports = new Reports();

    private TaskRun task(String... settings) {
        return task(database.config(Reports.SETTINGS), settings);
    }

    private TaskRun task(Map<String, String> config, String... settings) {
        for (int i = 0; i < settings.length; i += 2) {
            config.put(settings[i], settings[i + 1]);
        }
        return new TaskRun(new JdbcSinkTask(), config, reports);
    }

    private void assertFails(TaskRun task, List<SinkRecord> records, String... parts) {
        assertThatThrownBy(() -> task.put(records).drain())
                .isInstanceOf(ConnectException.class)
                .message()
                .contains(parts);
        assertThat(reports.offsets()).as("a wrong configuration is no poison").isEmpty();
    }

    private List<String> ids(String table) throws SQLException {
        return database.query("SELECT id FROM " + table + " ORDER BY id").stream()
                .map(row -> row.get("id"))
                .toList();
    }

    @Test
    void poisonInLargeBatch_costsFewStatements() throws Exception {
        database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity int CHECK (quantity <> "
                + ContractTarget.REFUSED_QUANTITY + "), note text)");
        for (int i = 0; i < 5_000; i++) {
            orders.create(i, "name", i == 3_333 ? ContractTarget.REFUSED_QUANTITY : 1, null);
        }
        long before = statements();
        try (TaskRun task = task()) {
            task.put(orders.take()).drain();
        }

        assertThat(reports.offsets()).containsExactly(3_333L);
        assertThat(reports.messages().get(0)).contains("jdbc.4025", "shop.public.orders-0@3333", "quantity");
        assertThat(database.value("SELECT count(*) FROM orders")).isEqualTo("4999");
        // Some 16 statements write the whole batch; each of 13 halvings writes a half again.
        assertThat(statements() - before).isLessThan(200);
    }

    /** Inserts that the server has executed so far, for all databases of this server. */
    private long statements() throws SQLException {
        return Long.parseLong(
                database.query("SHOW GLOBAL STATUS LIKE 'Com_insert'").get(0).get("Value"));
    }

    @Test
    void secondaryUniqueKey_isRefusedAndNamed() throws Exception {
        database.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, name varchar(40), quantity int, note text,"
                        + " UNIQUE KEY orders_name (name))",
                "INSERT INTO orders VALUES (1, 'taken', 1, NULL)");
        try (TaskRun task = task()) {
            assertFails(
                    task,
                    orders.create(2, "taken", 2, null).take(),
                    "jdbc.secondary-unique-key",
                    "'orders_name' on [name]",
                    "'mysql.secondary.unique.keys' to 'update_then_insert'");
        }
        assertThat(database.query("SELECT * FROM orders").get(0)).containsEntry("quantity", "1");
    }

    @Test
    void secondaryUniqueKey_valueMovesBetweenRowsInOneBatch() throws Exception {
        database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name varchar(40), quantity int, note text,"
                + " UNIQUE KEY orders_name (name))");
        try (TaskRun task = task("mysql.secondary.unique.keys", "update_then_insert")) {
            task.put(orders.create(1, "a", 1, null).create(2, "b", 2, null).take())
                    .drain();
            task.put(orders.update(2, "c", 2, null)
                            .update(1, "b", 1, null)
                            .delete(2)
                            .create(3, "c", 3, null)
                            .take())
                    .drain();
        }
        assertThat(reports.offsets()).isEmpty();
        assertThat(database.query("SELECT id, name FROM orders ORDER BY id"))
                .containsExactly(Map.of("id", "1", "name", "b"), Map.of("id", "3", "name", "c"));
    }

    @Test
    void secondaryUniqueKey_thatStaysTakenBecomesLetterWithoutItsValue() throws Exception {
        database.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, name varchar(40), quantity int, note text,"
                        + " UNIQUE KEY orders_name (name))",
                "INSERT INTO orders VALUES (1, 'taken', 1, NULL)");
        try (TaskRun task =
                task("mysql.secondary.unique.keys", "update_then_insert", "dependency.max.duration.ms", "300")) {
            task.put(orders.create(2, "taken", 2, null)
                            .create(3, "free", 3, null)
                            .take())
                    .drain();
        }
        assertThat(reports.offsets()).containsExactly(0L);
        assertThat(reports.messages().get(0))
                .contains("jdbc.1062", "orders_name")
                .doesNotContain("taken");
        assertThat(ids("orders")).containsExactly("1", "3");
    }

    @Test
    void uniqueKeyThatContainsTheKey_isNoObstacle() throws Exception {
        database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name varchar(40), quantity int, note text,"
                + " UNIQUE KEY both_columns (name, id))");
        try (TaskRun task = task()) {
            task.put(orders.create(1, "a", 1, null).update(1, "b", 2, null).take())
                    .drain();
        }
        assertThat(ids("orders")).containsExactly("1");
    }

    @Test
    void keyZero_isNoOrderForANumber() throws Exception {
        database.execute(
                "CREATE TABLE orders (id bigint AUTO_INCREMENT PRIMARY KEY, name text, quantity int, note text)");
        try (TaskRun task = task()) {
            task.put(orders.create(0, "a", 1, null).update(0, "b", 1, null).take())
                    .drain();
            task.put(orders.update(0, "c", 1, null).take()).drain();
        }
        assertThat(ids("orders")).containsExactly("0");
    }

    @Test
    void missingTable_failsTaskAndSaysWhatToDo() {
        try (TaskRun task = task()) {
            assertFails(
                    task,
                    orders.create(1, "a", 1, null).take(),
                    "jdbc.no-table",
                    "table 'orders' does not exist",
                    "'schema.evolution' to 'add'");
        }
    }

    @Test
    void columnAddedByHand_isSeenWithoutRestart() throws Exception {
        database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity int, note text, added text)");
        try (TaskRun task = task()) {
            task.put(orders.create(1, "a", 1, null).take()).drain();
            database.execute("ALTER TABLE orders DROP note", "ALTER TABLE orders ADD note varchar(100)");
            task.put(orders.create(2, "b", 2, "n")
                            .addColumn()
                            .createWithAdded(3, "c", "d")
                            .take())
                    .drain();
        }
        assertThat(ids("orders")).hasSize(3);
    }

    @Test
    void impossibleType_namesBothTypes() throws Exception {
        database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name blob, quantity int, note text)");
        try (TaskRun task = task()) {
            assertFails(
                    task,
                    orders.create(1, "a", 1, null).take(),
                    "field 'name' (STRING)",
                    "column 'name' (blob)",
                    "'orders'");
        }
    }

    @Test
    void upsertWithoutUniqueKey_failsTask() throws Exception {
        database.execute("CREATE TABLE orders (id bigint, name text, quantity int, note text)");
        try (TaskRun task = task()) {
            assertFails(
                    task, orders.create(1, "a", 1, null).take(), "jdbc.key-not-unique", "unique index on exactly [id]");
        }
    }

    @Test
    void nullInNotNullColumn_isItsRecordsFault() throws Exception {
        database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name text NOT NULL, quantity int, note text)");
        try (TaskRun task = task()) {
            task.put(orders.create(1, null, 1, null).create(2, "b", 2, null).take())
                    .drain();
        }
        assertThat(reports.offsets()).containsExactly(0L);
        assertThat(reports.messages().get(0)).contains("jdbc.null-value", "column 'name'");
    }

    @Test
    void columnWithoutDefault_failsTask() throws Exception {
        database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity int, note text,"
                + " needed int NOT NULL)");
        try (TaskRun task = task()) {
            assertFails(task, orders.create(1, "a", 1, null).take(), "jdbc.1364", "needed");
        }
    }

    @Test
    void triggerThatObjects_isItsRecordsFault() throws Exception {
        database.execute(
                TABLE,
                "CREATE TRIGGER objects BEFORE INSERT ON orders FOR EACH ROW IF NEW.quantity = 13 THEN SIGNAL SQLSTATE"
                        + " '45000' SET MESSAGE_TEXT = 'no thirteens'; END IF");
        try (TaskRun task = task()) {
            task.put(orders.create(1, "a", 13, null).create(2, "b", 2, null).take())
                    .drain();
        }
        // What a trigger says may quote the row.
        assertThat(reports.messages())
                .singleElement()
                .asString()
                .contains("jdbc.1644", "a trigger of the database refuses the row")
                .doesNotContain("no thirteens");
        assertThat(ids("orders")).containsExactly("2");
    }

    @Test
    void wrongPassword_failsTask() {
        try (TaskRun task = task("connection.user", "nobody_here", "connection.password", "wrong")) {
            assertFails(task, orders.create(1, "a", 1, null).take(), "jdbc.1045");
        }
    }

    @Test
    void missingPrivilege_failsTask() throws Exception {
        database.execute(
                TABLE,
                "CREATE USER reader_" + database.name() + " IDENTIFIED BY 'r'",
                "GRANT SELECT ON " + database.name() + ".* TO reader_" + database.name());
        try (TaskRun task = task("connection.user", "reader_" + database.name(), "connection.password", "r")) {
            assertFails(task, orders.create(1, "a", 1, null).take(), "jdbc.1142", "INSERT");
        }
    }

    @Test
    void readOnlyServer_isAnOutage() throws Exception {
        try (MariaDbServer server = MariaDbServer.start(MariaDbOptions.defaults())) {
            String name = server.createDatabase("readonly");
            Map<String, String> config = database.config(Reports.SETTINGS);
            config.put("connection.url", server.jdbcUrl(name));
            config.put("connection.user", "writer");
            config.put("connection.password", "w");
            try (Connection connection = server.connect(name);
                    Statement statement = connection.createStatement()) {
                statement.execute(TABLE);
                statement.execute("CREATE USER writer IDENTIFIED BY 'w'");
                statement.execute("GRANT ALL ON " + name + ".* TO writer");
                statement.execute("SET GLOBAL read_only = 1");
                try (TaskRun task = task(config)) {
                    task.put(orders.create(1, "a", 1, null).take());
                    awaitPause(task);
                    statement.execute("SET GLOBAL read_only = 0");
                    task.drain();
                }
            }
        }
        assertThat(reports.offsets()).isEmpty();
    }

    private static void awaitPause(TaskRun task) {
        await().pollInSameThread().until(() -> {
            task.pollNothing();
            return task.isPaused();
        });
    }

    @Test
    void lockedRow_isRetriedWhenTheStatementTimesOut() throws Exception {
        database.execute(TABLE, "INSERT INTO orders VALUES (1, 'first', 0, NULL)");
        try (TaskRun task = task("statement.timeout.ms", "1000");
                Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("UPDATE orders SET quantity = 5 WHERE id = 1");
            task.put(orders.update(1, "a", 1, null).take());
            Set<String> waiting = new HashSet<>();
            await().pollInSameThread().until(() -> {
                task.pollNothing();
                waiting.addAll(waitingTransactions());
                return waiting.size() > 1;
            });
            other.rollback();
            task.drain();
        }
        assertThat(reports.offsets()).isEmpty();
        assertThat(database.value("SELECT name FROM orders")).isEqualTo("a");
    }

    private List<String> waitingTransactions() throws SQLException {
        return database
                .query("SELECT trx_id FROM information_schema.INNODB_TRX t JOIN information_schema.PROCESSLIST p"
                        + " ON p.ID = t.trx_mysql_thread_id WHERE trx_state = 'LOCK WAIT' AND p.DB = DATABASE()")
                .stream()
                .map(row -> row.get("trx_id"))
                .toList();
    }

    @Test
    void childBeforeParent_waitsForIt() throws Exception {
        database.execute(
                "CREATE TABLE parents (id bigint PRIMARY KEY)",
                "CREATE TABLE children (id bigint PRIMARY KEY, parent bigint, FOREIGN KEY (parent) REFERENCES parents (id))");
        ChangeTopic parents = new ChangeTopic(
                "s.db.parents",
                SchemaBuilder.struct()
                        .name("p")
                        .field("id", Schema.INT64_SCHEMA)
                        .build(),
                List.of("id"));
        ChangeTopic children = new ChangeTopic(
                "s.db.children",
                SchemaBuilder.struct()
                        .name("c")
                        .field("id", Schema.INT64_SCHEMA)
                        .field("parent", Schema.OPTIONAL_INT64_SCHEMA)
                        .build(),
                List.of("id"));
        try (TaskRun task = task()) {
            task.put(List.of(
                    children.upsert(new At(0, 0, 1), "c", Map.of("id", 1L, "parent", 10L)),
                    children.upsert(new At(0, 1, 1), "c", Map.of("id", 2L))));
            await().pollInSameThread().untilAsserted(() -> {
                task.pollNothing();
                assertThat(ids("children")).hasSize(1);
            });
            assertThat(task.offsets()).containsValue(0L);
            task.put(List.of(parents.upsert(new At(0, 0, 1), "c", Map.of("id", 10L))))
                    .drain();
        }
        assertThat(reports.offsets()).isEmpty();
        assertThat(ids("children")).hasSize(2);
    }

    @Test
    void twoTasksOnTheSameRows_doNotDeadlockForLong() throws Exception {
        database.execute(TABLE);
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> writeInOrder(true));
        writeInOrder(false);
        other.join();

        assertThat(reports.offsets()).isEmpty();
        assertThat(ids("orders")).hasSize(500);
    }

    private void writeInOrder(boolean descending) {
        Orders own = new Orders();
        try (TaskRun task = task()) {
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < 500; i++) {
                    own.update(descending ? 499 - i : i, "name-" + round, i, null);
                }
                task.put(own.take()).drain();
            }
        }
    }

    @Test
    void insertMode_keepsEveryEvent() throws Exception {
        database.execute("CREATE TABLE orders (id bigint, name text, quantity int, note text)");
        try (TaskRun task = task("insert.mode", "insert", "key.source", "none", "delete.mode", "ignore")) {
            task.put(orders.create(1, "a", 1, null)
                            .update(1, "b", 2, null)
                            .delete(1)
                            .take())
                    .drain();
        }
        assertThat(database.query("SELECT name FROM orders ORDER BY quantity"))
                .extracting(row -> row.get("name"))
                .containsExactly("a", "b");
    }

    @Test
    void insertMode_keyThatIsTakenIsItsRecordsFault() throws Exception {
        database.execute(TABLE);
        try (TaskRun task = task("insert.mode", "insert")) {
            task.put(orders.create(1, "a", 1, null)
                            .create(1, "b", 2, null)
                            .create(2, "c", 3, null)
                            .take())
                    .drain();
        }
        assertThat(reports.offsets()).containsExactly(1L);
        assertThat(reports.messages().get(0)).contains("jdbc.1062", "PRIMARY");
        assertThat(ids("orders")).containsExactly("1", "2");
    }

    @Test
    void serverKilledInMidStream_resumesWithoutLetters() throws Exception {
        try (MariaDbServer server = MariaDbServer.start()) {
            String name = server.createDatabase("crash");
            Map<String, String> config = database.config(Reports.SETTINGS);
            config.put("connection.url", server.jdbcUrl(name));
            try (TaskRun task = task(config, "schema.evolution", "add")) {
                for (int i = 0; i < 2_000; i++) {
                    orders.create(i, "before", 1, null);
                }
                task.put(orders.take());
                server.kill();
                for (int i = 0; i < 2_000; i++) {
                    orders.update(i, "after", 2, null);
                }
                task.put(orders.take());
                awaitPause(task);
                server.restart();
                task.drain();
            }
            try (Connection connection = server.connect(name);
                    var rows = connection
                            .createStatement()
                            .executeQuery("SELECT count(*) FROM orders WHERE name = 'after' AND quantity = 2")) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(2_000);
            }
        }
        assertThat(reports.offsets()).isEmpty();
    }

    @Test
    void rowLargerThanTheServerTakes_isItsRecordsFault() throws Exception {
        database.execute(TABLE);
        String large = "x".repeat(12 << 20);
        String tooLarge = "x".repeat(17 << 20);
        try (TaskRun task = task("dlq.connect.max.bytes", "33554432")) {
            task.put(orders.create(1, "small", 1, null)
                            .create(2, "large", 2, large)
                            .create(3, "too large", 3, tooLarge)
                            .create(4, "small", 4, null)
                            .take())
                    .drain();
        }
        assertThat(reports.offsets()).containsExactly(2L);
        assertThat(reports.messages().get(0)).contains("jdbc.too-large", "max_allowed_packet");
        assertThat(ids("orders")).containsExactly("1", "2", "4");
    }

    @Test
    void severalTasks_createTheSameTableAtOnce() {
        List<CompletableFuture<Void>> tasks = IntStream.range(0, 4)
                .mapToObj(number -> CompletableFuture.runAsync(() -> {
                    Orders own = new Orders();
                    try (TaskRun task = task("schema.evolution", "add")) {
                        task.put(own.create(number, "a", 1, null)
                                        .addColumn()
                                        .createWithAdded(100 + number, "b", "c")
                                        .take())
                                .drain();
                    }
                }))
                .toList();
        tasks.forEach(CompletableFuture::join);
        assertThat(reports.messages()).isEmpty();
    }

    @Test
    void textKeys_thatDifferInCaseAloneStayTwoRows() throws Exception {
        ChangeTopic topic = new ChangeTopic(
                "s.db.words",
                SchemaBuilder.struct()
                        .name("w")
                        .field("word", Schema.STRING_SCHEMA)
                        .field("language", Schema.STRING_SCHEMA)
                        .build(),
                List.of("word", "language"));
        String[] words = {"a", "A", "á", "a ", "x".repeat(255), "x".repeat(256)};
        try (TaskRun task = task("schema.evolution", "add")) {
            for (int i = 0; i < words.length; i++) {
                task.put(List.of(topic.upsert(new At(0, i, 1), "c", Map.of("word", words[i], "language", "l"))));
            }
            task.put(List.of(topic.delete(new At(0, words.length, 1), Map.of("word", "A", "language", "l"))))
                    .drain();
        }
        assertThat(reports.offsets()).containsExactly(5L);
        assertThat(reports.messages().get(0)).contains("jdbc.too-long", "255");
        assertThat(database.query("SELECT word FROM words"))
                .extracting(row -> row.get("word"))
                .containsExactlyInAnyOrder("a", "á", "a ", "x".repeat(255));
    }
}
