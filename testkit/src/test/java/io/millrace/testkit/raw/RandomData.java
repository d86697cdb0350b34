/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.raw;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Makes schemas and values of all types that Connect and Debezium have. Confined to one thread. */
final class RandomData {
    private static final List<String> INT32_NAMES =
            List.of("io.debezium.time.Date", "io.debezium.time.Time", "io.debezium.time.Year");
    private static final List<String> INT64_NAMES = List.of(
            "io.debezium.time.MicroTime",
            "io.debezium.time.NanoTime",
            "io.debezium.time.Timestamp",
            "io.debezium.time.MicroTimestamp",
            "io.debezium.time.NanoTimestamp",
            "io.debezium.time.MicroDuration");
    private static final List<String> TEXT_NAMES = List.of(
            "io.debezium.time.ZonedTimestamp",
            "io.debezium.data.Uuid",
            "io.debezium.data.Json",
            "io.debezium.time.Interval",
            "io.debezium.data.Xml");
    private static final List<String> TEXTS = List.of(
            "",
            "plain",
            "quote \" backslash \\ newline \n tab \t",
            "\u00e4\u00f6\u00fc \u20ac",
            "\ud83d\ude00 beyond the basic plane",
            "__debezium_unavailable_value",
            "null",
            "{\"payload\":1}");

    private final Random random;

    RandomData(Random random) {
        this.random = random;
    }

    /** The schema of a row with its key first, which is a number. */
    Schema row(String name, int columns, boolean optional) {
        SchemaBuilder builder = SchemaBuilder.struct().name(name);
        builder.field("id", Schema.INT64_SCHEMA);
        for (int i = 0; i < columns; i++) {
            builder.field("c" + i, schema(2));
        }
        return optional ? builder.optional().build() : builder.build();
    }

    Schema schema(int depth) {
        SchemaBuilder builder = builder(depth);
        if (random.nextInt(10) < 7) {
            builder.optional();
        }
        if (random.nextInt(8) == 0) {
            builder.parameter("__debezium.source.column.type", "BIGINT UNSIGNED");
        }
        return builder.build();
    }

    private SchemaBuilder builder(int depth) {
        return switch (random.nextInt(depth > 0 ? 20 : 16)) {
            case 0 -> SchemaBuilder.bool();
            case 1 -> SchemaBuilder.int8();
            case 2 -> SchemaBuilder.int16();
            case 3 -> SchemaBuilder.int32();
            case 4 -> SchemaBuilder.int64();
            case 5 -> SchemaBuilder.float32();
            case 6 -> SchemaBuilder.float64();
            case 7, 8 -> SchemaBuilder.string();
            case 9 -> SchemaBuilder.bytes();
            case 10 -> Decimal.builder(random.nextInt(6)).parameter("connect.decimal.precision", "30");
            case 11 -> SchemaBuilder.int32().name(any(INT32_NAMES)).version(1);
            case 12 -> SchemaBuilder.int64().name(any(INT64_NAMES)).version(1);
            case 13 -> SchemaBuilder.string().name(any(TEXT_NAMES)).version(1);
            case 14 -> connectTemporal();
            case 15 -> SchemaBuilder.bytes().name("io.debezium.data.Bits").parameter("length", "12");
            case 16 -> SchemaBuilder.array(schema(depth - 1));
            case 17 -> SchemaBuilder.map(Schema.STRING_SCHEMA, schema(depth - 1));
            case 18 ->
                SchemaBuilder.struct()
                        .name("io.debezium.data.VariableScaleDecimal")
                        .field("scale", Schema.INT32_SCHEMA)
                        .field("value", Schema.BYTES_SCHEMA);
            default ->
                SchemaBuilder.struct()
                        .name("n.Inner" + random.nextInt(1_000_000))
                        .field("a", schema(depth - 1))
                        .field("b", schema(depth - 1));
        };
    }

    private SchemaBuilder connectTemporal() {
        return switch (random.nextInt(3)) {
            case 0 -> Date.builder();
            case 1 -> Time.builder();
            default -> Timestamp.builder();
        };
    }

    @Nullable
    Object value(Schema schema) {
        if (schema.isOptional() && random.nextInt(4) == 0) {
            return null;
        }
        return switch (schema.type()) {
            case BOOLEAN -> random.nextBoolean();
            case INT8 -> (byte) random.nextInt();
            case INT16 -> (short) random.nextInt();
            case INT32 -> int32(schema);
            case INT64 -> int64(schema);
            case FLOAT32 -> Float.intBitsToFloat(finite(random.nextInt()));
            case FLOAT64 -> finite(Double.longBitsToDouble(random.nextLong()));
            case STRING -> any(TEXTS) + (random.nextBoolean() ? "" : "x".repeat(random.nextInt(40)));
            case BYTES -> bytes(schema);
            case ARRAY -> list(schema.valueSchema());
            case MAP -> map(schema.valueSchema());
            case STRUCT -> struct(schema);
        };
    }

    private static int finite(int bits) {
        return Float.isFinite(Float.intBitsToFloat(bits)) ? bits : 0;
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : -0.5;
    }

    private Object int32(Schema schema) {
        if (Date.LOGICAL_NAME.equals(schema.name())) {
            return Date.toLogical(schema, random.nextInt(100_000) - 30_000);
        }
        return Time.LOGICAL_NAME.equals(schema.name())
                ? (Object) Time.toLogical(schema, random.nextInt(86_400_000))
                : random.nextInt();
    }

    private Object int64(Schema schema) {
        if (Timestamp.LOGICAL_NAME.equals(schema.name())) {
            return Timestamp.toLogical(schema, random.nextLong() >> 16);
        }
        return random.nextBoolean() ? random.nextLong() : (Object) (long) random.nextInt(100);
    }

    private Object bytes(Schema schema) {
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            int scale = Integer.parseInt(schema.parameters().get("scale"));
            return new BigDecimal(new BigInteger(random.nextInt(90), random), scale)
                    .multiply(BigDecimal.valueOf(random.nextBoolean() ? 1 : -1));
        }
        byte[] bytes = new byte[random.nextInt(12)];
        random.nextBytes(bytes);
        return random.nextBoolean() ? bytes : (Object) ByteBuffer.wrap(bytes);
    }

    private List<@Nullable Object> list(Schema element) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value(element));
        }
        return list;
    }

    private Map<String, @Nullable Object> map(Schema element) {
        Map<String, @Nullable Object> map = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(any(TEXTS), value(element));
        }
        return map;
    }

    Struct struct(Schema schema) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            boolean unscaled =
                    field.name().equals("value") && "io.debezium.data.VariableScaleDecimal".equals(schema.name());
            boolean scale = field.name().equals("scale");
            struct.put(
                    field,
                    unscaled
                            ? BigInteger.valueOf(random.nextLong()).toByteArray()
                            : scale ? (Object) random.nextInt(20) : value(field.schema()));
        }
        return struct;
    }

    /** The schema of changes of rows. */
    static Schema envelope(Schema row) {
        Schema source = SchemaBuilder.struct()
                .name("io.debezium.connector.postgresql.Source")
                .field("connector", Schema.STRING_SCHEMA)
                .field("name", Schema.STRING_SCHEMA)
                .field("ts_ms", Schema.INT64_SCHEMA)
                .field("db", Schema.STRING_SCHEMA)
                .field("sequence", Schema.OPTIONAL_STRING_SCHEMA)
                .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
        return SchemaBuilder.struct()
                .name("r.Envelope")
                .field("before", row)
                .field("after", row)
                .field("source", source)
                .field("op", Schema.STRING_SCHEMA)
                .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
    }

    /** A change of a row. */
    Struct change(Schema envelope, Schema row) {
        String op = List.of("c", "r", "u", "d").get(random.nextInt(4));
        Struct value = new Struct(envelope).put("op", op).put("ts_ms", 5L);
        if (!op.equals("d")) {
            value.put("after", struct(row));
        }
        if (op.equals("d") || random.nextBoolean()) {
            value.put("before", struct(row));
        }
        long lsn = random.nextInt(1_000_000);
        return value.put(
                "source",
                new Struct(envelope.field("source").schema())
                        .put("connector", "postgresql")
                        .put("name", "r")
                        .put("db", "d")
                        .put("ts_ms", random.nextLong() >>> 20)
                        .put("sequence", "[\"" + lsn + "\",\"" + (lsn + 8) + "\"]"));
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
