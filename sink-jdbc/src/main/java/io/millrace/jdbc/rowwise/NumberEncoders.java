/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import io.millrace.jdbc.batch.FieldEncoder;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.Row;
import io.millrace.sink.wire.WireBuffer;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Encoders for columns of numbers and truth values. Immutable. */
final class NumberEncoders {
    private static final BigInteger LARGEST_UNSIGNED =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);
    private static final long EXACT_IN_DOUBLE = 1L << 53;
    private static final int FIRST_YEAR = 1901;
    private static final int LAST_YEAR = 2155;

    private final boolean infiniteFloats;

    NumberEncoders(boolean infiniteFloats) {
        this.infiniteFloats = infiniteFloats;
    }

    @Nullable
    FieldEncoder encoder(Field field) {
        return switch (field.targetType().family()) {
            case BOOLEAN -> truth(field);
            case INTEGER -> integer(field);
            case DECIMAL -> decimal(field);
            case FLOAT -> field.type().kind() == Kind.FLOAT32 ? single(field) : null;
            case DOUBLE -> floating(field);
            case YEAR -> year(field);
            default -> null;
        };
    }

    private static @Nullable FieldEncoder truth(Field field) {
        return switch (field.type().kind()) {
            case BOOLEAN -> (row, column, out) -> writeTruth(row.booleanAt(column), out);
            // What MySQL calls BOOLEAN is a small number, and arrives as one or the other.
            case INT8, INT16 ->
                (row, column, out) -> {
                    long value = row.longAt(column);
                    if (value != 0 && value != 1) {
                        throw field.bad("out-of-range", "the value is neither 0 nor 1");
                    }
                    writeTruth(value == 1, out);
                };
            default -> null;
        };
    }

    private static void writeTruth(boolean value, WireBuffer out) {
        out.writeInt(1);
        out.write(value ? 1 : 0);
    }

    private static @Nullable FieldEncoder integer(Field field) {
        TargetType type = field.targetType();
        if (type.unsigned() && type.size() == Long.SIZE) {
            return unsigned(field);
        }
        long most = (1L << type.size() - (type.unsigned() ? 0 : 1)) - 1;
        long least = type.unsigned() ? 0 : -most - 1;
        return switch (field.type().kind()) {
            case BOOLEAN -> (row, column, out) -> Encoders.writeLong(row.booleanAt(column) ? 1 : 0, out);
            case INT8, INT16, INT32, INT64, YEAR, DURATION ->
                (row, column, out) -> writeInteger(field, row.longAt(column), least, most, out);
            case DECIMAL ->
                (row, column, out) ->
                        writeInteger(field, whole(field, row.decimalAt(column)).longValue(), least, most, out);
            case STRING ->
                (row, column, out) -> writeInteger(
                        field, whole(field, parse(field, row, column)).longValue(), least, most, out);
            default -> null;
        };
    }

    private static void writeInteger(Field field, long value, long least, long most, WireBuffer out) {
        if (value < least || value > most) {
            throw field.bad("out-of-range", "the value is not within " + least + " to " + most);
        }
        Encoders.writeLong(value, out);
    }

    /** A signed number below zero does not belong there: the decoder has read those that mean more than 2^63 already. */
    private static @Nullable FieldEncoder unsigned(Field field) {
        return switch (field.type().kind()) {
            case BOOLEAN -> (row, column, out) -> Encoders.writeLong(row.booleanAt(column) ? 1 : 0, out);
            case INT8, INT16, INT32, INT64, YEAR, DURATION ->
                (row, column, out) -> writeInteger(field, row.longAt(column), 0, Long.MAX_VALUE, out);
            case DECIMAL -> (row, column, out) -> writeUnsigned(field, row.decimalAt(column), out);
            case STRING -> (row, column, out) -> writeUnsigned(field, parse(field, row, column), out);
            default -> null;
        };
    }

    private static void writeUnsigned(Field field, BigDecimal value, WireBuffer out) {
        BigInteger whole = wholeNumber(field, value);
        if (whole.signum() < 0 || whole.compareTo(LARGEST_UNSIGNED) > 0) {
            throw field.bad("out-of-range", "the value is not within 0 to 2^64 - 1");
        }
        Encoders.writeLong(whole.longValue(), out);
    }

    private static BigInteger whole(Field field, BigDecimal value) {
        BigInteger whole = wholeNumber(field, value);
        if (whole.bitLength() >= Long.SIZE) {
            throw field.bad("out-of-range", "the value is no whole number of 64 bits");
        }
        return whole;
    }

    private static BigInteger wholeNumber(Field field, BigDecimal value) {
        try {
            return value.toBigIntegerExact();
        } catch (ArithmeticException e) {
            throw field.bad("out-of-range", "the value is no whole number", e);
        }
    }

    private static BigDecimal parse(Field field, Row row, int column) {
        try {
            return new BigDecimal(row.stringAt(column));
        } catch (NumberFormatException e) {
            // Without its cause, which quotes the text.
            throw field.bad("not-a-number", "the text is no decimal number");
        }
    }

    private static @Nullable FieldEncoder decimal(Field field) {
        return switch (field.type().kind()) {
            case BOOLEAN ->
                (row, column, out) ->
                        Encoders.writeDecimal(row.booleanAt(column) ? BigDecimal.ONE : BigDecimal.ZERO, out);
            case INT8, INT16, INT32, INT64, YEAR, DURATION ->
                (row, column, out) -> Encoders.writeDecimal(BigDecimal.valueOf(row.longAt(column)), out);
            case DECIMAL -> (row, column, out) -> writeDecimal(field, row.decimalAt(column), out);
            case STRING -> (row, column, out) -> writeDecimal(field, parse(field, row, column), out);
            case FLOAT64, FLOAT32 ->
                (row, column, out) -> {
                    double value = row.doubleAt(column);
                    if (Double.isNaN(value) || Double.isInfinite(value)) {
                        throw field.bad("out-of-range", "the value is infinite or no number");
                    }
                    boolean single = field.type().kind() == Kind.FLOAT32;
                    writeDecimal(
                            field,
                            new BigDecimal(single ? Float.toString((float) value) : Double.toString(value)),
                            out);
                };
            default -> null;
        };
    }

    /** The server would round to the column's scale without a word. */
    private static void writeDecimal(Field field, BigDecimal value, WireBuffer out) {
        TargetType type = field.targetType();
        int scale = type.scale();
        BigDecimal exact = value;
        if (scale != TargetType.ANY && value.scale() > scale) {
            exact = value.stripTrailingZeros();
            if (exact.scale() > scale) {
                throw field.bad("out-of-range", "the value has more than " + scale + " digits after the point");
            }
        }
        if (type.size() != TargetType.ANY && exact.precision() - exact.scale() > type.size() - Math.max(0, scale)) {
            throw field.bad("out-of-range", "the value has more digits before the point than the column can keep");
        }
        Encoders.writeDecimal(exact.scale() < 0 ? exact.setScale(0) : exact, out);
    }

    private FieldEncoder single(Field field) {
        return (row, column, out) -> {
            double value = row.doubleAt(column);
            requireFinite(field, value);
            out.writeInt(Float.BYTES);
            out.writeInt(Float.floatToIntBits((float) value));
        };
    }

    private @Nullable FieldEncoder floating(Field field) {
        return switch (field.type().kind()) {
            case FLOAT32, FLOAT64 -> (row, column, out) -> writeDouble(field, row.doubleAt(column), out);
            case INT8, INT16, INT32, INT64 ->
                (row, column, out) -> {
                    long value = row.longAt(column);
                    if (Math.abs(value) > EXACT_IN_DOUBLE) {
                        throw field.bad("out-of-range", "the number has more digits than the column can keep");
                    }
                    writeDouble(field, (double) value, out);
                };
            default -> null;
        };
    }

    private void writeDouble(Field field, double value, WireBuffer out) {
        requireFinite(field, value);
        Encoders.writeLong(Double.doubleToLongBits(value), out);
    }

    private void requireFinite(Field field, double value) {
        if (!infiniteFloats && (Double.isNaN(value) || Double.isInfinite(value))) {
            throw field.bad("out-of-range", "the value is infinite or no number, which the database cannot store");
        }
    }

    /** The server takes numbers of one or two digits for years of this age. */
    private static @Nullable FieldEncoder year(Field field) {
        return switch (field.type().kind()) {
            case INT16, INT32, INT64, YEAR ->
                (row, column, out) -> {
                    long year = row.longAt(column);
                    if (year != 0 && (year < FIRST_YEAR || year > LAST_YEAR)) {
                        throw field.bad("out-of-range", "the year is neither 0 nor within 1901 to 2155");
                    }
                    Encoders.writeLong(year, out);
                };
            default -> null;
        };
    }
}
