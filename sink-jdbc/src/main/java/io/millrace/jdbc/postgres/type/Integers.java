/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.jdbc.batch.FieldEncoder;
import io.millrace.jdbc.postgres.type.Binding.Wire;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.wire.WireBuffer;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Values for {@code smallint}, {@code integer}, {@code bigint} and {@code oid}. Stateless. */
final class Integers {
    private static final long GREATEST_OID = 0xFFFF_FFFFL;

    private Integers() {}

    /** What one of the types can hold. */
    private record Range(Wire wire, @Nullable String cast, long least, long most) {
        static Range of(PgType target) {
            return switch (target.name()) {
                case "int2" -> new Range(Wire.INT2, null, Short.MIN_VALUE, Short.MAX_VALUE);
                case "int4" -> new Range(Wire.INT4, null, Integer.MIN_VALUE, Integer.MAX_VALUE);
                case "oid" -> new Range(Wire.INT8, "oid", 0, GREATEST_OID);
                default -> new Range(Wire.INT8, null, Long.MIN_VALUE, Long.MAX_VALUE);
            };
        }

        long check(Field field, long value) {
            if (value < least || value > most) {
                throw field.bad("out-of-range", "the value is not within " + least + " to " + most);
            }
            return value;
        }
    }

    static @Nullable Binding binding(Field field) {
        Range range = Range.of(field.target().type());
        FieldEncoder encoder =
                switch (field.type().kind()) {
                    case INT8, INT16, INT32, INT64, YEAR ->
                        (row, column, out) -> write(field, range, row.longAt(column), out);
                    case BOOLEAN -> (row, column, out) -> write(field, range, row.booleanAt(column) ? 1 : 0, out);
                    case DECIMAL ->
                        (row, column, out) -> write(field, range, wholeNumber(field, row.decimalAt(column)), out);
                    // The source's interval is only a number by now; a bigint can hold just that.
                    case DURATION ->
                        isBigint(field.target().type())
                                ? (row, column, out) -> write(field, range, row.longAt(column), out)
                                : null;
                    default -> null;
                };
        return encoder == null ? null : new Binding(range.wire, range.cast, encoder);
    }

    static @Nullable ValueText text(Field field, ColumnType type, PgType target) {
        Range range = Range.of(target);
        return switch (type.kind()) {
            case INT8, INT16, INT32, INT64, YEAR ->
                value -> Long.toString(range.check(field, ((Number) value).longValue()));
            case BOOLEAN -> value -> (Boolean) value ? "1" : "0";
            case DECIMAL -> value -> Long.toString(range.check(field, wholeNumber(field, (BigDecimal) value)));
            case DURATION -> isBigint(target) ? Object::toString : null;
            case STRING -> Object::toString;
            default -> null;
        };
    }

    private static boolean isBigint(PgType target) {
        return target.name().equals("int8");
    }

    private static long wholeNumber(Field field, BigDecimal value) {
        try {
            return value.longValueExact();
        } catch (ArithmeticException e) {
            throw field.bad("out-of-range", "the value is no whole number of 64 bits", e);
        }
    }

    private static void write(Field field, Range range, long value, WireBuffer out) {
        range.check(field, value);
        switch (range.wire) {
            case INT2 -> {
                out.writeInt(2);
                out.writeShort((int) value);
            }
            case INT4 -> {
                out.writeInt(4);
                out.writeInt((int) value);
            }
            default -> {
                out.writeInt(8);
                out.writeLong(value);
            }
        }
    }
}
