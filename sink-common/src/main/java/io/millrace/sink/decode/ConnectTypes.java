/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.SourceColumn;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What Connect's schemas mean, by type and semantic name. Stateless and thread-safe. The names are those of Connect's
 * logical types and of Debezium 3.x's {@code io.debezium.data} and {@code io.debezium.time}.
 */
final class ConnectTypes {
    static final String SOURCE_TYPE = "__debezium.source.column.type";
    static final String UNSIGNED = "BIGINT UNSIGNED";
    private static final String SOURCE_LENGTH = "__debezium.source.column.length";
    private static final String SOURCE_SCALE = "__debezium.source.column.scale";
    private static final int UNSIGNED_DIGITS = 20;
    /** What Debezium sends as the length of bits of any number. */
    private static final int UNBOUNDED = Integer.MAX_VALUE;

    private static final String VARIABLE_SCALE_DECIMAL = "io.debezium.data.VariableScaleDecimal";

    private static final Map<String, ColumnType> NUMBERS = Map.ofEntries(
            Map.entry("org.apache.kafka.connect.data.Date", ColumnType.of(Kind.DATE)),
            Map.entry("org.apache.kafka.connect.data.Time", ColumnType.temporal(Kind.TIME, TimeUnit.MILLISECONDS)),
            Map.entry(
                    "org.apache.kafka.connect.data.Timestamp",
                    ColumnType.temporal(Kind.TIMESTAMP, TimeUnit.MILLISECONDS)),
            Map.entry("io.debezium.time.Date", ColumnType.of(Kind.DATE)),
            Map.entry("io.debezium.time.Time", ColumnType.temporal(Kind.TIME, TimeUnit.MILLISECONDS)),
            Map.entry("io.debezium.time.MicroTime", ColumnType.temporal(Kind.TIME, TimeUnit.MICROSECONDS)),
            Map.entry("io.debezium.time.NanoTime", ColumnType.temporal(Kind.TIME, TimeUnit.NANOSECONDS)),
            Map.entry("io.debezium.time.Timestamp", ColumnType.temporal(Kind.TIMESTAMP, TimeUnit.MILLISECONDS)),
            Map.entry("io.debezium.time.MicroTimestamp", ColumnType.temporal(Kind.TIMESTAMP, TimeUnit.MICROSECONDS)),
            Map.entry("io.debezium.time.NanoTimestamp", ColumnType.temporal(Kind.TIMESTAMP, TimeUnit.NANOSECONDS)),
            Map.entry("io.debezium.time.MicroDuration", ColumnType.temporal(Kind.DURATION, TimeUnit.MICROSECONDS)),
            Map.entry("io.debezium.time.NanoDuration", ColumnType.temporal(Kind.DURATION, TimeUnit.NANOSECONDS)),
            Map.entry("io.debezium.time.Year", ColumnType.of(Kind.YEAR)));

    private static final Map<String, ColumnType> TEXTS = Map.ofEntries(
            Map.entry("io.debezium.time.ZonedTimestamp", ColumnType.of(Kind.ZONED_TIMESTAMP)),
            Map.entry("io.debezium.time.ZonedTime", ColumnType.of(Kind.ZONED_TIME)),
            Map.entry("io.debezium.time.IsoDate", ColumnType.of(Kind.ISO_DATE)),
            Map.entry("io.debezium.time.IsoTime", ColumnType.of(Kind.ISO_TIME)),
            Map.entry("io.debezium.time.IsoTimestamp", ColumnType.of(Kind.ISO_TIMESTAMP)),
            Map.entry("io.debezium.time.Interval", ColumnType.of(Kind.INTERVAL)),
            Map.entry("io.debezium.data.Uuid", ColumnType.of(Kind.UUID)),
            Map.entry("io.debezium.data.Json", ColumnType.of(Kind.JSON)),
            Map.entry("io.debezium.data.Xml", ColumnType.of(Kind.XML)),
            Map.entry("io.debezium.data.Ltree", ColumnType.of(Kind.LTREE)),
            Map.entry("io.debezium.data.Tsvector", ColumnType.of(Kind.TSVECTOR)));

    private ConnectTypes() {}

    /** The type of values with this schema. {@code nested} resolves the shapes of structs inside. */
    static ColumnType type(Schema schema, StructShapes nested) {
        String name = schema.name();
        return plain(schema, name, nested).from(name, source(schema));
    }

    private static @Nullable SourceColumn source(Schema schema) {
        String type = parameter(schema, SOURCE_TYPE);
        return type == null
                ? null
                : new SourceColumn(type, number(schema, SOURCE_LENGTH), number(schema, SOURCE_SCALE));
    }

    private static ColumnType plain(Schema schema, @Nullable String name, StructShapes nested) {
        return switch (schema.type()) {
            case BOOLEAN -> ColumnType.of(Kind.BOOLEAN);
            case INT8 -> ColumnType.of(Kind.INT8);
            case INT16 -> ColumnType.of(Kind.INT16);
            case INT32 -> named(NUMBERS, name, Kind.INT32);
            case INT64 ->
                isUnsigned(schema) ? ColumnType.decimal(UNSIGNED_DIGITS, 0) : named(NUMBERS, name, Kind.INT64);
            case FLOAT32 -> ColumnType.of(Kind.FLOAT32);
            case FLOAT64 -> ColumnType.of(Kind.FLOAT64);
            case STRING -> text(schema, name);
            case BYTES -> bytes(schema, name);
            case ARRAY -> ColumnType.array(type(schema.valueSchema(), nested));
            case MAP -> ColumnType.map(type(schema.keySchema(), nested), type(schema.valueSchema(), nested));
            case STRUCT -> struct(schema, name, nested);
        };
    }

    private static ColumnType struct(Schema schema, @Nullable String name, StructShapes nested) {
        if (VARIABLE_SCALE_DECIMAL.equals(name)) {
            return ColumnType.decimal(ColumnType.UNKNOWN, ColumnType.UNKNOWN);
        }
        ColumnType temporal = StructuredTemporals.type(name);
        return temporal == null ? ColumnType.struct(nested.of(schema).rowShape()) : temporal;
    }

    /**
     * MySQL's {@code BIGINT UNSIGNED}: unless its {@code bigint.unsigned.handling.mode} says {@code precise}, Debezium
     * sends what is above 2^63 - 1 as a negative number. Only the type that was sent along tells.
     */
    private static boolean isUnsigned(Schema schema) {
        return schema.name() == null
                && schema.type() == Schema.Type.INT64
                && isUnsigned(parameter(schema, SOURCE_TYPE));
    }

    /** Whether a type of a source is one of 64 bits without sign; {@code ZEROFILL} may follow. */
    static boolean isUnsigned(@Nullable String sourceType) {
        return sourceType != null && sourceType.toUpperCase(Locale.ROOT).startsWith(UNSIGNED);
    }

    private static ColumnType named(Map<String, ColumnType> types, @Nullable String name, Kind otherwise) {
        ColumnType type = name == null ? null : types.get(name);
        return type == null ? ColumnType.of(otherwise) : type;
    }

    private static ColumnType text(Schema schema, @Nullable String name) {
        if ("io.debezium.data.Enum".equals(name)) {
            return ColumnType.enumeration(Kind.ENUM, allowed(schema));
        }
        if ("io.debezium.data.EnumSet".equals(name)) {
            return ColumnType.enumeration(Kind.ENUM_SET, allowed(schema));
        }
        return named(TEXTS, name, Kind.STRING);
    }

    private static ColumnType bytes(Schema schema, @Nullable String name) {
        if ("org.apache.kafka.connect.data.Decimal".equals(name)) {
            return ColumnType.decimal(number(schema, "connect.decimal.precision"), number(schema, "scale"));
        }
        if ("io.debezium.data.Bits".equals(name)) {
            int length = number(schema, "length");
            return ColumnType.bits(length == UNBOUNDED ? ColumnType.UNKNOWN : length);
        }
        return ColumnType.of(Kind.BYTES);
    }

    private static List<String> allowed(Schema schema) {
        String allowed = parameter(schema, "allowed");
        return allowed == null || allowed.isEmpty() ? List.of() : List.of(allowed.split(",", -1));
    }

    private static int number(Schema schema, String parameter) {
        String text = parameter(schema, parameter);
        return text == null ? ColumnType.UNKNOWN : Integer.parseInt(text);
    }

    private static @Nullable String parameter(Schema schema, String name) {
        return schema.parameters() == null ? null : schema.parameters().get(name);
    }

    /** The reader for values with this schema. */
    static ValueReader reader(Schema schema, StructShapes nested) {
        return switch (schema.type()) {
            case INT32, INT64 -> isUnsigned(schema) ? ValueReader.UNSIGNED : numberReader(schema.name());
            case BYTES -> ValueReader.BYTES;
            case ARRAY -> ValueReader.list(reader(schema.valueSchema(), nested));
            case MAP -> ValueReader.map(reader(schema.keySchema(), nested), reader(schema.valueSchema(), nested));
            case STRUCT -> structReader(schema, nested);
            default -> ValueReader.AS_IS;
        };
    }

    private static ValueReader structReader(Schema schema, StructShapes nested) {
        if (VARIABLE_SCALE_DECIMAL.equals(schema.name())) {
            return ValueReader.VARIABLE_SCALE;
        }
        ValueReader temporal = StructuredTemporals.reader(schema.name());
        return temporal == null ? ValueReader.struct(nested.of(schema)) : temporal;
    }

    /** Connect's own logical types arrive as {@code java.util.Date}. */
    private static ValueReader numberReader(@Nullable String name) {
        if (name == null) {
            return ValueReader.AS_IS;
        }
        return switch (name) {
            case "org.apache.kafka.connect.data.Date" -> ValueReader.DATE;
            case "org.apache.kafka.connect.data.Time", "org.apache.kafka.connect.data.Timestamp" -> ValueReader.MILLIS;
            default -> ValueReader.AS_IS;
        };
    }
}
