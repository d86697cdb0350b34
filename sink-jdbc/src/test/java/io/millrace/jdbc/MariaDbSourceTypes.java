/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import java.util.ArrayList;
import java.util.List;

/** The table of types of a MariaDB source: values as they are there, and as they must be in PostgreSQL. */
final class MariaDbSourceTypes {
    /** Columns that MariaDB's type alone would not lead to. */
    private static final List<String> PREPARED = List.of("boolean", "interval", "jsonb", "uuid");

    /**
     * One column.
     *
     * @param name of the column
     * @param declared type at the source
     * @param values three of them as SQL
     * @param created type of the column in PostgreSQL
     * @param expected the values as PostgreSQL prints them; NULL is {@code null}
     */
    record Type(String name, String declared, String[] values, String created, String[] expected) {
        /** Whether the column is there already, and not made by us. */
        boolean isPrepared() {
            return PREPARED.contains(created);
        }
    }

    private final List<Type> types = new ArrayList<>();

    private MariaDbSourceTypes() {}

    static List<Type> all() {
        MariaDbSourceTypes table = new MariaDbSourceTypes();
        table.add();
        return table.types;
    }

    private void type(String declared, String created, String... sourceAndExpected) {
        String[] values = new String[3];
        String[] expected = new String[3];
        for (int i = 0; i < 3; i++) {
            boolean given = 2 * i < sourceAndExpected.length;
            values[i] = given ? sourceAndExpected[2 * i] : "NULL";
            expected[i] = given ? sourceAndExpected[2 * i + 1] : null;
        }
        types.add(new Type("c" + types.size(), declared, values, created, expected));
    }

    private void add() {
        type("tinyint(1)", "boolean", "1", "true", "0", "false");
        type("tinyint(1)", "smallint", "1", "1", "0", "0");
        type("tinyint", "smallint", "-128", "-128", "127", "127");
        type("tinyint unsigned", "smallint", "255", "255", "0", "0");
        type("smallint", "smallint", "-32768", "-32768", "32767", "32767");
        type("smallint unsigned", "integer", "65535", "65535", "0", "0");
        type("mediumint", "integer", "-8388608", "-8388608", "8388607", "8388607");
        type("mediumint unsigned", "integer", "16777215", "16777215", "0", "0");
        type("int", "integer", "-2147483648", "-2147483648", "2147483647", "2147483647");
        type("int unsigned", "bigint", "4294967295", "4294967295", "0", "0");
        type(
                "bigint",
                "bigint",
                "-9223372036854775808",
                "-9223372036854775808",
                "9223372036854775807",
                "9223372036854775807");
        type(
                "bigint unsigned",
                "numeric(20,0)",
                "18446744073709551615",
                "18446744073709551615",
                "9223372036854775808",
                "9223372036854775808");
        type("decimal(20,5)", "numeric(20,5)", "-999999999999999.99999", "-999999999999999.99999", "0.1", "0.10000");
        type(
                "decimal(65,30)",
                "numeric(65,30)",
                "0.000000000000000000000000000001",
                "0.000000000000000000000000000001");
        type("float", "real", "1.5", "1.5", "-0.1", "-0.1");
        type("double", "double precision", "0.1", "0.1", "1.7976931348623157e308", "1.7976931348623157e+308");
        type("bit(1)", "boolean", "b'1'", "true", "b'0'", "false");
        type("bit(8)", "bit(8)", "b'10000001'", "10000001", "b'0'", "00000000");
        type("bit(12)", "bit(12)", "b'100000000101'", "100000000101");
        type("bit(64)", "bit(64)", "18446744073709551615", "1".repeat(64));
        type("year", "integer", "1901", "1901", "2155", "2155");
        type("date", "date", "'1000-01-01'", "1000-01-01", "'9999-12-31'", "9999-12-31");
        type("time(6)", "interval", "'-838:59:59'", "-838:59:59", "'23:59:59.999999'", "23:59:59.999999");
        type("time", "time without time zone", "'23:59:59'", "23:59:59", "'00:00:00'", "00:00:00");
        type(
                "datetime(6)",
                "timestamp without time zone",
                "'1000-01-01 00:00:00'",
                "1000-01-01 00:00:00",
                "'9999-12-31 23:59:59.999999'",
                "9999-12-31 23:59:59.999999");
        type("datetime(3)", "timestamp without time zone", "'2026-03-29 02:30:00.123'", "2026-03-29 02:30:00.123");
        type(
                "timestamp(6) NULL",
                "timestamp with time zone",
                "'2026-03-29 02:30:00.123456'",
                "2026-03-29 02:30:00.123456+00",
                "'1970-01-01 00:00:01'",
                "1970-01-01 00:00:01+00");
        type("char(5)", "character varying(5)", "'ab'", "ab", "''", "");
        type("varchar(20)", "character varying(20)", "'é😀 '", "é😀 ", "'\\\\\\''", "\\'");
        type("varchar(20) CHARACTER SET latin1", "character varying(20)", "'né'", "né");
        type("longtext", "text", "REPEAT('x', 70000)", "x".repeat(70_000));
        type("binary(3)", "bytea", "x'010200'", "\\x010200");
        type("varbinary(3)", "bytea", "x'0100'", "\\x0100");
        type("blob", "bytea", "x'00FF27'", "\\x00ff27", "''", "\\x");
        type("json", "jsonb", "'{\"a\": [1, null]}'", "{\"a\": [1, null]}");
        type("json", "text", "'{\"a\": 1}'", "{\"a\": 1}");
        type("enum('a','it''s')", "text", "'it''s'", "it's", "'a'", "a");
        type("set('a','b','c')", "text", "'a,c'", "a,c", "''", "");
        type("uuid", "uuid", "'3f2504e0-4f89-41d3-9a0c-0305e82c3301'", "3f2504e0-4f89-41d3-9a0c-0305e82c3301");
        // Dates that do not exist: the source makes NULL of them, or the epoch where NULL is not allowed.
        type("date", "date", "'0000-00-00'", null);
        type("datetime", "timestamp without time zone", "'0000-00-00 00:00:00'", null);
        type(
                "date NOT NULL",
                "date",
                "'0000-00-00'",
                "1970-01-01",
                "'2026-01-01'",
                "2026-01-01",
                "'2026-01-02'",
                "2026-01-02");
    }
}
