/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.jdbc.batch.FieldEncoder;
import io.millrace.jdbc.postgres.type.Binding.Wire;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.wire.WireBuffer;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Values for {@code interval}: lengths of time as numbers or as ISO-8601 text, and MySQL's TIME, which goes from -838 to
 * 838 hours. Confined to their lane.
 *
 * <p>A column may keep less than a whole interval ({@code interval year to month}, {@code interval(3)}), and the server
 * would drop the rest without a word.
 */
final class Intervals {
    private static final int ALL_FIELDS = 0x7FFF;
    private static final int ALL_DIGITS = 0xFFFF;
    private static final int MONTH = 1 << 1;
    private static final int YEAR = 1 << 2;
    private static final int DAY = 1 << 3;
    private static final int HOUR = 1 << 10;
    private static final int MINUTE = 1 << 11;
    private static final int SECOND = 1 << 12;
    private static final long MINUTE_MICROS = 60_000_000L;
    private static final long HOUR_MICROS = 60 * MINUTE_MICROS;

    private Intervals() {}

    /** What a column keeps: all the parts must be multiples of these; 0 if a part must be nothing at all. */
    private record Grain(long months, long days, long micros) {
        static Grain of(PgType target) {
            int modifier = target.modifier();
            if (modifier < 0) {
                return new Grain(1, 1, 1);
            }
            int fields = modifier >> 16 & ALL_FIELDS;
            if (fields == ALL_FIELDS || (fields & SECOND) != 0) {
                return new Grain(1, 1, fraction(modifier & ALL_DIGITS));
            }
            if ((fields & MINUTE) != 0) {
                return new Grain(1, 1, MINUTE_MICROS);
            }
            if ((fields & HOUR) != 0) {
                return new Grain(1, 1, HOUR_MICROS);
            }
            if ((fields & DAY) != 0) {
                return new Grain(1, 1, 0);
            }
            return new Grain((fields & MONTH) != 0 || (fields & YEAR) == 0 ? 1 : 12, 0, 0);
        }

        private static long fraction(int digits) {
            long step = 1;
            for (int i = Math.min(digits, 6); i < 6; i++) {
                step *= 10;
            }
            return step;
        }

        void check(Field field, long ofMonths, long ofDays, long ofMicros) {
            if (!fits(ofMonths, months) || !fits(ofDays, days) || !fits(ofMicros, micros)) {
                throw field.bad("out-of-range", "the interval has parts that the column does not keep");
            }
        }

        private static boolean fits(long value, long grain) {
            return grain == 0 ? value == 0 : value % grain == 0;
        }
    }

    static @Nullable Binding binding(Field field) {
        Grain grain = Grain.of(field.target().type());
        ColumnType type = field.type();
        FieldEncoder encoder =
                switch (type.kind()) {
                    case DURATION, TIME -> {
                        TimeUnit unit = Objects.requireNonNull(type.unit());
                        yield (row, column, out) ->
                                write(field, grain, 0, 0, micros(field, row.longAt(column), unit), out);
                    }
                    case INTERVAL -> {
                        IsoInterval iso = new IsoInterval();
                        yield (row, column, out) -> {
                            read(field, iso, row.stringAt(column));
                            write(field, grain, iso.months(), iso.days(), iso.micros(), out);
                        };
                    }
                    default -> null;
                };
        return encoder == null ? null : new Binding(Wire.INTERVAL, null, encoder);
    }

    static @Nullable ValueText text(Field field, ColumnType type, PgType target) {
        Grain grain = Grain.of(target);
        return switch (type.kind()) {
            case DURATION, TIME -> {
                TimeUnit unit = Objects.requireNonNull(type.unit());
                yield value -> {
                    long micros = micros(field, ((Number) value).longValue(), unit);
                    grain.check(field, 0, 0, micros);
                    return micros + " microseconds";
                };
            }
            case INTERVAL -> isoText(field, grain);
            // The server reads many ways to write an interval; what a column would drop of them is not known here.
            case STRING, ISO_TIME -> target.modifier() < 0 ? Object::toString : isoText(field, grain);
            default -> null;
        };
    }

    private static ValueText isoText(Field field, Grain grain) {
        IsoInterval iso = new IsoInterval();
        return value -> {
            read(field, iso, (String) value);
            grain.check(field, iso.months(), iso.days(), iso.micros());
            return (String) value;
        };
    }

    private static void read(Field field, IsoInterval iso, String value) {
        if (!iso.read(value)) {
            throw field.bad(
                    "not-an-interval", "the text is no ISO-8601 duration, or says more than PostgreSQL can keep");
        }
    }

    private static long micros(Field field, long value, TimeUnit unit) {
        long micros = unit.toMicros(value);
        if (unit == TimeUnit.NANOSECONDS && micros * 1_000 != value) {
            throw field.bad("out-of-range", "the value is finer than a microsecond");
        }
        if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
            throw field.bad("out-of-range", "the value is as large as a source can count: what it was is not known");
        }
        return micros;
    }

    private static void write(Field field, Grain grain, int months, int days, long micros, WireBuffer out) {
        grain.check(field, months, days, micros);
        out.writeInt(16);
        out.writeLong(micros);
        out.writeInt(days);
        out.writeInt(months);
    }
}
