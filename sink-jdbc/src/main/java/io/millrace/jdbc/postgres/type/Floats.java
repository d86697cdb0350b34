/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.jdbc.batch.FieldEncoder;
import io.millrace.jdbc.postgres.type.Binding.Wire;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.wire.WireBuffer;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Values for {@code real} and {@code double precision}. Stateless.
 *
 * <p>Numbers of another kind are taken if the binary fraction still says the same decimal number, which it does up to six
 * and fifteen digits; what would only come near is refused.
 */
final class Floats {
    private Floats() {}

    static @Nullable Binding binding(Field field) {
        boolean single = field.target().type().name().equals("float4");
        Wire wire = single ? Wire.FLOAT4 : Wire.FLOAT8;
        FieldEncoder encoder =
                switch (field.type().kind()) {
                    case FLOAT32 ->
                        single
                                ? (row, column, out) -> writeSingle((float) row.doubleAt(column), out)
                                : (row, column, out) -> writeDouble(row.doubleAt(column), out);
                    case FLOAT64 ->
                        single
                                ? (row, column, out) -> writeSingle(single(field, row.doubleAt(column)), out)
                                : (row, column, out) -> writeDouble(row.doubleAt(column), out);
                    case INT8, INT16, INT32, INT64, YEAR ->
                        (row, column, out) -> write(field, BigDecimal.valueOf(row.longAt(column)), single, out);
                    case DECIMAL -> (row, column, out) -> write(field, row.decimalAt(column), single, out);
                    case STRING -> (row, column, out) -> writeText(field, row.stringAt(column), single, out);
                    default -> null;
                };
        return encoder == null ? null : new Binding(wire, null, encoder);
    }

    static @Nullable ValueText text(Field field, ColumnType type, PgType target) {
        boolean single = target.name().equals("float4");
        return switch (type.kind()) {
            case FLOAT32, FLOAT64 -> value -> text(field, (Number) value, single);
            case INT8, INT16, INT32, INT64, YEAR ->
                value -> text(field, BigDecimal.valueOf(((Number) value).longValue()), single);
            case DECIMAL -> value -> text(field, (BigDecimal) value, single);
            case STRING ->
                value -> {
                    Double special = Decimals.special((String) value);
                    return special == null ? text(field, parse(field, (String) value), single) : special.toString();
                };
            default -> null;
        };
    }

    private static String text(Field field, Number value, boolean single) {
        return single && value instanceof Double number
                ? Float.toString(single(field, number))
                : Double.toString(value.doubleValue());
    }

    private static String text(Field field, BigDecimal value, boolean single) {
        return single ? Float.toString(exactSingle(field, value)) : Double.toString(exactDouble(field, value));
    }

    private static void writeText(Field field, String value, boolean single, WireBuffer out) {
        Double special = Decimals.special(value);
        if (special == null) {
            write(field, parse(field, value), single, out);
        } else if (single) {
            writeSingle(special.floatValue(), out);
        } else {
            writeDouble(special, out);
        }
    }

    private static BigDecimal parse(Field field, String value) {
        try {
            return new BigDecimal(value.strip());
        } catch (NumberFormatException e) {
            throw field.bad("not-a-number", "the text is no number", e);
        }
    }

    private static void write(Field field, BigDecimal value, boolean single, WireBuffer out) {
        if (single) {
            writeSingle(exactSingle(field, value), out);
        } else {
            writeDouble(exactDouble(field, value), out);
        }
    }

    /** The number in single precision, if that still is the same or reads the same. */
    static float single(Field field, double value) {
        float single = (float) value;
        boolean same = single == value || Double.isNaN(value) || Double.parseDouble(Float.toString(single)) == value;
        if (!same) {
            throw inexact(field);
        }
        return single;
    }

    private static float exactSingle(Field field, BigDecimal value) {
        float single = value.floatValue();
        if (Float.isInfinite(single)
                || (new BigDecimal(single).compareTo(value) != 0
                        && new BigDecimal(Float.toString(single)).compareTo(value) != 0)) {
            throw inexact(field);
        }
        return single;
    }

    private static double exactDouble(Field field, BigDecimal value) {
        double number = value.doubleValue();
        if (Double.isInfinite(number)
                || (new BigDecimal(number).compareTo(value) != 0
                        && new BigDecimal(Double.toString(number)).compareTo(value) != 0)) {
            throw inexact(field);
        }
        return number;
    }

    private static RuntimeException inexact(Field field) {
        return field.bad("out-of-range", "the value has more digits than the column's binary fraction can keep");
    }

    private static void writeSingle(float value, WireBuffer out) {
        out.writeInt(4);
        out.writeInt(Float.floatToIntBits(value));
    }

    private static void writeDouble(double value, WireBuffer out) {
        out.writeInt(8);
        out.writeLong(Double.doubleToLongBits(value));
    }
}
