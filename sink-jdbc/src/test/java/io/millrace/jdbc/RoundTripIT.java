/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.records.ChangeTopic;
import io.millrace.testkit.records.ChangeTopic.At;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/**
 * Random values of every type that travels in binary, and what PostgreSQL makes of them: the same as of their text. The
 * binary forms are written by hand here, and this is what proves them.
 */
class RoundTripIT {
    private static final int ROWS = 1_000;

    private final long seed = Long.getLong("millrace.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final Database database = new Database();

    /** One column: how it is declared, what is sent, and the text that says the same. */
    private record Type(String declared, Schema schema, Function<Random, Value> values) {}

    private record Value(Object sent, String text) {}

    private static Schema named(SchemaBuilder builder, String name) {
        return builder.name(name).optional().build();
    }

    private static Schema optional(SchemaBuilder builder) {
        return builder.optional().build();
    }

    private List<Type> types() {
        List<Type> types = new ArrayList<>();
        types.add(new Type("boolean", optional(SchemaBuilder.bool()), r -> {
            boolean value = r.nextBoolean();
            return new Value(value, Boolean.toString(value));
        }));
        types.add(new Type("smallint", optional(SchemaBuilder.int16()), r -> {
            short value = (short) edge(r, Short.MIN_VALUE, Short.MAX_VALUE);
            return new Value(value, Short.toString(value));
        }));
        types.add(new Type("integer", optional(SchemaBuilder.int32()), r -> {
            int value = (int) edge(r, Integer.MIN_VALUE, Integer.MAX_VALUE);
            return new Value(value, Integer.toString(value));
        }));
        types.add(new Type("bigint", optional(SchemaBuilder.int64()), r -> {
            long value = edge(r, Long.MIN_VALUE, Long.MAX_VALUE);
            return new Value(value, Long.toString(value));
        }));
        types.add(new Type("real", optional(SchemaBuilder.float32()), r -> {
            float value = r.nextInt(10) == 0 ? Float.NaN : Float.intBitsToFloat(r.nextInt());
            return new Value(value, Float.toString(value));
        }));
        types.add(new Type("double precision", optional(SchemaBuilder.float64()), r -> {
            double value = r.nextInt(10) == 0 ? Double.NEGATIVE_INFINITY : Double.longBitsToDouble(r.nextLong());
            return new Value(value, Double.toString(value));
        }));
        for (int scale : new int[] {0, 1, 2, 3, 4, 5, 9, 17}) {
            types.add(new Type("numeric", Decimal.builder(scale).optional().build(), r -> {
                BigDecimal value = new BigDecimal(new BigInteger(r.nextInt(200), r), scale);
                value = r.nextBoolean() ? value.negate() : value;
                return new Value(value, value.toPlainString());
            }));
        }
        types.add(new Type("numeric(12,4)", Decimal.builder(4).optional().build(), r -> {
            BigDecimal value = BigDecimal.valueOf(r.nextInt(), 4);
            return new Value(value, value.toPlainString());
        }));
        types.add(new Type("money", Decimal.builder(2).optional().build(), r -> {
            BigDecimal value = BigDecimal.valueOf(r.nextInt(), 2);
            return new Value(value, value.toPlainString());
        }));
        types.add(new Type("text", optional(SchemaBuilder.string()), r -> {
            String value = text(r);
            return new Value(value, value);
        }));
        types.add(new Type("bytea", optional(SchemaBuilder.bytes()), r -> {
            byte[] value = new byte[r.nextInt(50)];
            r.nextBytes(value);
            return new Value(value, "\\x" + java.util.HexFormat.of().formatHex(value));
        }));
        temporal(types);
        types.add(new Type("uuid", named(SchemaBuilder.string(), "io.debezium.data.Uuid"), r -> {
            String value = new java.util.UUID(r.nextLong(), r.nextLong()).toString();
            return new Value(value, value);
        }));
        types.add(new Type("integer[]", optional(SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA)), r -> {
            List<Integer> value = new ArrayList<>();
            for (int i = r.nextInt(5); i > 0; i--) {
                value.add(r.nextInt(4) == 0 ? null : r.nextInt());
            }
            return new Value(value, value.toString().replace('[', '{').replace(']', '}'));
        }));
        types.add(new Type("jsonb", named(SchemaBuilder.string(), "io.debezium.data.Json"), r -> {
            String value = "{\"a\": " + r.nextInt() + ", \"b\": [1, null, \"x\"]}";
            return new Value(value, value);
        }));
        types.add(new Type(
                "bit varying",
                SchemaBuilder.bytes()
                        .name("io.debezium.data.Bits")
                        .parameter("length", "13")
                        .optional()
                        .build(),
                r -> {
                    int bits = r.nextInt(1 << 13);
                    String text = Integer.toBinaryString(bits | 1 << 13).substring(1);
                    return new Value(new byte[] {(byte) bits, (byte) (bits >> 8)}, text);
                }));
        return types;
    }

    private static void temporal(List<Type> types) {
        Schema dates =
                SchemaBuilder.int32().name("io.debezium.time.Date").optional().build();
        types.add(new Type("date[]", optional(SchemaBuilder.array(dates)), r -> {
            LocalDate value = LocalDate.ofEpochDay(edge(r, -2_440_000, 3_000_000));
            return new Value(List.of((int) value.toEpochDay()), "{\"" + bc(value.toString(), value.getYear()) + "\"}");
        }));
        types.add(new Type("date", named(SchemaBuilder.int32(), "io.debezium.time.Date"), r -> {
            LocalDate value = LocalDate.ofEpochDay(edge(r, -2_440_000, 3_000_000));
            return new Value((int) value.toEpochDay(), bc(value.toString(), value.getYear()));
        }));
        types.add(new Type("time", named(SchemaBuilder.int64(), "io.debezium.time.MicroTime"), r -> {
            long micros = edge(r, 0, 86_400_000_000L);
            return new Value(
                    micros,
                    micros == 86_400_000_000L
                            ? "24:00:00"
                            : LocalTime.ofNanoOfDay(micros * 1_000).toString());
        }));
        types.add(new Type("timestamp", named(SchemaBuilder.int64(), "io.debezium.time.MicroTimestamp"), r -> {
            LocalDateTime value = LocalDateTime.ofEpochSecond(
                            edge(r, -200_000_000_000L, 200_000_000_000L), 0, ZoneOffset.UTC)
                    .with(ChronoField.MICRO_OF_SECOND, r.nextInt(1_000_000));
            long micros = value.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + value.getNano() / 1_000;
            return new Value(micros, bc(value.toString(), value.getYear()));
        }));
        types.add(new Type("timestamp(3)", named(SchemaBuilder.int64(), "io.debezium.time.Timestamp"), r -> {
            long millis = r.nextInt();
            return new Value(
                    millis,
                    LocalDateTime.ofEpochSecond(
                                    Math.floorDiv(millis, 1_000L),
                                    (int) Math.floorMod(millis, 1_000L) * 1_000_000,
                                    ZoneOffset.UTC)
                            .toString());
        }));
        types.add(new Type("interval", named(SchemaBuilder.int64(), "io.debezium.time.MicroDuration"), r -> {
            long micros = r.nextLong() / 1_000_000;
            return new Value(micros, micros + " microseconds");
        }));
    }

    /** PostgreSQL counts years before the first without a zero and without a sign. */
    private static String bc(String iso, int year) {
        if (year > 0) {
            return iso.startsWith("+") ? iso.substring(1) : iso;
        }
        String rest = iso.substring(iso.indexOf('-', 1));
        return String.format("%04d", 1 - year) + rest + " BC";
    }

    /** The limits come up often: that is where things break. */
    private static long edge(Random random, long least, long most) {
        return switch (random.nextInt(8)) {
            case 0 -> least;
            case 1 -> most;
            case 2 -> Math.max(least, Math.min(most, random.nextInt(3) - 1));
            default -> random.nextLong(least, most) + (random.nextBoolean() ? 1 : 0);
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            int code = random.nextBoolean() ? 32 + random.nextInt(90) : 1 + random.nextInt(0x10FFFF);
            if (code < Character.MIN_SURROGATE || code > Character.MAX_SURROGATE) {
                text.appendCodePoint(code);
            }
        }
        return text.toString();
    }

    @Test
    void binaryForms_meanWhatTheirTextMeans() throws Exception {
        List<Type> types = types();
        StringBuilder ddl = new StringBuilder("CREATE TABLE numbers (id bigint PRIMARY KEY");
        SchemaBuilder schema = SchemaBuilder.struct().name("numbers").field("id", Schema.INT64_SCHEMA);
        for (int i = 0; i < types.size(); i++) {
            ddl.append(", c").append(i).append(' ').append(types.get(i).declared);
            schema.field("c" + i, types.get(i).schema);
        }
        database.execute(ddl.append(')').toString());
        ChangeTopic topic = new ChangeTopic("s.public.numbers", schema.build(), List.of("id"));
        List<SinkRecord> records = new ArrayList<>();
        List<Map<String, String>> expected = new ArrayList<>();
        for (long id = 0; id < ROWS; id++) {
            Map<String, Object> row = new HashMap<>(Map.of("id", id));
            Map<String, String> texts = new HashMap<>();
            for (int i = 0; i < types.size(); i++) {
                if (random.nextInt(6) > 0) {
                    Value value = types.get(i).values.apply(random);
                    row.put("c" + i, value.sent);
                    texts.put("c" + i, value.text);
                }
            }
            records.add(topic.upsert(new At(0, id, 1), "c", row));
            expected.add(texts);
        }
        try (TaskRun task = database.task()) {
            task.put(records).drain();
        }
        compare(types, expected);
    }

    private void compare(List<Type> types, List<Map<String, String>> expected) throws Exception {
        List<Map<String, String>> rows = database.table("numbers", "id");
        try (Connection connection = database.connect()) {
            connection.createStatement().execute("SET TIME ZONE 'UTC'");
            for (int i = 0; i < types.size(); i++) {
                String type = types.get(i).declared;
                try (PreparedStatement cast = connection.prepareStatement("SELECT (?::text)::" + type + "::text")) {
                    for (int id = 0; id < ROWS; id++) {
                        cast.setString(1, expected.get(id).get("c" + i));
                        try (ResultSet result = cast.executeQuery()) {
                            result.next();
                            assertThat(rows.get(id).get("c" + i))
                                    .as("seed %d, %s, row %d", seed, type, id)
                                    .isEqualTo(result.getString(1));
                        }
                    }
                }
            }
        }
    }
}
