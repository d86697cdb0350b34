/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.metrics.JmxBinding;
import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Tables that follow their events. */
class EvolutionIT {
    private static final String[] LOG = {"schema.evolution", "evolve", "insert.mode", "insert", "key.source", "none"};

    private final Scene scene = new Scene();
    private final Orders orders = new Orders();

    @Test
    void tableAndColumns_areCreatedNullableAndWithoutDefaults() throws Exception {
        Schema madeUp = SchemaBuilder.int32().defaultValue(0).build();
        Schema required = SchemaBuilder.string().defaultValue("").build();
        scene.write(List.of(scene.flat("t", "a", madeUp, 1)), LOG);
        scene.write(List.of(scene.flat("t", "a", madeUp, 2, "b", required, "x")), LOG);

        assertThat(scene.columns("t")).containsExactly("a integer", "b text");
        assertThat(scene.rows("SELECT count(*) FROM pg_attrdef WHERE adrelid = 't'::regclass"))
                .containsExactly("0");
        assertThat(scene.rows("SELECT * FROM t ORDER BY a")).containsExactly("1|-", "2|x");
    }

    @Test
    void deleteBeforeAnythingElse_createsTheTableWithItsKey() throws Exception {
        try (TaskRun task = scene.task("schema.evolution", "add")) {
            task.put(orders.delete(1).take()).drain();
            assertThat(scene.columns("orders")).containsExactly("id bigint NOT NULL");
            task.put(orders.create(1, "a", 1, null).take()).drain();
        }
        assertThat(scene.rows("SELECT * FROM orders")).containsExactly("1|a|1|-");
    }

    private static Schema decimal(int precision, int scale) {
        return Decimal.builder(scale)
                .parameter("connect.decimal.precision", Integer.toString(precision))
                .optional()
                .build();
    }

    @Test
    void columns_areWidenedWhereNothingIsLost() throws Exception {
        scene.database.execute(
                "CREATE TABLE t (a smallint, b integer, c real, d numeric(6,2), e numeric(6,2), f integer,"
                        + " g timestamp(0), h varchar(5), i varchar(5), j varchar(5), k bigint)",
                "INSERT INTO t VALUES (-32768, 2147483647, 1.5, 9999.99, 9999.99, 7, '2020-01-01', 'abcde', 'abcde',"
                        + " 'abcde', 9)");
        Schema longText = SchemaBuilder.string()
                .optional()
                .parameter("__debezium.source.column.type", "VARCHAR")
                .parameter("__debezium.source.column.length", "40")
                .build();
        Schema endless = SchemaBuilder.string()
                .optional()
                .parameter("__debezium.source.column.type", "TEXT")
                .parameter("__debezium.source.column.length", "2147483647")
                .build();
        Schema micros = SchemaBuilder.int64()
                .name("io.debezium.time.MicroTimestamp")
                .optional()
                .build();
        scene.write(
                List.of(scene.flat(
                        "t",
                        "a",
                        Schema.OPTIONAL_INT32_SCHEMA,
                        40_000,
                        "b",
                        Schema.OPTIONAL_INT64_SCHEMA,
                        1L << 40,
                        "c",
                        Schema.OPTIONAL_FLOAT64_SCHEMA,
                        0.1,
                        "d",
                        decimal(8, 4),
                        new BigDecimal("1234.5678"),
                        "e",
                        Schema.OPTIONAL_INT64_SCHEMA,
                        Long.MAX_VALUE,
                        "f",
                        decimal(5, 2),
                        new BigDecimal("123.45"),
                        "g",
                        micros,
                        1L,
                        "h",
                        longText,
                        "x".repeat(40),
                        "i",
                        endless,
                        "y".repeat(100),
                        "j",
                        Schema.OPTIONAL_STRING_SCHEMA,
                        "z",
                        "k",
                        Schema.OPTIONAL_INT32_SCHEMA,
                        1)),
                LOG);

        assertThat(scene.columns("t"))
                .containsExactly(
                        "a integer",
                        "b bigint",
                        "c double precision",
                        "d numeric(8,4)",
                        "e numeric(21,2)",
                        "f numeric(12,2)",
                        "g timestamp without time zone",
                        "h character varying(40)",
                        "i text",
                        "j character varying(5)",
                        "k bigint");
        assertThat(scene.rows("SELECT a, b, c, d, e, f, extract(microseconds FROM g)::int, k FROM t ORDER BY k"))
                .containsExactly(
                        "40000|1099511627776|0.1|1234.5678|9223372036854775807.00|123.45|1|1",
                        "-32768|2147483647|1.5|9999.9900|9999.99|7.00|0|9");
    }

    @Test
    void whatCannotBeWidened_failsTask() throws Exception {
        scene.database.execute("CREATE TABLE t (a date, b boolean)");
        assertThat(scene.failure(
                        List.of(scene.flat("t", "a", Schema.INT32_SCHEMA, 1, "b", Schema.INT32_SCHEMA, 1)), LOG))
                .contains("(1) field 'a' (INT32) does not fit column 'a' (date)", "(2) field 'b'");
        assertThat(scene.columns("t")).containsExactly("a date", "b boolean");
    }

    @Test
    void withAdd_nothingIsWidened() throws Exception {
        scene.database.execute("CREATE TABLE t (a smallint)");
        assertThat(scene.letters(
                        List.of(scene.flat("t", "a", Schema.INT32_SCHEMA, 40_000)),
                        "schema.evolution",
                        "add",
                        "insert.mode",
                        "insert",
                        "key.source",
                        "none"))
                .singleElement()
                .asString()
                .contains("jdbc.out-of-range");
        assertThat(scene.columns("t")).containsExactly("a smallint");
    }

    @Test
    void keyColumn_isWidenedUnderItsIndex() throws Exception {
        scene.database.execute("CREATE TABLE orders (id integer PRIMARY KEY, name text, quantity integer, note text)");
        scene.write(orders.create(1L << 40, "a", 1, null).take(), "schema.evolution", "evolve");

        assertThat(scene.columns("orders")).contains("id bigint NOT NULL");
    }

    @Test
    void notNull_isDroppedWhenEventsMayLackTheValue() throws Exception {
        scene.database.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, name text NOT NULL, quantity integer NOT NULL,"
                        + " note text, gone text NOT NULL)");
        scene.write(orders.create(1, null, 1, null).take(), "schema.evolution", "evolve");

        assertThat(scene.columns("orders"))
                .containsExactly("id bigint NOT NULL", "name text", "quantity integer", "note text", "gone text");
    }

    @Test
    void whileTheStreamRuns_rowsOfTheOldSchemaGoOn() throws Exception {
        Schema narrow = SchemaBuilder.struct()
                .name("v")
                .field("id", Schema.INT64_SCHEMA)
                .field("n", Schema.INT32_SCHEMA)
                .build();
        Schema wide = SchemaBuilder.struct()
                .name("v")
                .field("id", Schema.INT64_SCHEMA)
                .field("n", Schema.INT64_SCHEMA)
                .field("more", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        try (TaskRun task = scene.task(
                "schema.evolution", "evolve", "key.source", "record_value", "key.fields", "id", "lanes", "3")) {
            for (long id = 0; id < 300; id++) {
                boolean old = id % 3 != 0 || id < 100;
                Schema schema = old ? narrow : wide;
                Struct value = new Struct(schema).put("id", id);
                value = old
                        ? value.put("n", (int) id)
                        : value.put("n", id << 40).put("more", "x");
                task.put(List.of(scene.record("t", null, null, schema, value)));
            }
            task.drain();
        }
        assertThat(scene.reports.messages()).isEmpty();
        assertThat(scene.rows("SELECT count(*) AS a, count(more) AS b, max(n) AS c FROM t"))
                .containsExactly("300|66|" + (297L << 40));
    }

    @Test
    void sourceTypes_areHonoured() throws Exception {
        scene.write(
                List.of(scene.flat(
                        "t",
                        "a",
                        declared("VARCHAR", 30, null),
                        "x",
                        "b",
                        declared("BPCHAR", 3, null),
                        "abc",
                        "c",
                        declared("TEXT", 2147483647, null),
                        "x",
                        "d",
                        declared("CHAR", 7, null),
                        "x",
                        "e",
                        declared("INET", 2147483647, null),
                        "10.0.0.1",
                        "f",
                        declared("NUMERIC", 10, "2"),
                        "12.34",
                        "g",
                        SchemaBuilder.struct()
                                .name("io.debezium.data.VariableScaleDecimal")
                                .optional()
                                .parameter("__debezium.source.column.type", "NUMERIC")
                                .parameter("__debezium.source.column.length", "12")
                                .parameter("__debezium.source.column.scale", "3")
                                .field("scale", Schema.INT32_SCHEMA)
                                .field("value", Schema.BYTES_SCHEMA)
                                .build(),
                        null,
                        "h",
                        SchemaBuilder.bytes()
                                .name("io.debezium.data.Bits")
                                .optional()
                                .parameter("length", "3")
                                .parameter("__debezium.source.column.type", "BIT")
                                .build(),
                        new byte[] {5},
                        "i",
                        declared("INT4RANGE", 2147483647, null),
                        "[1,3)",
                        "j",
                        declared("MOOD", 2147483647, null),
                        "happy")),
                LOG);

        assertThat(scene.columns("t"))
                .containsExactly(
                        "a character varying(30)",
                        "b character(3)",
                        "c text",
                        "d character varying(7)",
                        "e inet",
                        "f numeric(10,2)",
                        "g numeric(12,3)",
                        "h bit(3)",
                        "i int4range",
                        "j text");
        assertThat(scene.rows("SELECT e, f, h, i FROM t")).containsExactly("10.0.0.1|12.34|101|[1,3)");
    }

    private static Schema declared(String type, int length, String scale) {
        SchemaBuilder schema = SchemaBuilder.string()
                .optional()
                .parameter("__debezium.source.column.type", type)
                .parameter("__debezium.source.column.length", Integer.toString(length));
        return (scale == null ? schema : schema.parameter("__debezium.source.column.scale", scale)).build();
    }

    @Test
    void changeThatTheDatabaseRefuses_failsTaskWithItsStatement() throws Exception {
        scene.database.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity smallint, note text)",
                "CREATE VIEW seen AS SELECT quantity FROM orders");
        assertThat(scene.failure(orders.create(1, "a", 1, null).take(), "schema.evolution", "evolve"))
                .contains(
                        "jdbc.ddl-refused",
                        "used by a view",
                        "ALTER TABLE \"orders\" ALTER COLUMN \"quantity\" TYPE integer");
    }

    @Test
    void missingSchema_failsTaskWithItsStatement() {
        assertThat(scene.failure(
                        orders.create(1, "a", 1, null).take(),
                        "schema.evolution",
                        "add",
                        "table.name.format",
                        "nowhere.orders"))
                .contains(
                        "jdbc.ddl-refused", "schema \"nowhere\" does not exist", "CREATE TABLE \"nowhere\".\"orders\"");
    }

    @Test
    void structWithoutAColumn_failsTask() {
        Schema inner = SchemaBuilder.struct().field("x", Schema.INT32_SCHEMA).build();
        assertThat(scene.failure(List.of(scene.flat("t", "s", inner, new Struct(inner).put("x", 1))), LOG))
                .contains("jdbc.no-column-type", "'s'", "json");
    }

    @Test
    void columnAddedAndDroppedByHand_isPickedUp() throws Exception {
        try (TaskRun task = scene.task("schema.evolution", "add")) {
            task.put(orders.create(1, "a", 1, null).take()).drain();
            // 42703 at the next statement.
            scene.database.execute("ALTER TABLE orders DROP COLUMN note");
            task.put(orders.create(2, "b", 2, "n").take()).drain();
            // 42P01 at the next statement.
            scene.database.execute("DROP TABLE orders");
            task.put(orders.create(3, "c", 3, "n").take()).drain();
            // Seen without any error, because the table is looked at again before it is found lacking.
            scene.database.execute("ALTER TABLE orders ADD COLUMN added varchar(9)");
            task.put(orders.addColumn().createWithAdded(4, "d", "by hand").take())
                    .drain();
        }
        assertThat(scene.reports.messages()).isEmpty();
        assertThat(scene.rows("SELECT id, note, added FROM orders ORDER BY id"))
                .containsExactly("3|n|-", "4|-|by hand");
        assertThat(scene.columns("orders")).contains("added character varying(9)");
    }

    @Test
    void loggedDdl_isNotExecuted_andTheTaskSaysIt() throws Exception {
        assertThat(scene.failure(orders.create(1, "a", 1, null).take(), "schema.evolution", "add", "schema.ddl", "log"))
                .contains(
                        "jdbc.ddl-needed",
                        "execute: CREATE TABLE \"orders\" (\"id\" bigint NOT NULL, \"name\" text, \"quantity\" integer,"
                                + " \"note\" text, PRIMARY KEY (\"id\"))");
        assertThat(scene.rows("SELECT 1 FROM pg_class WHERE relname = 'orders'"))
                .isEmpty();
    }

    @Test
    void loggedDdl_withPause_waitsForWhoeverExecutesIt() throws Exception {
        scene.database.execute("CREATE TABLE orders (id integer PRIMARY KEY, name text, quantity integer)");
        try (TaskRun task =
                scene.task("schema.evolution", "evolve", "schema.ddl", "log", "on.systemic.failure", "pause")) {
            task.put(orders.create(1, "a", 1, null).take());
            org.awaitility.Awaitility.await().pollInSameThread().until(() -> {
                task.pollNothing();
                return ManagementFactory.getPlatformMBeanServer()
                        .isRegistered(JmxBinding.blockedName("jdbc-test", 0, "orders", "jdbc.ddl-needed"));
            });
            assertThat(scene.rows("SELECT id FROM orders")).isEmpty();
            scene.database.execute("ALTER TABLE \"orders\" ADD COLUMN \"note\" text, ALTER COLUMN \"id\" TYPE bigint");
            task.drain();
        }
        assertThat(scene.reports.messages()).isEmpty();
        assertThat(scene.rows("SELECT id FROM orders")).containsExactly("1");
    }

    @Test
    void partsOfRows_ofATableThatHasJustBeenWidened() throws Exception {
        scene.database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity smallint, note text)");
        scene.write(
                orders.create(1, "a", 1, "long")
                        .updateWithoutNote(1, "b", 100_000)
                        .take(),
                "schema.evolution",
                "evolve",
                "batch.max.records",
                "1");

        assertThat(scene.rows("SELECT * FROM orders")).containsExactly("1|b|100000|long");
    }

    @Test
    void schemalessRecords_needAnExistingColumn() throws Exception {
        SinkRecord record = scene.record("t", null, Map.of("id", 1), null, Map.of("name", "a"));
        assertThat(scene.failure(List.of(record), "schema.evolution", "add")).contains("jdbc.no-column-type");
    }
}
