/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** The table of types for MariaDB: what is sent, and what must be there afterwards. */
final class MariaDbTypes {
    /**
     * One type.
     *
     * @param name for messages
     * @param declared type of the column
     * @param schema of the field
     * @param select how the column is read as text
     * @param accepted values, and what is read afterwards
     * @param refused values that must become dead letters
     */
    record Case(
            String name,
            String declared,
            Schema schema,
            String select,
            Map<Object, String> accepted,
            List<Object> refused) {}

    private static final String TEXT = "CAST(v AS CHAR)";
    private static final long DAY = 86_400_000_000L;

    private final List<Case> cases = new ArrayList<>();

    private MariaDbTypes() {}

    private static Schema of(SchemaBuilder builder) {
        return builder.optional().build();
    }

    private static Schema named(SchemaBuilder builder, String name) {
        return builder.name(name).optional().build();
    }

    /** @param values sent and read in turn, or sent alone where the text is the same */
    private MariaDbTypes add(String declared, Schema schema, String select, Object[] values, Object... refused) {
        Map<Object, String> accepted = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i += 2) {
            accepted.put(values[i], (String) values[i + 1]);
        }
        String name = (schema.name() == null ? schema.type().name() : schema.name()) + " in " + declared;
        cases.add(new Case(name, declared, schema, select, accepted, List.of(refused)));
        return this;
    }

    private static Object[] same(Object... values) {
        Object[] pairs = new Object[values.length * 2];
        for (int i = 0; i < values.length; i++) {
            pairs[2 * i] = values[i];
            pairs[2 * i + 1] = values[i].toString();
        }
        return pairs;
    }

    private static Object[] pairs(Object... pairs) {
        return pairs;
    }

    private static Schema unsigned() {
        return SchemaBuilder.int64()
                .optional()
                .parameter("__debezium.source.column.type", "BIGINT UNSIGNED")
                .build();
    }

    private static Schema decimal(int precision, int scale) {
        return Decimal.builder(scale)
                .parameter("connect.decimal.precision", Integer.toString(precision))
                .optional()
                .build();
    }

    private static final Schema BITS = SchemaBuilder.bytes()
            .name("io.debezium.data.Bits")
            .parameter("length", "12")
            .optional()
            .build();
    private static final Schema POINT = SchemaBuilder.struct()
            .name("io.debezium.data.geometry.Geometry")
            .field("wkb", Schema.BYTES_SCHEMA)
            .field("srid", Schema.OPTIONAL_INT32_SCHEMA)
            .optional()
            .build();

    /** POINT(1 2), least significant byte first. */
    private static Struct point() {
        return new Struct(POINT)
                .put("wkb", HexFormat.of().parseHex("0101000000000000000000F03F0000000000000040"))
                .put("srid", 4326);
    }

    /** Columns that are there already, of every type. */
    static List<Case> existing() {
        MariaDbTypes types = new MariaDbTypes();
        types.numbers();
        types.texts();
        types.bytes();
        types.times();
        return types.cases;
    }

    private void numbers() {
        Schema int64 = Schema.OPTIONAL_INT64_SCHEMA;
        add("tinyint(1)", of(SchemaBuilder.bool()), TEXT, pairs(true, "1", false, "0"));
        add("tinyint(1)", of(SchemaBuilder.int16()), TEXT, same((short) 1, (short) 0, (short) -128), (short) 128);
        add("tinyint", int64, TEXT, same(-128L, 127L), -129L, 128L);
        add("tinyint unsigned", int64, TEXT, same(0L, 255L), -1L, 256L);
        add("smallint", int64, TEXT, same(-32_768L, 32_767L), -32_769L, 32_768L);
        add("smallint unsigned", int64, TEXT, same(0L, 65_535L), -1L, 65_536L);
        add("mediumint", int64, TEXT, same(-8_388_608L, 8_388_607L), -8_388_609L, 8_388_608L);
        add("mediumint unsigned", int64, TEXT, same(0L, 16_777_215L), -1L, 16_777_216L);
        add("int", int64, TEXT, same(-2_147_483_648L, 2_147_483_647L), -2_147_483_649L, 2_147_483_648L);
        add("int unsigned", int64, TEXT, same(0L, 4_294_967_295L), -1L, 4_294_967_296L);
        add("bigint", int64, TEXT, same(Long.MIN_VALUE, 0L, Long.MAX_VALUE));
        add("bigint unsigned", int64, TEXT, same(0L, Long.MAX_VALUE), -1L);
        add(
                "bigint unsigned",
                unsigned(),
                TEXT,
                pairs(
                        0L,
                        "0",
                        Long.MAX_VALUE,
                        "9223372036854775807",
                        -1L,
                        "18446744073709551615",
                        Long.MIN_VALUE,
                        "9223372036854775808"));
        add(
                "bigint unsigned",
                decimal(20, 0),
                TEXT,
                same(new BigDecimal("18446744073709551615")),
                new BigDecimal("18446744073709551616"),
                new BigDecimal("-1"));
        add("bigint", unsigned(), TEXT, same(0L, Long.MAX_VALUE), -1L);
        add(
                "decimal(5,2)",
                decimal(10, 3),
                TEXT,
                pairs(
                        new BigDecimal("999.990"),
                        "999.99",
                        new BigDecimal("-0.010"),
                        "-0.01",
                        new BigDecimal("0.000"),
                        "0.00"),
                new BigDecimal("1000.000"),
                new BigDecimal("0.001"));
        add(
                "decimal(65,30)",
                decimal(65, 30),
                TEXT,
                same(new BigDecimal("99999999999999999999999999999999999.999999999999999999999999999999")));
        add(
                "decimal(4,1)",
                of(SchemaBuilder.string()),
                TEXT,
                pairs("12.5", "12.5", "-1e2", "-100.0"),
                "1.25",
                "x",
                "1e9");
        add(
                "float",
                of(SchemaBuilder.float32()),
                "CAST(v AS DOUBLE)",
                pairs(
                        1.5f,
                        "1.5",
                        -0.0f,
                        "-0",
                        3.4028235e38f,
                        "3.4028234663852886e38",
                        1.4e-45f,
                        "1.401298464324817e-45"),
                Float.NaN,
                Float.POSITIVE_INFINITY);
        add(
                "double",
                of(SchemaBuilder.float64()),
                TEXT,
                pairs(1.1, "1.1", Double.MAX_VALUE, "1.7976931348623157e308", 4.9e-324, "5e-324"),
                Double.NaN,
                Double.NEGATIVE_INFINITY);
        add(
                "double",
                of(SchemaBuilder.int64()),
                TEXT,
                pairs(9_007_199_254_740_992L, "9.007199254740992e15"),
                9_007_199_254_740_993L);
        add(
                "year",
                named(SchemaBuilder.int32(), "io.debezium.time.Year"),
                TEXT,
                pairs(1901, "1901", 2155, "2155", 0, "0000"),
                70,
                1900,
                2156);
        add("bit(1)", of(SchemaBuilder.bool()), "BIN(v + 0)", pairs(true, "1", false, "0"));
        add(
                "bit(12)",
                BITS,
                "BIN(v + 0)",
                pairs(new byte[] {5, 8}, "100000000101", new byte[] {0, 0}, "0", new byte[] {1}, "1"),
                new byte[] {0, 16});
        add(
                "bit(64)",
                named(SchemaBuilder.bytes(), "io.debezium.data.Bits"),
                "BIN(v + 0)",
                pairs(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1}, "1".repeat(64)));
    }

    private void texts() {
        Schema string = Schema.OPTIONAL_STRING_SCHEMA;
        add(
                "varchar(4)",
                string,
                TEXT,
                same("", "abcd", "é😀 x", "a   ", "'\\\"`", "a\u0000b"),
                "abcde",
                "abcd ",
                "\uD800");
        add("char(4)", string, TEXT, same("", "ab", "😀😀😀😀"), "😀😀😀😀😀");
        add("varchar(4) CHARACTER SET latin1", string, TEXT, same("né"), "ł");
        add("tinytext", string, TEXT, same("x".repeat(255)), "x".repeat(256), "x".repeat(255) + " ");
        add("text", string, "LENGTH(v)", pairs("é".repeat(32_767), "65534"), "é".repeat(32_768));
        add("mediumtext", string, "LENGTH(v)", pairs("x".repeat(70_000), "70000"));
        add("longtext", string, "LENGTH(v)", pairs("x".repeat(70_000), "70000"));
        add(
                "longtext",
                of(SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA)),
                TEXT,
                pairs(List.of(1, 2), "[1,2]", List.of(), "[]"));
        add(
                "json",
                named(SchemaBuilder.string(), "io.debezium.data.Json"),
                TEXT,
                same("{\"a\": [1, null, \"é\"]}", "null"),
                "{");
        add("enum('a','it''s','1','é')", string, TEXT, same("a", "it's", "é", "1"), "2", "b", "A", "");
        add(
                "set('a','b','c')",
                named(SchemaBuilder.string(), "io.debezium.data.EnumSet"),
                TEXT,
                same("a,b", "", "b"),
                "d",
                "a,d",
                "3");
        add(
                "uuid",
                named(SchemaBuilder.string(), "io.debezium.data.Uuid"),
                TEXT,
                same("3f2504e0-4f89-41d3-9a0c-0305e82c3301"),
                "3f2504e0");
        add("inet6", string, TEXT, same("::1", "2001:db8::ff"), "1.2.3");
        add("inet4", string, TEXT, same("192.0.2.1"), "192.0.2.256");
        add("varchar(40)", of(SchemaBuilder.int64()), TEXT, same(Long.MIN_VALUE));
        add("varchar(40)", of(SchemaBuilder.float64()), TEXT, same(1.5));
        add(
                "varchar(40)",
                named(SchemaBuilder.int64(), "io.debezium.time.MicroTimestamp"),
                TEXT,
                pairs(1_500_000L, "1970-01-01T00:00:01.5"));
        add(
                "varchar(40)",
                named(SchemaBuilder.int64(), "io.debezium.time.MicroDuration"),
                TEXT,
                pairs(90_000_000L, "PT1M30S"));
    }

    private void bytes() {
        Schema bytes = Schema.OPTIONAL_BYTES_SCHEMA;
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        add("blob", bytes, "HEX(v)", pairs(all, HexFormat.of().withUpperCase().formatHex(all), new byte[0], ""));
        add("tinyblob", bytes, "LENGTH(v)", pairs(new byte[255], "255"), (Object) all);
        add("longblob", bytes, "LENGTH(v)", pairs(new byte[3 << 20], Integer.toString(3 << 20)));
        add("varbinary(3)", bytes, "HEX(v)", pairs(new byte[] {1, 0}, "0100"), (Object) new byte[4]);
        add("binary(3)", bytes, "HEX(v)", pairs(new byte[] {1, 0, 2}, "010002"), new byte[4], new byte[2]);
        add("point", POINT, "CONCAT(ST_AsText(v), ' ', ST_SRID(v))", pairs(point(), "POINT(1 2) 4326"));
        add("geometry", POINT, "CONCAT(ST_AsText(v), ' ', ST_SRID(v))", pairs(point(), "POINT(1 2) 4326"));
    }

    private void times() {
        Schema micros = named(SchemaBuilder.int64(), "io.debezium.time.MicroTimestamp");
        Schema zoned = named(SchemaBuilder.string(), "io.debezium.time.ZonedTimestamp");
        Schema date = named(SchemaBuilder.int32(), "io.debezium.time.Date");
        Schema time = named(SchemaBuilder.int64(), "io.debezium.time.MicroTime");
        Schema string = Schema.OPTIONAL_STRING_SCHEMA;
        add(
                "date",
                date,
                TEXT,
                pairs(0, "1970-01-01", -719_162, "0001-01-01", 2_932_896, "9999-12-31"),
                -719_163,
                2_932_897,
                -2_147_472_692);
        add("date", string, TEXT, same("2026-02-28"), "2026-02-29", "0000-00-00", "28.2.2026", "2026-02-28T00:00:00");
        add(
                "date",
                named(SchemaBuilder.string(), "io.debezium.time.IsoDate"),
                TEXT,
                pairs("2026-02-28Z", "2026-02-28"));
        add(
                "time(6)",
                time,
                TEXT,
                pairs(
                        0L,
                        "00:00:00.000000",
                        DAY,
                        "24:00:00.000000",
                        DAY - 1,
                        "23:59:59.999999",
                        -3_600_000_000L,
                        "-01:00:00.000000",
                        3_020_399_999_999L,
                        "838:59:59.999999",
                        -3_020_399_999_999L,
                        "-838:59:59.999999"),
                3_020_400_000_000L,
                -3_020_400_000_000L,
                Long.MAX_VALUE);
        add("time", time, TEXT, pairs(-1_000_000L, "-00:00:01", 3_661_000_000L, "01:01:01"), 500_000L);
        add("time(3)", named(SchemaBuilder.int32(), "io.debezium.time.Time"), TEXT, pairs(1, "00:00:00.001"));
        add(
                "time(6)",
                named(SchemaBuilder.int64(), "io.debezium.time.NanoTime"),
                TEXT,
                pairs(1_000L, "00:00:00.000001"),
                1L);
        add(
                "datetime(6)",
                micros,
                TEXT,
                pairs(
                        0L,
                        "1970-01-01 00:00:00.000000",
                        -1L,
                        "1969-12-31 23:59:59.999999",
                        -62_135_596_800_000_000L,
                        "0001-01-01 00:00:00.000000",
                        253_402_300_799_999_999L,
                        "9999-12-31 23:59:59.999999"),
                253_402_300_800_000_000L,
                9_223_372_036_825_200_000L);
        add("datetime", micros, TEXT, pairs(1_000_000L, "1970-01-01 00:00:01"), 1_000_001L);
        add(
                "datetime(3)",
                named(SchemaBuilder.int64(), "io.debezium.time.Timestamp"),
                TEXT,
                pairs(-1L, "1969-12-31 23:59:59.999"));
        add(
                "datetime(6)",
                named(SchemaBuilder.int64(), "io.debezium.time.NanoTimestamp"),
                TEXT,
                pairs(1_000L, "1970-01-01 00:00:00.000001"),
                1L,
                Long.MAX_VALUE);
        add(
                "datetime(6)",
                zoned,
                TEXT,
                pairs(
                        "2026-03-29T02:30:00+02:00",
                        "2026-03-29 00:30:00.000000",
                        "9999-12-31T23:59:59.999999Z",
                        "9999-12-31 23:59:59.999999"),
                "infinity",
                "yesterday");
        add(
                "datetime(6)",
                string,
                TEXT,
                pairs(
                        "2026-03-29T02:30:00",
                        "2026-03-29 02:30:00.000000",
                        "2026-03-29 02:30:00.5",
                        "2026-03-29 02:30:00.500000",
                        "2026-03-29T02:30:00+02:00",
                        "2026-03-29 00:30:00.000000"),
                "2026-02-30 00:00:00");
        add(
                "timestamp(6)",
                zoned,
                "CONVERT_TZ(v, @@session.time_zone, '+00:00')",
                pairs(
                        "1970-01-01T00:00:01Z",
                        "1970-01-01 00:00:01.000000",
                        "2038-01-19T03:14:07.999999Z",
                        "2038-01-19 03:14:07.999999"),
                "1969-12-31T23:59:59Z",
                "2106-02-07T06:28:16Z");
    }

    /** Columns that are made for what comes; the type is the one that must come out. */
    static List<Case> created() {
        MariaDbTypes types = new MariaDbTypes();
        types.add("tinyint(1)", of(SchemaBuilder.bool()), TEXT, pairs(true, "1"));
        types.add("tinyint(4)", of(SchemaBuilder.int8()), TEXT, same((byte) -128));
        types.add("smallint(6)", of(SchemaBuilder.int16()), TEXT, same(Short.MIN_VALUE));
        types.add("int(11)", of(SchemaBuilder.int32()), TEXT, same(Integer.MIN_VALUE));
        types.add("bigint(20)", of(SchemaBuilder.int64()), TEXT, same(Long.MIN_VALUE));
        types.add("bigint(20) unsigned", unsigned(), TEXT, pairs(-1L, "18446744073709551615"));
        types.add("float", of(SchemaBuilder.float32()), "CAST(v AS DOUBLE)", pairs(0.5f, "0.5"));
        types.add("double", of(SchemaBuilder.float64()), TEXT, pairs(0.1, "0.1"));
        types.add("decimal(12,4)", decimal(12, 4), TEXT, same(new BigDecimal("-12345678.1234")));
        types.add(
                "decimal(65,30)",
                Decimal.builder(4).optional().build(),
                "v + 0",
                pairs(new BigDecimal("1.5000"), "1.500000000000000000000000000000"));
        types.add("longtext", of(SchemaBuilder.string()), TEXT, same("é😀"));
        types.add("longblob", of(SchemaBuilder.bytes()), "HEX(v)", pairs(new byte[] {0, -1}, "00FF"));
        types.add("bit(12)", BITS, "BIN(v + 0)", pairs(new byte[] {5, 8}, "100000000101"));
        types.add("date", named(SchemaBuilder.int32(), "io.debezium.time.Date"), TEXT, pairs(0, "1970-01-01"));
        types.add(
                "time(6)",
                named(SchemaBuilder.int64(), "io.debezium.time.MicroTime"),
                TEXT,
                pairs(-1L, "-00:00:00.000001"));
        types.add(
                "datetime(6)",
                named(SchemaBuilder.int64(), "io.debezium.time.MicroTimestamp"),
                TEXT,
                pairs(1L, "1970-01-01 00:00:00.000001"));
        types.add(
                "datetime(6)",
                named(SchemaBuilder.string(), "io.debezium.time.ZonedTimestamp"),
                TEXT,
                pairs("2026-03-29T02:30:00+02:00", "2026-03-29 00:30:00.000000"));
        types.add("year(4)", named(SchemaBuilder.int32(), "io.debezium.time.Year"), TEXT, same(2026));
        types.add(
                "char(36)",
                named(SchemaBuilder.string(), "io.debezium.data.Uuid"),
                TEXT,
                same("3f2504e0-4f89-41d3-9a0c-0305e82c3301"));
        types.add("longtext", named(SchemaBuilder.string(), "io.debezium.data.Json"), TEXT, same("{\"a\":1}"));
        types.add("longtext", of(SchemaBuilder.array(Schema.STRING_SCHEMA)), TEXT, pairs(List.of("a"), "[\"a\"]"));
        types.add(
                "longtext",
                of(SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)),
                TEXT,
                pairs(Map.of("a", 1), "{\"a\":1}"));
        types.add("bigint(20)", named(SchemaBuilder.int64(), "io.debezium.time.MicroDuration"), TEXT, same(5L));
        types.add("geometry", POINT, "ST_AsText(v)", pairs(point(), "POINT(1 2)"));
        return types.cases;
    }
}
