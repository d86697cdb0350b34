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
import io.millrace.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** What happens when PostgreSQL says no, in each of its ways. */
class FailuresIT {
    private static final String TABLE =
            "CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity integer, note text)";

    private final Database database = new Database();
    private final Orders orders = new Orders();
    private final Reports reports = new Reports();

    private TaskRun task(String... settings) {
        Map<String, String> config = database.config(Reports.SETTINGS);
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

    @Test
    void poisonInLargeBatch_costsFewStatements() throws Exception {
        database.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity integer CHECK (quantity <> "
                        + ContractTarget.REFUSED_QUANTITY + "), note text)",
                "CREATE SEQUENCE statements",
                "CREATE FUNCTION count_statement() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN PERFORM nextval('statements'); RETURN NULL; END $$",
                "CREATE TRIGGER counted BEFORE INSERT ON orders FOR EACH STATEMENT EXECUTE FUNCTION count_statement()");
        for (int i = 0; i < 5_000; i++) {
            orders.create(i, "name", i == 3_333 ? ContractTarget.REFUSED_QUANTITY : 1, null);
        }
        try (TaskRun task = task()) {
            task.put(orders.take()).drain();
        }

        assertThat(reports.offsets()).containsExactly(3_333L);
        assertThat(reports.messages().get(0))
                .contains("jdbc.23514", "shop.public.orders-0@3333", "'orders'", "orders_quantity_check");
        assertThat(database.query("SELECT count(*) AS n FROM orders").get(0)).containsEntry("n", "4999");
        // One that fails, one that fails behind a savepoint, and two for each of 13 halvings.
        long statements = Long.parseLong(
                database.query("SELECT last_value FROM statements").get(0).get("last_value"));
        assertThat(statements).isLessThanOrEqualTo(2 + 2 * 13);
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
    void missingColumn_failsTaskUntilItIsThere() throws Exception {
        database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name text)");
        List<SinkRecord> records = orders.create(1, "a", 1, null).take();
        try (TaskRun task = task()) {
            assertFails(task, records, "jdbc.unknown-column", "has no column [quantity, note]");
        }
        database.execute("ALTER TABLE orders ADD quantity integer, ADD note text");
        try (TaskRun task = task()) {
            task.put(records).drain();
        }
        assertThat(database.table("orders", "id")).hasSize(1);
    }

    @Test
    void columnAddedByHand_isSeenWithoutRestart() throws Exception {
        database.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity integer, note text, added text)");
        try (TaskRun task = task()) {
            task.put(orders.create(1, "a", 1, null).take()).drain();
            // The plan that was made for these columns is of no use any more.
            database.execute("ALTER TABLE orders ALTER quantity TYPE bigint");
            task.put(orders.create(2, "b", 2, null)
                            .addColumn()
                            .createWithAdded(3, "c", "d")
                            .take())
                    .drain();
        }
        assertThat(database.table("orders", "id")).hasSize(3);
    }

    @Test
    void impossibleType_namesBothTypes() throws Exception {
        database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name bytea, quantity integer, note text)");
        try (TaskRun task = task()) {
            assertFails(
                    task,
                    orders.create(1, "a", 1, null).take(),
                    "field 'name' (STRING)",
                    "column 'name' (bytea)",
                    "'orders'");
        }
    }

    @Test
    void upsertWithoutUniqueKey_failsTask() throws Exception {
        database.execute("CREATE TABLE orders (id bigint, name text, quantity integer, note text)");
        try (TaskRun task = task()) {
            assertFails(
                    task, orders.create(1, "a", 1, null).take(), "jdbc.key-not-unique", "unique index on exactly [id]");
        }
    }

    @Test
    void valueOutOfRange_isItsRecordsFault() throws Exception {
        database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name varchar(3), quantity smallint, note text)");
        try (TaskRun task = task()) {
            task.put(orders.create(1, "abc", 1, null)
                            .create(2, "abc", 40_000, null)
                            .create(3, "abcd", 1, null)
                            .create(4, "a\u0000b", 1, null)
                            .create(5, "def", 5, null)
                            .take())
                    .drain();
        }

        assertThat(reports.offsets()).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(reports.messages())
                .anyMatch(message ->
                        message.contains("field 'quantity' (INT32) does not fit column 'quantity' (smallint)"))
                .anyMatch(message -> message.contains("jdbc.too-long"))
                .anyMatch(message -> message.contains("U+0000"));
        assertThat(database.table("orders", "id"))
                .extracting(row -> row.get("id"))
                .containsExactly("1", "5");
    }

    @Test
    void wrongPassword_failsTask() {
        try (TaskRun task = task("connection.user", "nobody_here", "connection.password", "wrong")) {
            assertFails(task, orders.create(1, "a", 1, null).take(), "jdbc.28");
        }
    }

    @Test
    void droppedTableAndRevokedGrant_failTaskWithoutLetters() throws Exception {
        database.execute(TABLE, "CREATE ROLE writer_" + name() + " LOGIN PASSWORD 'first'");
        database.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON orders TO writer_" + name());
        List<SinkRecord> records = orders.create(1, "a", 1, null).take();
        try (TaskRun task = task("connection.user", "writer_" + name(), "connection.password", "first")) {
            task.put(records).drain();
            database.execute("REVOKE INSERT ON orders FROM writer_" + name());
            assertFails(task, orders.create(2, "b", 1, null).take(), "jdbc.42501", "permission denied");
        }
        database.execute("DROP TABLE orders");
        try (TaskRun task = task()) {
            assertFails(task, records, "jdbc.no-table", "'orders'");
        }
    }

    @Test
    void rotatedPassword_isUsedWithoutRestart() throws Exception {
        String user = "writer_" + name();
        database.execute(TABLE, "CREATE ROLE " + user + " LOGIN PASSWORD 'first'");
        database.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON orders TO " + user);
        Map<String, String> config = new HashMap<>(database.config(Reports.SETTINGS));
        config.put("connection.user", user);
        config.put("connection.password", "first");
        // The worker hands out the configuration with secrets resolved anew each time.
        try (TaskRun task = new TaskRun(new JdbcSinkTask(), config, reports)) {
            task.put(orders.create(1, "a", 1, null).take()).drain();
            config.put("connection.password", "second");
            database.execute(
                    "ALTER ROLE " + user + " PASSWORD 'second'",
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + user + "'");
            task.put(orders.create(2, "b", 2, null).take()).drain();
        }
        assertThat(reports.offsets()).isEmpty();
        assertThat(database.table("orders", "id")).hasSize(2);
    }

    @Test
    void failureOverride_winsOverTheTable() throws Exception {
        database.execute(
                TABLE,
                "CREATE TABLE open_for_business (id int)",
                "CREATE FUNCTION closed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " IF NOT EXISTS (SELECT FROM open_for_business) THEN RAISE 'closed'; END IF; RETURN NEW; END $$",
                "CREATE TRIGGER closed BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION closed()");
        try (TaskRun task = task("failure.overrides", "P0001:transient")) {
            task.put(orders.create(1, "a", 1, null).take());
            await().pollInSameThread().until(() -> {
                task.pollNothing();
                return attempts() > 2;
            });
            database.execute("INSERT INTO open_for_business VALUES (1)");
            task.drain();
        }
        assertThat(reports.offsets())
                .as("a trigger that objects is no poison here")
                .isEmpty();
        assertThat(database.table("orders", "id")).hasSize(1);
    }

    /** Transactions of this database that were rolled back. */
    private long attempts() throws Exception {
        return Long.parseLong(
                database.query("SELECT xact_rollback AS n FROM pg_stat_database WHERE datname = current_database()")
                        .get(0)
                        .get("n"));
    }

    @Test
    void oldPrimaryThatIsReadOnly_isLeftForTheNewOne() throws Exception {
        try (PostgresServer first = PostgresServer.start();
                PostgresServer second = PostgresServer.start()) {
            for (PostgresServer server : List.of(first, second)) {
                try (Connection connection = server.connect("postgres")) {
                    connection.createStatement().execute(TABLE);
                }
            }
            Map<String, String> config = new HashMap<>(database.config(Reports.SETTINGS));
            config.put(
                    "connection.url",
                    "jdbc:postgresql://127.0.0.1:" + first.port() + ",127.0.0.1:" + second.port()
                            + "/postgres?targetServerType=primary&hostRecheckSeconds=0");
            try (TaskRun task = new TaskRun(new JdbcSinkTask(), config, reports)) {
                task.put(orders.create(1, "a", 1, null).take()).drain();
                try (Connection connection = first.connect("postgres")) {
                    connection.createStatement().execute("ALTER SYSTEM SET default_transaction_read_only = on");
                    connection.createStatement().execute("SELECT pg_reload_conf()");
                }
                // The server reads its settings in its own time.
                await().until(() -> isReadOnly(first));
                task.put(orders.create(2, "b", 2, null).take()).drain();
            }
            try (Connection connection = second.connect("postgres");
                    var rows = connection.createStatement().executeQuery("SELECT id FROM orders")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong(1)).isEqualTo(2);
            }
        }
        assertThat(reports.offsets()).isEmpty();
    }

    private static boolean isReadOnly(PostgresServer server) throws SQLException {
        try (Connection connection = server.connect("postgres");
                var setting = connection.createStatement().executeQuery("SHOW default_transaction_read_only")) {
            return setting.next() && setting.getString(1).equals("on");
        }
    }

    @Test
    void readOnlyServer_isAnOutage() throws Exception {
        database.execute(
                TABLE, "ALTER ROLE CURRENT_USER IN DATABASE " + name() + " SET default_transaction_read_only = on");
        try (TaskRun task = task()) {
            task.put(orders.create(1, "a", 1, null).take());
            await().pollInSameThread().until(() -> {
                task.pollNothing();
                return task.isPaused();
            });
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("SET default_transaction_read_only = off");
                statement.execute(
                        "ALTER ROLE CURRENT_USER IN DATABASE " + name() + " RESET default_transaction_read_only");
                statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name LIKE 'millrace%' AND datname = current_database()");
            }
            task.drain();
        }
        assertThat(reports.offsets()).isEmpty();
        assertThat(database.table("orders", "id")).hasSize(1);
    }

    private String name() throws Exception {
        return database.query("SELECT current_database() AS name").get(0).get("name");
    }

    @Test
    void lockedTable_isRetriedWhenTheStatementTimesOut() throws Exception {
        database.execute(TABLE);
        try (TaskRun task = task("statement.timeout.ms", "200");
                Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE orders");
            task.put(orders.create(1, "a", 1, null).take());
            await().pollInSameThread().until(() -> {
                task.pollNothing();
                try (Connection observer = database.connect()) {
                    return observer.createStatement()
                            .executeQuery("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                    + " AND application_name LIKE 'millrace%' AND datname = current_database()")
                            .next();
                }
            });
            other.rollback();
            task.drain();
        }
        assertThat(reports.offsets()).isEmpty();
        assertThat(database.table("orders", "id")).hasSize(1);
    }

    @Test
    void childBeforeParent_waitsForIt() throws Exception {
        database.execute(
                "CREATE TABLE parents (id bigint PRIMARY KEY)",
                "CREATE TABLE children (id bigint PRIMARY KEY, parent bigint REFERENCES parents)");
        ChangeTopic parents = new ChangeTopic(
                "s.public.parents",
                SchemaBuilder.struct()
                        .name("p")
                        .field("id", Schema.INT64_SCHEMA)
                        .build(),
                List.of("id"));
        ChangeTopic children = new ChangeTopic(
                "s.public.children",
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
                assertThat(database.table("children", "id")).hasSize(1);
            });
            assertThat(task.offsets()).containsValue(0L);
            task.put(List.of(parents.upsert(new At(0, 0, 1), "c", Map.of("id", 10L))))
                    .drain();
        }
        assertThat(reports.offsets()).isEmpty();
        assertThat(database.table("children", "id")).hasSize(2);
    }

    @Test
    void twoTasksOnTheSameRows_doNotDeadlockForLong() throws Exception {
        database.execute(TABLE);
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> writeInOrder(true));
        writeInOrder(false);
        other.join();

        assertThat(reports.offsets()).isEmpty();
        assertThat(database.table("orders", "id")).hasSize(500);
    }

    private void writeInOrder(boolean descending) {
        Orders own = new Orders();
        try (TaskRun task = database.task()) {
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
        database.execute("CREATE TABLE orders (id bigint, name text, quantity integer, note text)");
        try (TaskRun task = task("insert.mode", "insert", "key.source", "none", "delete.mode", "ignore")) {
            task.put(orders.create(1, "a", 1, null)
                            .update(1, "b", 2, null)
                            .delete(1)
                            .take())
                    .drain();
        }
        assertThat(database.table("orders", "quantity"))
                .extracting(row -> row.get("name"))
                .containsExactly("a", "b");
    }

    @Test
    void serverKilledInMidStream_resumesWithoutLetters() throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            String name = server.createDatabase("crash");
            Map<String, String> config = new HashMap<>(database.config(Reports.SETTINGS));
            config.put("connection.url", server.jdbcUrl(name));
            config.put("schema.evolution", "add");
            try (TaskRun task = new TaskRun(new JdbcSinkTask(), config, reports)) {
                for (int i = 0; i < 2_000; i++) {
                    orders.create(i, "before", 1, null);
                }
                task.put(orders.take());
                server.kill();
                for (int i = 0; i < 2_000; i++) {
                    orders.update(i, "after", 2, null);
                }
                task.put(orders.take());
                await().pollInSameThread().until(() -> {
                    task.pollNothing();
                    return task.isPaused();
                });
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
    void hugeRecord_isSentAlone() throws Exception {
        database.execute(TABLE);
        String text = "x".repeat(12 << 20);
        try (TaskRun task = task()) {
            task.put(orders.create(1, "small", 1, null)
                            .create(2, "huge", 2, text)
                            .create(3, "small", 3, null)
                            .take())
                    .drain();
        }
        assertThat(database.query("SELECT length(note) AS n FROM orders ORDER BY id"))
                .extracting(row -> row.get("n"))
                .containsExactly(null, Integer.toString(12 << 20), null);
    }

    @Test
    void nullKey_namesTheRecord() throws Exception {
        database.execute(TABLE);
        SinkRecord record = orders.create(1, "a", 1, null).take().get(0);
        SinkRecord withoutKey = record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                null,
                null,
                record.valueSchema(),
                record.value(),
                record.timestamp());
        try (TaskRun task = task()) {
            task.put(List.of(withoutKey)).drain();
        }
        assertThat(reports.messages())
                .singleElement()
                .asString()
                .contains("decode.null-key", "shop.public.orders-0@0", "set it to 'kafka'");
    }
}
