/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import io.millrace.jdbc.batch.FieldEncoder;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.Row;
import io.millrace.sink.wire.WireBuffer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how a field's values become bytes, by the type of the <em>column</em> they go to. Pairs in which something would
 * get lost have no encoder, and a value that the column would change without a word is blamed on its record. Confined to
 * its lane.
 */
final class Encoders {
    private final NumberEncoders numbers;
    private final TextEncoders texts = new TextEncoders();
    private final TemporalEncoders temporals;

    /** @param infiniteFloats whether floating-point columns take infinity and NaN */
    Encoders(TemporalForm temporals, boolean infiniteFloats) {
        this.numbers = new NumberEncoders(infiniteFloats);
        this.temporals = new TemporalEncoders(temporals);
    }

    /** The encoder, or {@code null} if the field's values do not belong in such a column. */
    @Nullable
    FieldEncoder encoder(Field field) {
        if (field.type().kind() == Kind.DYNAMIC) {
            return field.targetType().family() == Family.OTHER ? null : dynamic(field);
        }
        return switch (field.targetType().family()) {
            case BOOLEAN, INTEGER, DECIMAL, FLOAT, DOUBLE, YEAR -> numbers.encoder(field);
            case BIT, BINARY, FIXED_BINARY, GEOMETRY -> BinaryEncoders.encoder(field);
            case CHARACTERS, ENUM, SET, READ_FROM_TEXT -> texts.encoder(field);
            case DATE, TIME, TIMESTAMP, INSTANT -> temporals.encoder(field);
            case OTHER -> null;
        };
    }

    /** A field without schema: what its values are is seen one by one. */
    private FieldEncoder dynamic(Field field) {
        Map<Kind, FieldEncoder> known = new EnumMap<>(Kind.class);
        return (row, column, out) -> {
            Kind kind = kind(Objects.requireNonNull(row.objectAt(column)));
            FieldEncoder encoder = known.get(kind);
            if (encoder == null) {
                ColumnType type = type(kind);
                encoder = encoder(field.as(type));
                if (encoder == null) {
                    throw field.bad("impossible-value", "a value of type " + type.describe() + " cannot be kept there");
                }
                known.put(kind, encoder);
            }
            encoder.write(row, column, out);
        };
    }

    private static Kind kind(Object value) {
        if (value instanceof String) {
            return Kind.STRING;
        }
        if (value instanceof Boolean) {
            return Kind.BOOLEAN;
        }
        if (value instanceof BigDecimal) {
            return Kind.DECIMAL;
        }
        if (value instanceof Number) {
            return value instanceof Double || value instanceof Float ? Kind.FLOAT64 : Kind.INT64;
        }
        if (value instanceof byte[]) {
            return Kind.BYTES;
        }
        if (value instanceof List) {
            return Kind.ARRAY;
        }
        return value instanceof Row ? Kind.STRUCT : Kind.MAP;
    }

    private static ColumnType type(Kind kind) {
        ColumnType any = ColumnType.of(Kind.DYNAMIC);
        return switch (kind) {
            case ARRAY -> ColumnType.array(any);
            case MAP -> ColumnType.map(ColumnType.of(Kind.STRING), any);
            default -> ColumnType.of(kind);
        };
    }

    /** A number of 64 bits. */
    static void writeLong(long value, WireBuffer out) {
        out.writeInt(Long.BYTES);
        out.writeLong(value);
    }

    /** A decimal: its scale, and its digits as a number. */
    static void writeDecimal(BigDecimal value, WireBuffer out) {
        BigInteger unscaled = value.unscaledValue();
        byte[] digits = unscaled.toByteArray();
        out.writeInt(Integer.BYTES + digits.length);
        out.writeInt(value.scale());
        out.write(digits, 0, digits.length);
    }
}
