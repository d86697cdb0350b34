/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.contract.ContractTarget;
import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.proxy.FaultProxy;
import io.millrace.testkit.records.ChangeTopic;
import io.millrace.testkit.records.ChangeTopic.At;
import io.millrace.testkit.server.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are copied to a temporary table first: that they are, and what can happen on the way. */
class CopyIT {
    private static final String TABLE =
            "CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity integer CHECK (quantity <> "
                    + ContractTarget.REFUSED_QUANTITY + "), note text)";
    private static final String[] WAYS = {
        "CREATE TABLE ways (way text)",
        "CREATE FUNCTION note_way() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO ways SELECT lower(TG_OP) ||"
                + " CASE WHEN current_query() LIKE 'COPY%' THEN ' straight' WHEN current_query() LIKE '%pg_temp%'"
                + " THEN ' copied' ELSE ' arrays' END; RETURN NULL; END $$",
        "CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE ON orders FOR EACH STATEMENT EXECUTE FUNCTION note_way()"
    };
    private static final String DROPS_TEMPORARY_TABLES =
            "CREATE FUNCTION drop_temporary() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE t text; BEGIN"
                    + " FOR t IN SELECT oid::regclass FROM pg_class WHERE relnamespace = pg_my_temp_schema()"
                    + " AND relkind = 'r' LOOP EXECUTE 'DROP TABLE ' || t; END LOOP; RETURN NULL; END $$";

    private final Scene scene = new Scene();
    private final Database database = scene.database;
    private final Orders orders = new Orders();

    private List<SinkRecord> creates(int from, int to) {
        for (int id = from; id < to; id++) {
            orders.create(id, "name " + id, 1, "note " + "x".repeat(id % 300));
        }
        return orders.take();
    }

    private void create(String... more) throws SQLException {
        database.execute(TABLE);
        database.execute(WAYS);
        database.execute(more);
    }

    /** How statements got their rows since this was asked last. */
    private List<String> ways() throws SQLException {
        List<String> ways = scene.rows("DELETE FROM ways RETURNING way");
        return ways.stream().distinct().sorted().toList();
    }

    private void assertRows(int count) throws SQLException {
        assertThat(scene.reports.messages()).isEmpty();
        assertThat(scene.rows("SELECT count(*) AS rows, max(id) AS last, min(length(note)) AS shortest FROM orders"))
                .containsExactly(count + "|" + (count - 1) + "|5");
    }

    @Test
    void rows_areCopiedFromTheThresholdOn() throws Exception {
        // Of four columns: from three rows on.
        create();
        try (TaskRun task = scene.task("copy.min.values", "12", "insert.mode", "upsert")) {
            task.put(creates(0, 2)).drain();
            assertThat(ways()).containsExactly("insert arrays", "update arrays");
            task.put(creates(2, 5)).drain();
            assertThat(ways()).containsExactly("insert copied", "update copied");
            task.put(orders.updateWithoutNote(0, "a", 1)
                            .updateWithoutNote(1, "b", 1)
                            .updateWithoutNote(2, "c", 1)
                            .take())
                    .drain();
            assertThat(ways()).containsExactly("update copied");
            // Keys are not worth it.
            task.put(orders.delete(0).delete(1).delete(2).delete(3).delete(4).take())
                    .drain();
            assertThat(ways()).containsExactly("delete arrays");
        }
        assertThat(scene.reports.messages()).isEmpty();
        assertThat(scene.rows("SELECT * FROM orders")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"upsert", "insert"})
    void everyType_endsAsWithArrays(String mode) throws Exception {
        String columns =
                " (id bigint PRIMARY KEY, small smallint, amount numeric(12,2), ratio double precision, paid boolean,"
                        + " doc jsonb, mood mood, code uuid, raw bytea, day date, at timestamptz, span interval, tags text[],"
                        + " story text, nothing text)";
        database.execute(
                "CREATE TYPE mood AS ENUM ('sad', 'glad')",
                "CREATE TABLE one" + columns,
                "CREATE TABLE other" + columns);
        Schema amount = Decimal.builder(2).build();
        List<SinkRecord> records = new ArrayList<>();
        for (long id = 0; id < 50; id++) {
            records.add(scene.flat(
                    "one",
                    "id",
                    Schema.INT64_SCHEMA,
                    id,
                    "small",
                    Schema.INT16_SCHEMA,
                    (short) (id - 20),
                    "amount",
                    amount,
                    BigDecimal.valueOf(id * 77 - 1_000, 2),
                    "ratio",
                    Schema.FLOAT64_SCHEMA,
                    id / 7.0,
                    "paid",
                    Schema.BOOLEAN_SCHEMA,
                    id % 2 == 0,
                    "doc",
                    Schema.STRING_SCHEMA,
                    "{\"a\": [" + id + "]}",
                    "mood",
                    Schema.STRING_SCHEMA,
                    id % 3 == 0 ? "sad" : "glad",
                    "code",
                    Schema.STRING_SCHEMA,
                    "00000000-0000-0000-0000-00000000000" + id % 10,
                    "raw",
                    Schema.BYTES_SCHEMA,
                    new byte[] {(byte) id, 0, -1},
                    "day",
                    Schema.STRING_SCHEMA,
                    "2024-02-" + (id % 28 + 1),
                    "at",
                    Schema.STRING_SCHEMA,
                    "2024-02-01T00:00:00." + id + "Z",
                    "span",
                    Schema.STRING_SCHEMA,
                    "P1DT" + id + "S",
                    "tags",
                    SchemaBuilder.array(Schema.STRING_SCHEMA).build(),
                    List.of("a,b", "\"" + id),
                    // One that is larger than what is sent at a time.
                    "story",
                    Schema.STRING_SCHEMA,
                    "ä".repeat(id == 7 ? 200_000 : (int) id),
                    "nothing",
                    Schema.OPTIONAL_STRING_SCHEMA,
                    null));
        }
        String[] settings = {"key.source", "record_value", "key.fields", "id", "insert.mode", mode};
        scene.write(records, settings);
        List<String> copied = new ArrayList<>(List.of(settings));
        copied.addAll(List.of("copy.min.values", "1", "table.name.format", "other"));
        scene.write(records, copied.toArray(String[]::new));

        assertThat(database.table("other", "id")).hasSize(50).isEqualTo(database.table("one", "id"));
    }

    @Test
    void newRows_areCopiedStraightIntoTheTable() throws Exception {
        create(
                "ALTER TABLE orders ADD at timestamptz DEFAULT now(), ADD twice integer GENERATED ALWAYS AS (2 * quantity)"
                        + " STORED, ALTER name TYPE varchar(20)");
        try (TaskRun task = scene.task("insert.mode", "insert", "copy.min.values", "120")) {
            task.put(creates(0, 2)).drain();
            assertThat(ways()).containsExactly("insert arrays");
            task.put(creates(2, 500)).drain();
            assertThat(ways()).containsExactly("insert straight");
            task.put(orders.delete(499).delete(498).delete(497).take()).drain();
            assertThat(ways()).containsExactly("delete arrays");
        }
        assertRows(497);
        assertThat(scene.rows("SELECT DISTINCT twice, at IS NOT NULL AS at FROM orders"))
                .containsExactly("2|t");
    }

    @Test
    void typesThatAreCopiedStraight_endAsWithArrays() throws Exception {
        database.execute("CREATE DOMAIN share AS numeric(5,2) CHECK (VALUE >= 0)");
        for (String table : List.of("orders", "other")) {
            database.execute(
                    "CREATE TABLE " + table + " (id bigint, small smallint, share share, ratio double precision,"
                            + " paid boolean, raw bytea, day date, at timestamp(3), code uuid, tag varchar(10), fixed char(8),"
                            + " story text, nothing integer DEFAULT 7)");
        }
        database.execute(WAYS);
        Schema share = Decimal.builder(2).build();
        Schema uuid = SchemaBuilder.string().name("io.debezium.data.Uuid").build();
        List<SinkRecord> records = new ArrayList<>();
        for (long id = 0; id < 50; id++) {
            records.add(scene.flat(
                    "orders",
                    "id",
                    Schema.INT64_SCHEMA,
                    id,
                    "small",
                    Schema.INT16_SCHEMA,
                    (short) (id - 20),
                    "share",
                    share,
                    BigDecimal.valueOf(id * 77, 2),
                    "ratio",
                    Schema.FLOAT64_SCHEMA,
                    id == 3 ? Double.NEGATIVE_INFINITY : id / 7.0,
                    "paid",
                    Schema.BOOLEAN_SCHEMA,
                    id % 2 == 0,
                    "raw",
                    Schema.BYTES_SCHEMA,
                    new byte[] {(byte) id, 0, -1},
                    "day",
                    Date.SCHEMA,
                    new java.util.Date(id * 86_400_000L * 300 - 86_400_000L * 9_000),
                    "at",
                    Timestamp.SCHEMA,
                    new java.util.Date(id * 77_777_777_777L - 1_000_000_000_000L),
                    "code",
                    uuid,
                    "00000000-0000-0000-0000-00000000000" + id % 10,
                    "tag",
                    Schema.STRING_SCHEMA,
                    "tag " + id + " ",
                    "fixed",
                    Schema.STRING_SCHEMA,
                    "f" + id % 3,
                    "story",
                    Schema.STRING_SCHEMA,
                    "ä".repeat(id == 7 ? 200_000 : (int) id),
                    "nothing",
                    Schema.OPTIONAL_INT32_SCHEMA,
                    null));
        }
        scene.write(records, "insert.mode", "insert", "copy.min.values", "1");
        assertThat(ways()).containsExactly("insert straight");
        scene.write(records, "insert.mode", "insert", "table.name.format", "other");

        assertThat(database.table("orders", "id")).hasSize(50).isEqualTo(database.table("other", "id"));
    }

    /** What COPY would do to such tables is something else than what an insert does. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE RULE more AS ON INSERT TO orders DO ALSO NOTIFY orders",
                "ALTER TABLE orders ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE orders ALTER note TYPE jsonb USING '1'",
                "ALTER TABLE orders ALTER id ADD GENERATED ALWAYS AS IDENTITY"
            })
    void newRowsOfSpecialTables_areInsertedFromATemporaryTable(String special) throws Exception {
        create(special);
        try (TaskRun task = scene.task("insert.mode", "insert", "copy.min.values", "1")) {
            task.put(orders.create(1, "a", 1, "1").create(2, "b", 1, "2").take())
                    .drain();
        }
        assertThat(scene.reports.messages()).isEmpty();
        assertThat(scene.rows("SELECT id, name, note FROM orders ORDER BY id")).containsExactly("1|a|1", "2|b|2");
        assertThat(ways()).containsExactly("insert copied");
    }

    @Test
    void badRecordsAmongNewRows_areIsolated() throws Exception {
        create();
        try (TaskRun task = scene.task("insert.mode", "insert", "copy.min.values", "4000")) {
            task.put(creates(0, 1_000)).drain();
            orders.create(7, "taken", 1, "x").create(8, "refused", ContractTarget.REFUSED_QUANTITY, "x");
            task.put(creates(1_000, 2_000)).drain();
        }
        assertThat(scene.reports.offsets()).containsExactly(1_000L, 1_001L);
        assertThat(scene.reports.messages().get(0)).contains("jdbc.23505", "orders_pkey");
        assertThat(scene.reports.messages().get(1)).contains("jdbc.23514", "orders_quantity_check");
        assertThat(scene.rows("SELECT count(*) AS rows, max(id) AS last FROM orders"))
                .containsExactly("2000|1999");
        assertThat(ways()).contains("insert straight");
    }

    @Test
    void partsOfWideRows_keepWhatTheyLeaveOut() throws Exception {
        int columns = 130;
        Random random = new Random(20);
        StringBuilder table = new StringBuilder("CREATE TABLE wide (id bigint PRIMARY KEY");
        SchemaBuilder schema = SchemaBuilder.struct().name("wide.Value").field("id", Schema.INT64_SCHEMA);
        for (int i = 0; i < columns; i++) {
            table.append(", c").append(i).append(" text");
            schema.field("c" + i, Schema.OPTIONAL_STRING_SCHEMA);
        }
        database.execute(table + ")");
        ChangeTopic topic = new ChangeTopic("wide", schema.build(), List.of("id"));
        Map<Long, Map<String, Object>> model = new TreeMap<>();
        try (TaskRun task = scene.task("copy.min.values", "1")) {
            for (int round = 0; round < 4; round++) {
                List<SinkRecord> records = new ArrayList<>();
                for (long id = 0; id < 40; id++) {
                    Map<String, Object> row = model.computeIfAbsent(id, same -> new HashMap<>());
                    Map<String, Object> sent = new HashMap<>();
                    row.put("id", id);
                    sent.put("id", id);
                    for (int i = 0; i < columns; i++) {
                        boolean absent = round > 0 && random.nextInt(3) == 0;
                        String value = "v" + round + random.nextInt(100);
                        if (!absent) {
                            row.put("c" + i, value);
                        }
                        sent.put("c" + i, absent ? ChangeTopic.UNAVAILABLE : value);
                    }
                    records.add(topic.upsert(new At(0, round * 40 + id, Scene.TIME), "u", sent));
                }
                task.put(records).drain();
            }
        }
        assertThat(scene.reports.messages()).isEmpty();
        for (Map<String, String> row : database.table("wide", "id")) {
            model.get(Long.valueOf(row.get("id")))
                    .forEach((column, value) -> assertThat(row).containsEntry(column, value.toString()));
        }
    }

    @Test
    void badRecordInLargeBatch_isIsolatedAndTheOthersAreWritten() throws Exception {
        create();
        List<SinkRecord> records = new ArrayList<>(creates(0, 2_500));
        records.addAll(orders.create(2_500, "bad", ContractTarget.REFUSED_QUANTITY, "x")
                .take());
        records.addAll(creates(2_501, 5_001));
        try (TaskRun task = scene.task("copy.min.values", "4000")) {
            task.put(records).drain();
        }
        assertThat(scene.reports.offsets()).containsExactly(2_500L);
        assertThat(scene.reports.messages().get(0)).contains("jdbc.23514", "orders_quantity_check");
        assertThat(scene.rows("SELECT count(*) FROM orders")).containsExactly("5000");
        // What fails leaves no trace; of what is left, halves go as arrays.
        assertThat(ways()).contains("insert arrays");
    }

    @Test
    void withoutTheRightToTemporaryTables_rowsGoAsArraysAndTheLogSaysSo() throws Exception {
        create();
        String user = "plain_" + scene.rows("SELECT current_database()").get(0);
        database.execute(
                "CREATE ROLE " + user + " LOGIN PASSWORD 'p'",
                "GRANT ALL ON orders, ways TO " + user,
                "DO $$ BEGIN EXECUTE 'REVOKE TEMPORARY ON DATABASE ' || current_database() || ' FROM PUBLIC'; END $$");
        List<String> warnings = warnings(() -> {
            try (TaskRun task =
                    scene.task("connection.user", user, "connection.password", "p", "copy.min.values", "1")) {
                task.put(creates(0, 300)).drain();
                task.put(creates(300, 600)).drain();
                task.put(orders.updateWithoutNote(0, "name 0", 1).take()).drain();
            }
        });

        assertRows(600);
        assertThat(ways()).containsExactly("insert arrays", "update arrays");
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0)).contains("permission denied to create temporary tables", "'copy.min.values'");
    }

    @Test
    void temporaryTableThatWasDropped_isMadeAgain() throws Exception {
        create(
                DROPS_TEMPORARY_TABLES,
                "CREATE CONSTRAINT TRIGGER dropping AFTER INSERT ON orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
                        + " WHEN (NEW.id = 7) EXECUTE FUNCTION drop_temporary()");
        List<String> warnings = warnings(() -> {
            try (TaskRun task = scene.task("copy.min.values", "1")) {
                task.put(creates(0, 100)).drain();
                task.put(creates(100, 200)).drain();
            }
        });

        assertRows(200);
        assertThat(ways()).containsExactly("insert copied", "update copied");
        assertThat(warnings).isEmpty();
    }

    /** As behind a pooler that gives each transaction another connection. */
    @Test
    void temporaryTablesThatAlwaysVanish_areGivenUp() throws Exception {
        create(
                DROPS_TEMPORARY_TABLES,
                "CREATE CONSTRAINT TRIGGER dropping AFTER INSERT ON orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
                        + " EXECUTE FUNCTION drop_temporary()");
        List<String> warnings = warnings(() -> {
            try (TaskRun task = scene.task("copy.min.values", "1")) {
                for (int i = 0; i < 6; i++) {
                    task.put(creates(i * 10, i * 10 + 10)).drain();
                }
                ways();
                task.put(creates(60, 70)).drain();
            }
        });

        assertRows(70);
        assertThat(ways()).containsExactly("insert arrays", "update arrays");
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0)).contains("temporary tables vanish", "pooler");
    }

    /** Text, as which they travel, takes more room than what the table keeps. */
    @Test
    void rowThatIsTooLargeForATemporaryTable_goesAsArrays() throws Exception {
        StringBuilder table = new StringBuilder("CREATE TABLE orders (id bigint PRIMARY KEY");
        List<Object> fields = new ArrayList<>(List.of("id", Schema.INT64_SCHEMA, 1L));
        for (int i = 0; i < 600; i++) {
            table.append(", c").append(i).append(" label");
            fields.addAll(List.of("c" + i, Schema.STRING_SCHEMA, "a label of some length"));
        }
        database.execute("CREATE TYPE label AS ENUM ('a label of some length')", table + ")");
        database.execute(WAYS);
        List<String> warnings = warnings(() -> scene.write(
                List.of(scene.flat("orders", fields.toArray())),
                "key.source",
                "record_value",
                "key.fields",
                "id",
                "copy.min.values",
                "1"));

        assertThat(scene.rows("SELECT c599 FROM orders")).containsExactly("a label of some length");
        assertThat(ways()).containsExactly("insert arrays", "update arrays");
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0)).contains("row is too big");
    }

    @Test
    void typeThatChangesBetweenBatches_isSeen() throws Exception {
        create();
        try (TaskRun task = scene.task("copy.min.values", "1")) {
            task.put(creates(0, 100)).drain();
            database.execute("ALTER TABLE orders DROP CONSTRAINT orders_quantity_check, ALTER quantity TYPE text,"
                    + " ALTER name TYPE varchar(40)");
            task.put(creates(100, 200)).drain();
            database.execute("ALTER TABLE orders DROP note, ADD note text NOT NULL DEFAULT 'new'");
            task.put(creates(200, 300)).drain();
        }
        assertThat(scene.reports.messages()).isEmpty();
        assertThat(scene.rows("SELECT count(*) AS rows, max(id) AS last, max(quantity) AS quantity FROM orders"))
                .containsExactly("300|299|1");
        assertThat(ways()).containsExactly("insert copied", "update copied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"at_least_once", "exactly_once"})
    void connectionThatIsCutWithinACopy_losesAndRepeatsNothing(String delivery) throws Exception {
        create();
        try (FaultProxy proxy =
                FaultProxy.before("127.0.0.1", TestServers.postgres().port())) {
            Map<String, String> config = database.configThrough(
                    proxy.port(),
                    "copy.min.values",
                    "1",
                    "delivery",
                    delivery,
                    "insert.mode",
                    delivery.equals("exactly_once") ? "insert" : "upsert",
                    "key.source",
                    "record_key");
            try (TaskRun task = new TaskRun(new JdbcSinkTask(), config, scene.reports)) {
                task.put(creates(0, 10)).drain();
                proxy.throttle(300_000);
                task.put(creates(10, 5_000));
                await().pollInSameThread()
                        .until(() -> !scene.rows("SELECT pid FROM pg_stat_activity WHERE query LIKE 'COPY %'"
                                        + " AND datname = current_database() AND state = 'active'")
                                .isEmpty());
                proxy.cutAll();
                proxy.pass();
                task.drain();
                task.put(creates(5_000, 6_000)).drain();
            }
        }
        assertRows(6_000);
        assertThat(ways()).noneMatch(way -> way.endsWith("arrays"));
    }

    @Test
    void statementTimeout_endsACopyAndItIsTriedAgain() throws Exception {
        create();
        try (FaultProxy proxy =
                FaultProxy.before("127.0.0.1", TestServers.postgres().port())) {
            Map<String, String> config =
                    database.configThrough(proxy.port(), "copy.min.values", "1", "statement.timeout.ms", "300");
            try (TaskRun task = new TaskRun(new JdbcSinkTask(), config, scene.reports)) {
                task.put(creates(0, 10)).drain();
                proxy.throttle(200_000);
                task.put(creates(10, 5_000));
                // The server waits for the rest, and then not any more.
                await().pollInSameThread().until(() -> !scene.rows(
                                "SELECT pid FROM pg_stat_activity WHERE query LIKE 'COPY %'"
                                        + " AND datname = current_database() AND state = 'idle in transaction (aborted)'")
                        .isEmpty());
                proxy.pass();
                task.drain();
            }
        }
        assertRows(5_000);
    }

    /** Something that may fail. */
    private interface Step {
        void run() throws Exception;
    }

    /** What a step makes the connector warn of. */
    private static List<String> warnings(Step step) throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            step.run();
        } finally {
            System.setErr(before);
        }
        return log.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("WARN") && line.contains("StagingTables"))
                .toList();
    }
}
