/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Types that take everything a column holds and everything that its events may bring besides. Only where both are so is
 * there one; whatever might lose something is left alone. Stateless.
 */
public final class Widening {
    private static final Map<String, String> NAMES = Map.of("int2", "smallint", "int4", "integer", "int8", "bigint");

    private Widening() {}

    /** The wider type, or {@code null} if the column is wide enough or cannot be widened. */
    public static @Nullable String of(PgType column, ColumnType events) {
        return switch (column.name()) {
            case "int2", "int4", "int8" -> integer(column.name(), events);
            case "numeric" -> numeric(column, events);
            case "float4" -> events.kind() == Kind.FLOAT64 ? "double precision" : null;
            case "varchar" -> varchar(column, events);
            case "varbit" ->
                column.modifier() > 0 && events.kind() == Kind.BITS && events.length() > column.modifier()
                        ? "bit varying(" + events.length() + ")"
                        : null;
            case "timestamp", "time" -> fraction(column, events);
            default -> null;
        };
    }

    private static @Nullable String integer(String column, ColumnType events) {
        String wanted = integerOf(events.kind());
        int digits = digits(column);
        if (wanted != null) {
            return digits(wanted) > digits ? NAMES.get(wanted) : null;
        }
        if (events.kind() != Kind.DECIMAL) {
            return null;
        }
        if (events.precision() <= 0 || events.scale() < 0) {
            return "numeric";
        }
        int whole = events.precision() - events.scale();
        boolean fits = events.scale() == 0 && whole < digits;
        return fits ? null : DdlTypes.numeric(Math.max(whole, digits) + events.scale(), events.scale());
    }

    /** Digits of the largest value. */
    private static int digits(String integer) {
        return switch (integer) {
            case "int2" -> 5;
            case "int4" -> 10;
            case "int8" -> 19;
            default -> throw new IllegalArgumentException(integer + " is no integer type");
        };
    }

    private static @Nullable String integerOf(Kind kind) {
        return switch (kind) {
            case INT8, INT16 -> "int2";
            case INT32, YEAR -> "int4";
            case INT64 -> "int8";
            default -> null;
        };
    }

    private static @Nullable String numeric(PgType column, ColumnType events) {
        int precision = column.numericPrecision();
        int scale = column.numericScale();
        if (precision < 0 || scale < 0) {
            return null;
        }
        int wantedScale;
        int wantedWhole;
        String integer = integerOf(events.kind());
        if (integer != null) {
            wantedScale = 0;
            wantedWhole = digits(integer);
        } else if (events.kind() == Kind.DECIMAL) {
            if (events.scale() == ColumnType.UNKNOWN) {
                return "numeric";
            }
            wantedScale = events.scale();
            // Without a precision the source's digits before the point are not known to be more.
            wantedWhole = events.precision() <= 0 ? 0 : events.precision() - events.scale();
        } else {
            return null;
        }
        int whole = precision - scale;
        if (wantedWhole <= whole && wantedScale <= scale) {
            return null;
        }
        return DdlTypes.numeric(
                Math.max(whole, wantedWhole) + Math.max(scale, wantedScale), Math.max(scale, wantedScale));
    }

    /** Only if the source tells how long its texts may be. */
    private static @Nullable String varchar(PgType column, ColumnType events) {
        int limit = column.modifier() - 4;
        if (limit <= 0 || events.kind() != Kind.STRING) {
            return null;
        }
        int wanted = DdlTypes.characters(events);
        if (wanted == 0) {
            return "text";
        }
        return wanted > limit ? "varchar(" + wanted + ")" : null;
    }

    private static @Nullable String fraction(PgType column, ColumnType events) {
        boolean same = column.name().equals(events.kind() == Kind.TIMESTAMP ? "timestamp" : "time");
        if (!same || events.unit() == null || (events.kind() != Kind.TIMESTAMP && events.kind() != Kind.TIME)) {
            return null;
        }
        int wanted =
                switch (events.unit()) {
                    case NANOSECONDS, MICROSECONDS -> 6;
                    case MILLISECONDS -> 3;
                    default -> 0;
                };
        if (wanted <= column.fractionDigits()) {
            return null;
        }
        return column.name() + (wanted == 6 ? "" : "(" + wanted + ")");
    }
}
