/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Which table and which column a name means. */
class NamesIT {
    private static final String[] LOG = {"insert.mode", "insert", "key.source", "none", "table.name.format", "${topic}"
    };

    private final Scene scene = new Scene();

    private List<SinkRecord> to(String table) {
        return List.of(scene.flat(table, "n", Schema.INT32_SCHEMA, 1));
    }

    @Test
    void table_exactlyOfTheNameComesFirst() throws Exception {
        scene.database.execute("CREATE TABLE \"Orders\" (n integer)", "CREATE TABLE orders (n integer)");
        scene.write(to("Orders"), LOG);

        assertThat(scene.rows("SELECT n FROM \"Orders\"")).hasSize(1);
        assertThat(scene.rows("SELECT n FROM orders")).isEmpty();
    }

    @Test
    void table_inLowerCaseComesNext() throws Exception {
        scene.database.execute("CREATE TABLE \"ORDERS\" (n integer)", "CREATE TABLE orders (n integer)");
        scene.write(to("Orders"), LOG);

        assertThat(scene.rows("SELECT n FROM orders")).hasSize(1);
    }

    @Test
    void table_thatDiffersInCaseAlone() throws Exception {
        scene.database.execute("CREATE SCHEMA \"Shop\"", "CREATE TABLE \"Shop\".\"OrDers\" (n integer)");
        scene.write(to("shop.orders"), LOG);

        assertThat(scene.rows("SELECT n FROM \"Shop\".\"OrDers\"")).hasSize(1);
    }

    @Test
    void table_ambiguous_namesTheCandidates() throws Exception {
        scene.database.execute("CREATE TABLE \"ORDERS\" (n integer)", "CREATE TABLE \"OrderS\" (n integer)");
        assertThat(scene.failure(to("Orders"), LOG))
                .contains("jdbc.ambiguous-table", "public.ORDERS", "public.OrderS", "'table.name.format'");
    }

    @Test
    void table_underscoreIsNoWildcard() throws Exception {
        scene.database.execute("CREATE TABLE axb (n integer)");
        assertThat(scene.failure(to("a_b"), LOG)).contains("table 'a_b' does not exist");
    }

    @Test
    void table_withQuotesAndSpaces() throws Exception {
        scene.database.execute("CREATE TABLE \"my \"\"table\" (n integer)");
        scene.write(to("my \"table"), LOG);

        assertThat(scene.rows("SELECT n FROM \"my \"\"table\"")).hasSize(1);
    }

    @Test
    void table_inTheOrderOfTheSearchPath() throws Exception {
        scene.database.execute(
                "CREATE SCHEMA aaa",
                "CREATE TABLE aaa.orders (n integer)",
                "CREATE TABLE orders (n integer)",
                "DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET search_path = public, aaa'; END $$");
        scene.write(to("orders"), LOG);

        assertThat(scene.rows("SELECT n FROM public.orders")).hasSize(1);
    }

    @Test
    void truncate_findsTheTableLikeEverythingElse() throws Exception {
        scene.database.execute(
                "CREATE TABLE \"ORDERS\" (\"ID\" bigint PRIMARY KEY, \"Name\" text, quantity integer, note text)");
        var orders = new io.millrace.testkit.contract.Orders();
        scene.write(
                orders.create(1, "a", 1, null)
                        .truncate()
                        .create(2, "b", 2, null)
                        .take(),
                "truncate.enabled",
                "true");

        assertThat(scene.rows("SELECT * FROM \"ORDERS\"")).containsExactly("2|b|2|-");
    }

    @Test
    void columns_areFoundInTheSameWay() throws Exception {
        scene.database.execute("CREATE TABLE t (\"N\" integer, \"Exact\" text, \"exact\" text)");
        scene.write(
                List.of(scene.flat(
                        "t",
                        "n",
                        Schema.INT32_SCHEMA,
                        1,
                        "Exact",
                        Schema.STRING_SCHEMA,
                        "E",
                        "EXACT",
                        Schema.STRING_SCHEMA,
                        "e")),
                LOG);

        assertThat(scene.rows("SELECT * FROM t")).containsExactly("1|E|e");
    }

    @Test
    void column_ambiguous_namesTheCandidates() throws Exception {
        scene.database.execute("CREATE TABLE t (\"NAME\" text, \"Name\" text)");
        assertThat(scene.failure(List.of(scene.flat("t", "nAME", Schema.STRING_SCHEMA, "x")), LOG))
                .contains("jdbc.ambiguous-column", "[NAME, Name]", "'fields.rename'");
    }

    @Test
    void twoFieldsForOneColumn_failTask() throws Exception {
        scene.database.execute("CREATE TABLE t (name text)");
        assertThat(scene.failure(
                        List.of(scene.flat("t", "Name", Schema.STRING_SCHEMA, "x", "NAME", Schema.STRING_SCHEMA, "y")),
                        LOG))
                .contains("'Name' and 'NAME' would both go to column 'name'");
    }

    @Test
    void keyAndValueThatDifferInCase_areOneColumn() throws Exception {
        scene.database.execute("CREATE TABLE t (id bigint PRIMARY KEY, name text)");
        SinkRecord flat = scene.flat("t", "id", Schema.INT64_SCHEMA, 1L, "name", Schema.STRING_SCHEMA, "x");
        Schema key = org.apache.kafka.connect.data.SchemaBuilder.struct()
                .field("ID", Schema.INT64_SCHEMA)
                .build();
        scene.write(List.of(flat.newRecord(
                "t",
                0,
                key,
                new org.apache.kafka.connect.data.Struct(key).put("ID", 1L),
                flat.valueSchema(),
                flat.value(),
                1L)));

        assertThat(scene.rows("SELECT * FROM t")).containsExactly("1|x");
    }
}
