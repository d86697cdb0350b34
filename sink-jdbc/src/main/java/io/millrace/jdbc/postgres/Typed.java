/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.FieldEncoder;
import io.millrace.jdbc.postgres.Binding.Wire;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Infinity;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.Kind.Storage;
import io.millrace.sink.record.Row;
import io.millrace.sink.wire.WireBuffer;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Bindings of fields that travel in the column's own binary form. Stateless. */
final class Typed {
    private static final long EPOCH_DAYS = 10_957;
    private static final long EPOCH_MICROS = EPOCH_DAYS * 86_400_000_000L;
    private static final long DAY_MICROS = 86_400_000_000L;
    private static final long FIRST_DAY = -2_451_545L + EPOCH_DAYS;
    private static final long LAST_DAY = 2_145_031_948L + EPOCH_DAYS;

    private Typed() {}

    /** The binding, or {@code null} if these two types have no common binary form. */
    static @Nullable Binding binding(Field field, TextForm text) {
        ColumnType source = field.type();
        Storage storage = source.kind().storage();
        return switch (field.target().type().name()) {
            case "bool" -> Truth.binding(field);
            case "int2" -> integer(field, Wire.INT2, Short.MIN_VALUE, Short.MAX_VALUE);
            case "int4" -> integer(field, Wire.INT4, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "int8" -> integer(field, Wire.INT8, Long.MIN_VALUE, Long.MAX_VALUE);
            case "oid" -> integer(field, Wire.INT8, 0, 0xFFFF_FFFFL, "oid");
            case "float4" -> source.kind() == Kind.FLOAT32 ? new Binding(Wire.FLOAT4, null, Typed::float4) : null;
            case "float8" -> storage == Storage.DOUBLE ? new Binding(Wire.FLOAT8, null, Typed::float8) : null;
            case "numeric" -> numeric(field, null);
            case "money" -> storage == Storage.DECIMAL ? numeric(field, "money") : null;
            case "bytea" -> source.kind() == Kind.BYTES ? new Binding(Wire.BYTEA, null, Typed::bytea) : null;
            case "date" -> source.kind() == Kind.DATE ? new Binding(Wire.DATE, null, date(field)) : null;
            case "time" -> source.kind() == Kind.TIME ? new Binding(Wire.TIME, null, time(field)) : null;
            case "timestamp" ->
                source.kind() == Kind.TIMESTAMP ? new Binding(Wire.TIMESTAMP, null, timestamp(field)) : null;
            case "timestamptz" -> timestamptz(field);
            // MySQL's TIME goes from -838 to 838 hours.
            case "interval" ->
                source.kind() == Kind.DURATION || source.kind() == Kind.TIME
                        ? new Binding(Wire.INTERVAL, null, duration(field))
                        : null;
            case "uuid" -> storage == Storage.STRING ? new Binding(Wire.UUID, null, uuid(field)) : null;
            case "json", "jsonb" -> json(field, text);
            case "bit", "varbit" -> bits(field);
            default -> null;
        };
    }

    private static void float4(Row row, int column, WireBuffer out) {
        out.writeInt(4);
        out.writeInt(Float.floatToIntBits((float) row.doubleAt(column)));
    }

    private static void float8(Row row, int column, WireBuffer out) {
        out.writeInt(8);
        out.writeLong(Double.doubleToLongBits(row.doubleAt(column)));
    }

    private static void bytea(Row row, int column, WireBuffer out) {
        byte[] bytes = row.bytesAt(column);
        out.writeInt(bytes.length);
        out.write(bytes, 0, bytes.length);
    }

    private static @Nullable Binding integer(Field field, Wire wire, long least, long most) {
        return integer(field, wire, least, most, null);
    }

    private static @Nullable Binding integer(Field field, Wire wire, long least, long most, @Nullable String cast) {
        return switch (field.type().kind()) {
            case INT8, INT16, INT32, INT64, YEAR ->
                new Binding(
                        wire,
                        cast,
                        (row, column, out) -> writeInteger(field, wire, row.longAt(column), least, most, out));
            case BOOLEAN ->
                new Binding(
                        wire,
                        cast,
                        (row, column, out) ->
                                writeInteger(field, wire, row.booleanAt(column) ? 1 : 0, least, most, out));
            case DECIMAL ->
                new Binding(
                        wire,
                        cast,
                        (row, column, out) ->
                                writeInteger(field, wire, wholeNumber(field, row.decimalAt(column)), least, most, out));
            // The source's interval is only a number of microseconds by now; a bigint can hold just that.
            case DURATION ->
                wire == Wire.INT8
                        ? new Binding(
                                wire,
                                cast,
                                (row, column, out) -> writeInteger(field, wire, row.longAt(column), least, most, out))
                        : null;
            default -> null;
        };
    }

    private static long wholeNumber(Field field, BigDecimal value) {
        try {
            return value.longValueExact();
        } catch (ArithmeticException e) {
            throw field.bad("out-of-range", "the value is no whole number of 64 bits", e);
        }
    }

    private static void writeInteger(Field field, Wire wire, long value, long least, long most, WireBuffer out) {
        if (value < least || value > most) {
            throw field.bad("out-of-range", "the value is not within " + least + " to " + most);
        }
        switch (wire) {
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

    private static @Nullable Binding numeric(Field field, @Nullable String cast) {
        PgType target = field.target().type();
        int scale = target.name().equals("numeric") ? target.numericScale() : -1;
        return switch (field.type().kind().storage()) {
            case DECIMAL ->
                new Binding(
                        Wire.NUMERIC,
                        cast,
                        (row, column, out) -> writeDecimal(field, row.decimalAt(column), scale, out));
            case LONG ->
                switch (field.type().kind()) {
                    case INT8, INT16, INT32, INT64, YEAR ->
                        new Binding(
                                Wire.NUMERIC,
                                cast,
                                (row, column, out) ->
                                        writeDecimal(field, BigDecimal.valueOf(row.longAt(column)), scale, out));
                    default -> null;
                };
            case DOUBLE ->
                new Binding(Wire.NUMERIC, cast, (row, column, out) -> {
                    double value = row.doubleAt(column);
                    if (Double.isNaN(value)) {
                        Numeric.writeNaN(out);
                    } else if (Double.isInfinite(value)) {
                        throw field.bad("out-of-range", "the value is infinite");
                    } else {
                        writeDecimal(field, new BigDecimal(Double.toString(value)), scale, out);
                    }
                });
            case STRING ->
                field.type().kind() == Kind.STRING
                        ? new Binding(
                                Wire.NUMERIC,
                                cast,
                                (row, column, out) -> writeDecimalText(field, row.stringAt(column), scale, out))
                        : null;
            default -> null;
        };
    }

    /** Text of a source that sends decimals as text. */
    private static void writeDecimalText(Field field, String value, int scale, WireBuffer out) {
        if (value.equals("NaN")) {
            Numeric.writeNaN(out);
            return;
        }
        try {
            writeDecimal(field, new BigDecimal(value), scale, out);
        } catch (NumberFormatException e) {
            throw field.bad("not-a-number", "the text is no decimal number", e);
        }
    }

    /** The server would round to the column's scale without a word. */
    private static void writeDecimal(Field field, BigDecimal value, int scale, WireBuffer out) {
        if (scale >= 0 && value.scale() > scale && value.stripTrailingZeros().scale() > scale) {
            throw field.bad("out-of-range", "the value has more than " + scale + " digits after the point");
        }
        Numeric.write(value, out);
    }

    private static FieldEncoder date(Field field) {
        return (row, column, out) -> {
            long day = row.longAt(column);
            int infinite = Infinity.ofDate(day);
            if (infinite == 0 && (day < FIRST_DAY || day > LAST_DAY)) {
                throw field.bad("out-of-range", "the date is outside of what PostgreSQL can store");
            }
            out.writeInt(4);
            out.writeInt(
                    infinite == 0 ? (int) (day - EPOCH_DAYS) : infinite > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE);
        };
    }

    private static FieldEncoder time(Field field) {
        TimeUnit unit = Objects.requireNonNull(field.type().unit());
        long step = step(field);
        return (row, column, out) -> {
            long micros = micros(field, row.longAt(column), unit, step);
            if (micros < 0 || micros > DAY_MICROS) {
                throw field.bad("out-of-range", "the time is not within 00:00:00 to 24:00:00");
            }
            out.writeInt(8);
            out.writeLong(micros);
        };
    }

    private static FieldEncoder timestamp(Field field) {
        TimeUnit unit = Objects.requireNonNull(field.type().unit());
        long step = step(field);
        return (row, column, out) -> {
            long value = row.longAt(column);
            int infinite = Infinity.ofTimestamp(value, unit);
            out.writeInt(8);
            if (infinite == 0) {
                out.writeLong(Math.subtractExact(micros(field, value, unit, step), EPOCH_MICROS));
            } else {
                out.writeLong(infinite > 0 ? Long.MAX_VALUE : Long.MIN_VALUE);
            }
        };
    }

    /** Text with a zone, or Connect's own timestamp, which is an instant. A timestamp without zone is none. */
    private static @Nullable Binding timestamptz(Field field) {
        boolean instant =
                "org.apache.kafka.connect.data.Timestamp".equals(field.type().semanticName());
        return instant ? new Binding(Wire.TIMESTAMPTZ, null, timestamp(field)) : null;
    }

    /** Microseconds that a fraction must be a multiple of, or the column would round it. */
    private static long step(Field field) {
        long step = 1;
        for (int digits = field.target().type().fractionDigits(); digits < 6; digits++) {
            step *= 10;
        }
        return step;
    }

    private static long micros(Field field, long value, TimeUnit unit, long step) {
        long micros = unit.toMicros(value);
        if (unit == TimeUnit.NANOSECONDS && micros * 1_000 != value) {
            throw field.bad("out-of-range", "the value is finer than a microsecond");
        }
        if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
            throw field.bad("out-of-range", "the value is outside of what PostgreSQL can store");
        }
        if (micros % step != 0) {
            throw field.bad(
                    "out-of-range",
                    "the value's fraction of a second has more than "
                            + field.target().type().fractionDigits() + " digits");
        }
        return micros;
    }

    private static FieldEncoder duration(Field field) {
        TimeUnit unit = Objects.requireNonNull(field.type().unit());
        return (row, column, out) -> {
            out.writeInt(16);
            out.writeLong(micros(field, row.longAt(column), unit, 1));
            out.writeInt(0);
            out.writeInt(0);
        };
    }

    private static FieldEncoder uuid(Field field) {
        return (row, column, out) -> {
            String value = row.stringAt(column);
            out.writeInt(16);
            int digits = 0;
            int high = 0;
            for (int i = 0; i < value.length(); i++) {
                char symbol = value.charAt(i);
                if (symbol == '-' && (i == 8 || i == 13 || i == 18 || i == 23)) {
                    continue;
                }
                int digit = symbol < 128 ? Character.digit(symbol, 16) : -1;
                if (digit < 0 || digits == 32) {
                    throw field.bad("bad-uuid", "the text is no UUID");
                }
                if (digits % 2 == 0) {
                    high = digit;
                } else {
                    out.write(high << 4 | digit);
                }
                digits++;
            }
            if (digits != 32) {
                throw field.bad("bad-uuid", "the text is no UUID");
            }
        };
    }

    private static @Nullable Binding json(Field field, TextForm text) {
        String cast = field.target().type().sql();
        return switch (field.type().kind()) {
            case JSON, STRING ->
                new Binding(
                        Wire.TEXT,
                        cast,
                        (row, column, out) -> FieldEncoders.writeText(field, row.stringAt(column), out));
            case ARRAY, MAP, STRUCT ->
                new Binding(
                        Wire.TEXT,
                        cast,
                        (row, column, out) -> FieldEncoders.writeText(
                                field, text.json(Objects.requireNonNull(row.objectAt(column)), field.type()), out));
            default -> null;
        };
    }

    /** Cast to {@code varbit} first: a cast to {@code bit(n)} would cut or fill up, and an assignment refuses. */
    private static @Nullable Binding bits(Field field) {
        return switch (field.type().kind()) {
            case BITS ->
                new Binding(
                        Wire.TEXT,
                        "varbit",
                        (row, column, out) -> FieldEncoders.writeText(
                                field,
                                TextForm.bits(row.bytesAt(column), field.type().length()),
                                out));
            case BOOLEAN ->
                new Binding(
                        Wire.TEXT,
                        "varbit",
                        (row, column, out) -> FieldEncoders.writeText(field, row.booleanAt(column) ? "1" : "0", out));
            default -> null;
        };
    }
}
