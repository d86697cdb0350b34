/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.types;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** The table of what a PostgreSQL source of today does not send: other sources do, later versions, other converters. */
final class BuiltTypes {
    /**
     * One pair of types.
     *
     * @param declared type of the column
     * @param schema of the field
     * @param accepted values, and what PostgreSQL prints
     * @param refused values and the code of their letters
     */
    record Case(String declared, Schema schema, Map<Object, String> accepted, Map<Object, String> refused) {
        String name() {
            return Forms.describe(schema) + " in " + declared;
        }
    }

    private static final String TIME = "io.debezium.time.";
    private static final String DATA = "io.debezium.data.";
    private static final String OUT = "out-of-range";

    private final List<Case> cases = new ArrayList<>();

    private BuiltTypes() {}

    static List<Case> all() {
        BuiltTypes types = new BuiltTypes();
        types.numbers();
        types.floats();
        types.texts();
        types.moments();
        types.structuredMoments();
        types.nested();
        types.geometries();
        return types.cases;
    }

    private void add(String declared, Schema schema, Object[] accepted, Object... refused) {
        cases.add(new Case(declared, schema, map(accepted), map(refused)));
    }

    private static Map<Object, String> map(Object[] pairs) {
        Map<Object, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], (String) pairs[i + 1]);
        }
        return map;
    }

    private static Object[] are(Object... pairs) {
        return pairs;
    }

    private static Schema of(SchemaBuilder builder) {
        return builder.optional().build();
    }

    private static Schema named(SchemaBuilder builder, String name) {
        return builder.name(name).optional().build();
    }

    private static BigDecimal number(String digits) {
        return new BigDecimal(digits);
    }

    private static Schema decimal(int scale) {
        return Decimal.builder(scale).optional().build();
    }

    private void numbers() {
        Schema int64 = Schema.OPTIONAL_INT64_SCHEMA;
        add("smallint", int64, are(-32_768L, "-32768", 32_767L, "32767"), -32_769L, OUT, 32_768L, OUT);
        add("integer", int64, are(-2_147_483_648L, "-2147483648"), 2_147_483_648L, OUT);
        add("oid", int64, are(4_294_967_295L, "4294967295"), -1L, OUT, 4_294_967_296L, OUT);
        add("numeric(20,0)", int64, are(Long.MIN_VALUE, "-9223372036854775808", Long.MAX_VALUE, "9223372036854775807"));
        add("real", int64, are(16_777_216L, "1.6777216e+07"), 16_777_217L, OUT);
        add(
                "double precision",
                int64,
                are(9_007_199_254_740_992L, "9.007199254740992e+15"),
                9_007_199_254_740_993L,
                OUT);
        Schema unsigned = SchemaBuilder.int64()
                .parameter("__debezium.source.column.type", "BIGINT UNSIGNED")
                .optional()
                .build();
        Object[] all = are(
                0L,
                "0",
                Long.MAX_VALUE,
                "9223372036854775807",
                Long.MIN_VALUE,
                "9223372036854775808",
                -1L,
                "18446744073709551615");
        add("numeric(20,0)", unsigned, all);
        add("numeric", unsigned, all);
        add("text", unsigned, all);
        add("bigint", unsigned, are(Long.MAX_VALUE, "9223372036854775807"), Long.MIN_VALUE, OUT, -1L, OUT);
        add(
                "bigint",
                decimal(0),
                are(number("-9223372036854775808"), "-9223372036854775808"),
                number("9223372036854775808"),
                OUT);
        add("integer", decimal(2), are(number("5.00"), "5"), number("5.01"), OUT);
        add(
                "numeric(5,2)",
                decimal(3),
                are(number("999.990"), "999.99"),
                number("0.001"),
                OUT,
                number("1000.000"),
                "22003");
        add("numeric(5,-2)", decimal(0), are(number("1234500"), "1234500"), number("1"), OUT);
        add("money", decimal(3), are(number("1.230"), "$1.23"), number("1.235"), OUT);
        Schema year = named(SchemaBuilder.int32(), TIME + "Year");
        add("smallint", year, are(1901, "1901", 2155, "2155"));
        add("numeric(4,0)", year, are(2026, "2026"));
        add("boolean", of(SchemaBuilder.int16()), are((short) 1, "true", (short) 0, "false"), (short) 2, OUT);
        Schema bits = SchemaBuilder.bytes()
                .name(DATA + "Bits")
                .parameter("length", "12")
                .optional()
                .build();
        add(
                "bit(12)",
                bits,
                are(new byte[] {5, 8}, "100000000101", new byte[] {}, "000000000000"),
                new byte[] {0, 16},
                "22026");
        add("text", bits, are(new byte[] {5}, "000000000101"));
    }

    /** Connect's JsonConverter would make 0 of them. */
    private void floats() {
        add("real", of(SchemaBuilder.float32()), are(Float.NaN, "NaN", Float.POSITIVE_INFINITY, "Infinity", -0f, "-0"));
        add(
                "double precision",
                of(SchemaBuilder.float64()),
                are(Double.NaN, "NaN", Double.NEGATIVE_INFINITY, "-Infinity", -0d, "-0", Double.MIN_VALUE, "5e-324"));
        add(
                "numeric",
                of(SchemaBuilder.float64()),
                are(
                        Double.NaN,
                        "NaN",
                        Double.NEGATIVE_INFINITY,
                        "-Infinity",
                        5d,
                        "5",
                        0.1,
                        "0.1",
                        1e-30,
                        "0.000000000000000000000000000001",
                        1e21,
                        "1000000000000000000000"));
        add("numeric(6,2)", of(SchemaBuilder.float64()), are(1.25, "1.25"), 1.255, OUT);
        add("real", of(SchemaBuilder.float64()), are(0.1, "0.1"), 0.123456789, OUT);
        add(
                "numeric[]",
                of(SchemaBuilder.array(Schema.OPTIONAL_FLOAT64_SCHEMA)),
                are(Arrays.asList(Double.NaN, 2d, null), "{NaN,2,NULL}"));
        add(
                "real[]",
                of(SchemaBuilder.array(Schema.OPTIONAL_FLOAT32_SCHEMA)),
                are(Arrays.asList(Float.NaN, Float.NEGATIVE_INFINITY, -0f), "{NaN,-Infinity,-0}"));
    }

    private void texts() {
        Schema set = named(SchemaBuilder.string(), DATA + "EnumSet");
        add("text", set, are("sad,ok", "sad,ok", "", ""));
        add("text[]", set, are("sad,ok", "{sad,ok}", "", "{}"));
        add("mood[]", set, are("sad,ok", "{sad,ok}"), "sad,angry", "22P02");
        Schema mood = named(SchemaBuilder.string(), DATA + "Enum");
        add("mood", mood, are("sad", "sad"), "angry", "22P02");
        add("mood_domain", mood, are("ok", "ok"), "angry", "22P02");
        add(
                "varchar(3)",
                Schema.OPTIONAL_STRING_SCHEMA,
                are("äöü", "äöü"),
                "abcd",
                "too-long",
                "a\u0000",
                "nul-in-text");
        add(
                "uuid",
                Schema.OPTIONAL_STRING_SCHEMA,
                are("A0EEBC999C0B4EF8BB6D6BB9BD380A11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
                "x",
                "bad-uuid");
        add("jsonb", named(SchemaBuilder.string(), DATA + "Json"), are("{\"a\":1.10}", "{\"a\": 1.10}"), "{", "22P02");
        Schema strings = of(SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA));
        add(
                "text[]",
                strings,
                are(List.of(), "{}", Arrays.asList(null, "NULL"), "{NULL,\"NULL\"}"),
                List.of("[Ljava.lang.String;@1a2b3c"),
                "dimensions-lost");
        Schema matrix = of(SchemaBuilder.array(of(SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA))));
        add(
                "integer[]",
                matrix,
                are(List.of(List.of(1, 2), Arrays.asList(3, null)), "{{1,2},{3,NULL}}"),
                List.of(List.of(1), List.of(2, 3)),
                "22P02",
                List.of(List.of()),
                "empty-dimension");
    }

    private void moments() {
        add(
                "date",
                of(org.apache.kafka.connect.data.Date.builder()),
                are(new Date(-86_400_000L), "1969-12-31", new Date(0), "1970-01-01"));
        add("time", of(Time.builder()), are(new Date(1), "00:00:00.001", new Date(86_399_999), "23:59:59.999"));
        add("timestamp", of(Timestamp.builder()), are(new Date(-1), "1969-12-31 23:59:59.999"));
        add("timestamptz", of(Timestamp.builder()), are(new Date(-1), "1969-12-31 23:59:59.999+00"));
        add("timestamp(0)", of(Timestamp.builder()), are(new Date(1_000), "1970-01-01 00:00:01"), new Date(1), OUT);
        add(
                "time",
                named(SchemaBuilder.int64(), TIME + "MicroTime"),
                are(86_400_000_000L, "24:00:00"),
                -1L,
                OUT,
                86_400_000_001L,
                OUT);
        add("interval", named(SchemaBuilder.int64(), TIME + "MicroTime"), are(-3_020_399_000_000L, "-838:59:59"));
        add("time", named(SchemaBuilder.int64(), TIME + "NanoTime"), are(1_000L, "00:00:00.000001"), 1L, OUT);
        add(
                "timestamp",
                named(SchemaBuilder.int64(), TIME + "NanoTimestamp"),
                are(-1_000L, "1969-12-31 23:59:59.999999", Long.MAX_VALUE, "infinity", Long.MIN_VALUE, "-infinity"),
                1L,
                OUT);
        add(
                "timestamptz",
                named(SchemaBuilder.string(), TIME + "ZonedTimestamp"),
                are(
                        "-0043-03-15T12:00:00Z",
                        "0044-03-15 12:00:00+00 BC",
                        "+10000-01-01T00:00:00+01:00",
                        "9999-12-31 23:00:00+00",
                        "infinity",
                        "infinity"),
                "2026-02-30T00:00:00Z",
                "22008");
        add(
                "timestamptz(3)",
                named(SchemaBuilder.string(), TIME + "ZonedTimestamp"),
                are("2026-01-01T00:00:00.120Z", "2026-01-01 00:00:00.12+00"),
                "2026-01-01T00:00:00.0001Z",
                OUT);
        add("timetz", named(SchemaBuilder.string(), TIME + "ZonedTime"), are("24:00:00+05:30", "24:00:00+05:30"));
        add(
                "timestamp",
                Schema.OPTIONAL_STRING_SCHEMA,
                are("2026-01-01T00:00:00", "2026-01-01 00:00:00"),
                "2026-01-01T00:00:00Z",
                "zone-lost",
                "now",
                "not-a-moment");
        add(
                "timestamptz",
                Schema.OPTIONAL_STRING_SCHEMA,
                are("2026-01-01T00:00:00+01", "2025-12-31 23:00:00+00"),
                "2026-01-01T00:00:00",
                "zone-missing");
        add("bigint", named(SchemaBuilder.int64(), TIME + "MicroDuration"), are(-5L, "-5"));
        add(
                "interval",
                named(SchemaBuilder.int64(), TIME + "NanoDuration"),
                are(-5_000L, "-00:00:00.000005"),
                1L,
                OUT,
                Long.MAX_VALUE,
                OUT);
        add(
                "interval year to month",
                named(SchemaBuilder.string(), TIME + "Interval"),
                are("P1Y2M", "1 year 2 mons"),
                "P1Y1D",
                OUT,
                "1 year",
                "not-an-interval");
    }

    private static Schema structured(String name, String... fields) {
        SchemaBuilder builder = SchemaBuilder.struct().name(TIME + "Structured" + name);
        for (String field : fields) {
            builder.field(
                    field, field.equals("specialValue") ? Schema.OPTIONAL_STRING_SCHEMA : Schema.OPTIONAL_INT32_SCHEMA);
        }
        return builder.optional().build();
    }

    private static Struct struct(Schema schema, Object... fields) {
        Struct struct = new Struct(schema);
        for (int i = 0; i < fields.length; i += 2) {
            struct.put((String) fields[i], fields[i + 1]);
        }
        return struct;
    }

    private void structuredMoments() {
        Schema date = structured("Date", "year", "month", "day", "specialValue");
        add(
                "date",
                date,
                are(
                        struct(date, "year", -43, "month", 3, "day", 15),
                        "0044-03-15 BC",
                        struct(date, "specialValue", "POSITIVE_INFINITY"),
                        "infinity"),
                struct(date, "year", 0, "month", 0, "day", 0),
                "22008");
        Schema time = structured("Time", "hour", "minute", "second", "nanos");
        add("time", time, are(struct(time, "hour", 24), "24:00:00"), struct(time, "nanos", 1), OUT);
        Schema timestamp =
                structured("Timestamp", "year", "month", "day", "hour", "minute", "second", "nanos", "specialValue");
        add(
                "timestamp",
                timestamp,
                are(
                        struct(timestamp, "year", 12_026, "month", 1, "day", 2, "hour", 3, "nanos", 1_000),
                        "12026-01-02 03:00:00.000001",
                        struct(timestamp, "specialValue", "NEGATIVE_INFINITY"),
                        "-infinity"));
        Schema zoned = structured("ZonedTime", "hour", "minute", "second", "nanos", "offsetSeconds");
        add("timetz", zoned, are(struct(zoned, "hour", 12, "offsetSeconds", -57_599), "12:00:00-15:59:59"));
        Schema duration = structured("Duration", "years", "months", "days", "hours", "minutes", "seconds", "nanos");
        add(
                "interval",
                duration,
                are(
                        struct(duration, "months", 14, "days", -3, "nanos", -500_000),
                        "1 year 2 mons -3 days -00:00:00.0005"));
    }

    private void nested() {
        Schema inner = SchemaBuilder.struct()
                .field("a", Schema.OPTIONAL_INT32_SCHEMA)
                .field("b", Schema.OPTIONAL_STRING_SCHEMA)
                .optional()
                .build();
        Struct value = struct(inner, "a", 1, "b", "x");
        add("jsonb", inner, are(value, "{\"a\": 1, \"b\": \"x\"}"));
        add("text", inner, are(value, "{\"a\":1,\"b\":\"x\"}"));
        Schema map = of(SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA));
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("a", "1");
        entries.put("b", null);
        add("hstore", map, are(entries, "\"a\"=>\"1\", \"b\"=>NULL", Map.of(), ""));
        add("jsonb", map, are(entries, "{\"a\": \"1\", \"b\": null}"));
        add(
                "hstore",
                named(SchemaBuilder.string(), DATA + "Json"),
                are("{\"a\":\"1\"}", "\"a\"=>\"1\""),
                "{\"a\":{}}",
                "not-flat");
        Schema array = of(SchemaBuilder.array(inner));
        add("jsonb", array, are(List.of(value), "[{\"a\": 1, \"b\": \"x\"}]"));
    }

    /** As Debezium 3.7 sends PostgreSQL's own; today's has points only. */
    private void geometries() {
        String geometry = DATA + "geometry.";
        Schema point = SchemaBuilder.struct()
                .name(geometry + "Point")
                .field("x", Schema.FLOAT64_SCHEMA)
                .field("y", Schema.FLOAT64_SCHEMA)
                .optional()
                .build();
        Struct center = struct(point, "x", 1d, "y", -2.5);
        add("point", point, are(center, "(1,-2.5)"));
        Schema circle = SchemaBuilder.struct()
                .name(geometry + "Circle")
                .field("center", point)
                .field("radius", Schema.FLOAT64_SCHEMA)
                .optional()
                .build();
        add("circle", circle, are(struct(circle, "center", center, "radius", 3d), "<(1,-2.5),3>"));
        Schema line = SchemaBuilder.struct()
                .name(geometry + "Line")
                .field("a", Schema.FLOAT64_SCHEMA)
                .field("b", Schema.FLOAT64_SCHEMA)
                .field("c", Schema.FLOAT64_SCHEMA)
                .optional()
                .build();
        add("line", line, are(struct(line, "a", 1d, "b", 2d, "c", 0.5), "{1,2,0.5}"));
        Schema shape = SchemaBuilder.struct()
                .name(geometry + "Geometry")
                .field("wkb", Schema.BYTES_SCHEMA)
                .field("srid", Schema.OPTIONAL_INT32_SCHEMA)
                .field("extensions", of(SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA)))
                .optional()
                .build();
        String one = "000000000000F03F";
        String two = "0000000000000040";
        byte[] segment = HexFormat.of().parseHex("0102000000" + "02000000" + one + two + two + one);
        byte[] square = HexFormat.of()
                .parseHex("0103000000" + "01000000" + "05000000" + one + one + one + two + two + two + two + one + one
                        + one);
        add(
                "lseg",
                shape,
                are(shape(shape, segment, "lseg", null), "[(1,2),(2,1)]"),
                shape(shape, segment, "lseg", 4326),
                "srid-lost",
                shape(shape, square, "box", null),
                "other-geometry");
        add("path", shape, are(shape(shape, segment, "path", null), "[(1,2),(2,1)]"));
        add("box", shape, are(shape(shape, square, "box", null), "(2,2),(1,1)"));
        add("polygon", shape, are(shape(shape, square, "polygon", null), "((1,1),(1,2),(2,2),(2,1))"));
    }

    private static Struct shape(Schema schema, byte[] wkb, String type, Integer srid) {
        return struct(schema, "wkb", wkb, "srid", srid, "extensions", Map.of("type", type));
    }
}
