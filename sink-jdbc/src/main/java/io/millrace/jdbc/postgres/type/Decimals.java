/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.jdbc.batch.FieldEncoder;
import io.millrace.jdbc.postgres.type.Binding.Wire;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.wire.WireBuffer;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Values for {@code numeric} and {@code money}. Stateless.
 *
 * <p>The server would round to the column's scale without a word, so digits that would get lost are looked for here. What
 * is too large it refuses itself.
 */
final class Decimals {
    private static final int ANY_SCALE = Integer.MAX_VALUE;
    private static final int MOST_DIGITS_BEFORE_POINT = 131_072;
    private static final int MOST_DIGITS_AFTER_POINT = 16_383;
    /** Of the currencies that the server's {@code lc_monetary} may say, nearly all. */
    private static final int MONEY_SCALE = 2;

    private Decimals() {}

    static @Nullable Binding binding(Field field) {
        PgType target = field.target().type();
        int scale = scale(target);
        String cast = target.name().equals("money") ? "money" : null;
        FieldEncoder encoder =
                switch (field.type().kind()) {
                    case DECIMAL -> (row, column, out) -> write(field, row.decimalAt(column), scale, out);
                    case INT8, INT16, INT32, INT64, YEAR ->
                        (row, column, out) -> write(field, BigDecimal.valueOf(row.longAt(column)), scale, out);
                    case FLOAT32, FLOAT64 -> (row, column, out) -> writeDouble(field, row.doubleAt(column), scale, out);
                    case STRING -> (row, column, out) -> writeText(field, row.stringAt(column), scale, out);
                    default -> null;
                };
        return encoder == null ? null : new Binding(Wire.NUMERIC, cast, encoder);
    }

    static @Nullable ValueText text(Field field, ColumnType type, PgType target) {
        int scale = scale(target);
        return switch (type.kind()) {
            case DECIMAL -> value -> fit(field, (BigDecimal) value, scale).toPlainString();
            case INT8, INT16, INT32, INT64, YEAR ->
                value -> fit(field, BigDecimal.valueOf(((Number) value).longValue()), scale)
                        .toPlainString();
            case FLOAT32, FLOAT64 -> value -> doubleText(field, (Number) value, scale);
            case STRING ->
                value -> {
                    Double special = special((String) value);
                    return special == null
                            ? fit(field, parse(field, (String) value), scale).toPlainString()
                            : special.toString();
                };
            default -> null;
        };
    }

    private static int scale(PgType target) {
        if (target.name().equals("money")) {
            return MONEY_SCALE;
        }
        return target.numericPrecision() < 0 ? ANY_SCALE : target.numericScale();
    }

    private static String doubleText(Field field, Number value, int scale) {
        double number = value.doubleValue();
        return Double.isNaN(number) || Double.isInfinite(number)
                ? Double.toString(number)
                : fit(field, decimal(value.toString()), scale).toPlainString();
    }

    private static void writeDouble(Field field, double value, int scale, WireBuffer out) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            Numeric.writeSpecial(value, out);
        } else {
            String digits =
                    field.type().kind() == Kind.FLOAT32 ? Float.toString((float) value) : Double.toString(value);
            write(field, decimal(digits), scale, out);
        }
    }

    /** Without the zero that Java writes behind the point of a whole number, which the source's decimal may not have had. */
    private static BigDecimal decimal(String digits) {
        int zero = digits.indexOf(".0");
        boolean whole = zero > 0 && (zero + 2 == digits.length() || digits.charAt(zero + 2) == 'E');
        return new BigDecimal(whole ? digits.substring(0, zero) + digits.substring(zero + 2) : digits);
    }

    /** Text of a source that sends decimals as text. */
    private static void writeText(Field field, String value, int scale, WireBuffer out) {
        Double special = special(value);
        if (special != null) {
            Numeric.writeSpecial(special, out);
        } else {
            write(field, parse(field, value), scale, out);
        }
    }

    private static BigDecimal parse(Field field, String value) {
        try {
            return new BigDecimal(value.strip());
        } catch (NumberFormatException e) {
            throw field.bad("not-a-number", "the text is no decimal number", e);
        }
    }

    /** What PostgreSQL and Debezium call what is no number, or {@code null}. */
    static @Nullable Double special(String value) {
        if (value.isEmpty() || !Character.isLetter(value.charAt(value.length() - 1))) {
            return null;
        }
        return switch (value) {
            case "NaN", "NAN", "nan" -> Double.NaN;
            case "Infinity", "infinity", "inf", "POSITIVE_INFINITY" -> Double.POSITIVE_INFINITY;
            case "-Infinity", "-infinity", "-inf", "NEGATIVE_INFINITY" -> Double.NEGATIVE_INFINITY;
            default -> null;
        };
    }

    private static void write(Field field, BigDecimal value, int scale, WireBuffer out) {
        Numeric.write(fit(field, value, scale), out);
    }

    /** The value as the column can hold it, or blames it. */
    private static BigDecimal fit(Field field, BigDecimal value, int scale) {
        int most = Math.min(scale, MOST_DIGITS_AFTER_POINT);
        if (value.signum() == 0 && (value.scale() < 0 || value.scale() > most)) {
            return BigDecimal.ZERO;
        }
        if (value.scale() > most && value.stripTrailingZeros().scale() > most) {
            throw field.bad(
                    "out-of-range",
                    most >= 0
                            ? "the value has more than " + most + " digits after the point"
                            : "the value's last " + -most + " digits before the point are not all 0");
        }
        if ((long) value.precision() - value.scale() > MOST_DIGITS_BEFORE_POINT) {
            throw field.bad(
                    "out-of-range", "the value has more than " + MOST_DIGITS_BEFORE_POINT + " digits before the point");
        }
        return value.scale() > MOST_DIGITS_AFTER_POINT ? value.setScale(MOST_DIGITS_AFTER_POINT) : value;
    }
}
