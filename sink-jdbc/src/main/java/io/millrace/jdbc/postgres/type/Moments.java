/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.jdbc.batch.FieldEncoder;
import io.millrace.jdbc.postgres.type.Binding.Wire;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Infinity;
import io.millrace.sink.record.Kind;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times that come as numbers, for {@code date}, {@code time}, {@code timestamp} and {@code timestamptz}. Stateless.
 *
 * <p>The server would round fractions to what a column keeps, so those are looked at here.
 */
final class Moments {
    private static final String CONNECT_TIMESTAMP = "org.apache.kafka.connect.data.Timestamp";
    /** From 1970-01-01 to 2000-01-01, where PostgreSQL counts from. */
    private static final long EPOCH_DAYS = 10_957;

    private static final long EPOCH_MILLIS = EPOCH_DAYS * 86_400_000L;
    private static final long EPOCH_MICROS = EPOCH_MILLIS * 1_000;
    private static final long DAY_MICROS = 86_400_000_000L;
    private static final long FIRST_DAY = -2_451_545L + EPOCH_DAYS;
    private static final long LAST_DAY = 2_145_031_948L + EPOCH_DAYS;
    private static final long FIRST_MICROS = -211_813_488_000_000_000L;
    private static final long LAST_MICROS = 9_223_371_331_199_999_999L;

    private Moments() {}

    static @Nullable Binding binding(Field field) {
        ColumnType type = field.type();
        PgType target = field.target().type();
        if (!fits(type, target)) {
            return null;
        }
        return switch (target.name()) {
            case "date" -> new Binding(Wire.DATE, null, date(field));
            case "time" -> new Binding(Wire.TIME, null, time(field));
            case "timestamp" -> new Binding(Wire.TIMESTAMP, null, timestamp(field));
            default -> new Binding(Wire.TIMESTAMPTZ, null, timestamp(field));
        };
    }

    static @Nullable ValueText text(Field field, ColumnType type, PgType target, TextForm form) {
        if (!fits(type, target)) {
            return null;
        }
        long step = step(target);
        return value -> {
            long number = ((Number) value).longValue();
            switch (type.kind()) {
                case DATE -> day(field, number);
                case TIME -> timeOfDay(field, number, unit(type), step);
                default -> micros(field, number, unit(type), step);
            }
            String text = form.scalar(value, type);
            return target.name().equals("timestamptz") && Infinity.ofTimestamp(number, unit(type)) == 0
                    ? text.endsWith(" BC") ? text.substring(0, text.length() - 3) + "Z BC" : text + "Z"
                    : text;
        };
    }

    /** Connect's own timestamp is an instant; Debezium's, without zone, is none. */
    private static boolean fits(ColumnType type, PgType target) {
        return switch (target.name()) {
            case "date" -> type.kind() == Kind.DATE;
            case "time" -> type.kind() == Kind.TIME;
            case "timestamp" -> type.kind() == Kind.TIMESTAMP;
            case "timestamptz" -> type.kind() == Kind.TIMESTAMP && CONNECT_TIMESTAMP.equals(type.semanticName());
            default -> false;
        };
    }

    private static TimeUnit unit(ColumnType type) {
        return Objects.requireNonNull(type.unit(), "temporal numbers have a unit");
    }

    private static FieldEncoder date(Field field) {
        return (row, column, out) -> {
            int day = day(field, row.longAt(column));
            out.writeInt(4);
            out.writeInt(day);
        };
    }

    private static int day(Field field, long day) {
        int infinite = Infinity.ofDate(day);
        if (infinite != 0) {
            return infinite > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE;
        }
        if (day < FIRST_DAY || day > LAST_DAY) {
            throw field.bad("out-of-range", "the date is outside of what PostgreSQL can store");
        }
        return (int) (day - EPOCH_DAYS);
    }

    private static FieldEncoder time(Field field) {
        TimeUnit unit = unit(field.type());
        long step = step(field.target().type());
        return (row, column, out) -> {
            long micros = timeOfDay(field, row.longAt(column), unit, step);
            out.writeInt(8);
            out.writeLong(micros);
        };
    }

    private static long timeOfDay(Field field, long value, TimeUnit unit, long step) {
        long micros = unit.toMicros(value);
        if (micros < 0 || micros > DAY_MICROS) {
            throw field.bad("out-of-range", "the time is not within 00:00:00 to 24:00:00");
        }
        checkFraction(field, value, micros, unit, step);
        return micros;
    }

    private static FieldEncoder timestamp(Field field) {
        TimeUnit unit = unit(field.type());
        long step = step(field.target().type());
        return (row, column, out) -> {
            long micros = micros(field, row.longAt(column), unit, step);
            out.writeInt(8);
            out.writeLong(micros);
        };
    }

    /** Microseconds since 2000: further than any number of microseconds since 1970 reaches. */
    private static long micros(Field field, long value, TimeUnit unit, long step) {
        int infinite = Infinity.ofTimestamp(value, unit);
        if (infinite != 0) {
            return infinite > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
        long micros =
                switch (unit) {
                    case MILLISECONDS ->
                        value < FIRST_MICROS / 1_000
                                ? Long.MIN_VALUE
                                : TimeUnit.MILLISECONDS.toMicros(value - EPOCH_MILLIS);
                    case MICROSECONDS -> value < FIRST_MICROS ? Long.MIN_VALUE : value - EPOCH_MICROS;
                    default -> Math.floorDiv(value, 1_000L) - EPOCH_MICROS;
                };
        if (micros < FIRST_MICROS || micros > LAST_MICROS) {
            throw field.bad("out-of-range", "the timestamp is outside of what PostgreSQL can store");
        }
        checkFraction(field, value, micros, unit, step);
        return micros;
    }

    private static void checkFraction(Field field, long value, long micros, TimeUnit unit, long step) {
        if (unit == TimeUnit.NANOSECONDS && value % 1_000 != 0) {
            throw field.bad("out-of-range", "the value is finer than a microsecond");
        }
        if (micros % step != 0) {
            throw field.bad("out-of-range", "the value's fraction of a second has more digits than the column keeps");
        }
    }

    /** Microseconds that a fraction must be a multiple of, or the column would round it. */
    static long step(PgType target) {
        long step = 1;
        for (int digits = target.fractionDigits(); digits < 6; digits++) {
            step *= 10;
        }
        return step;
    }
}
