/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.mysql;

import io.millrace.jdbc.rowwise.TargetColumn;
import io.millrace.jdbc.rowwise.TargetType;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.SourceColumn;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Types that take everything a column holds and everything that its events may bring besides. Only where both are so is
 * there one; whatever might lose something is left alone. Stateless.
 */
final class MySqlWidening {
    private static final int MOST_DIGITS = 65;
    private static final int MOST_SCALE = 30;
    private static final int MOST_BITS = 64;
    /** More would not fit into a row in the widest character set. */
    private static final int MOST_CHARACTERS = 16_383;

    private MySqlWidening() {}

    /** The wider type, or {@code null} if the column is wide enough or cannot be widened. */
    static @Nullable String of(TargetColumn column, ColumnType events) {
        TargetType type = column.type();
        return switch (type.family()) {
            case INTEGER -> integer(type, events);
            case DECIMAL -> decimal(type, events);
            case FLOAT -> events.kind() == Kind.FLOAT64 ? "double" : null;
            case BIT ->
                events.kind() == Kind.BITS && events.length() > type.size() && events.length() <= MOST_BITS
                        ? "bit(" + events.length() + ")"
                        : null;
            case CHARACTERS -> varchar(type, events);
            case TIME -> events.kind() == Kind.TIME ? fraction("time", type, events) : null;
            case TIMESTAMP -> events.kind() == Kind.TIMESTAMP ? fraction("datetime", type, events) : null;
            default -> null;
        };
    }

    private static @Nullable String integer(TargetType type, ColumnType events) {
        String sign = type.unsigned() ? " unsigned" : "";
        int bits = bits(events.kind());
        if (bits > 0) {
            return bits > type.size() ? name(bits) + sign : null;
        }
        if (events.kind() != Kind.DECIMAL) {
            return null;
        }
        if ("BIGINT UNSIGNED".equalsIgnoreCase(events.sourceType())) {
            if (type.unsigned()) {
                return type.size() < Long.SIZE ? "bigint unsigned" : null;
            }
            return "decimal(20)";
        }
        if (!isKnown(events)) {
            return null;
        }
        int digits = digits(type);
        int whole = events.precision() - events.scale();
        boolean fits = events.scale() == 0 && whole < digits;
        return fits ? null : decimal(Math.max(whole, digits), events.scale(), type.unsigned());
    }

    private static @Nullable String decimal(TargetType type, ColumnType events) {
        int scale = Math.max(0, type.scale());
        int whole = type.size() - scale;
        boolean known = isKnown(events);
        int wantedScale = known ? events.scale() : 0;
        int wantedWhole = known ? events.precision() - events.scale() : digits(events.kind());
        if (type.size() <= 0 || wantedWhole <= whole && wantedScale <= scale) {
            return null;
        }
        boolean unsigned = type.declared().contains("unsigned");
        return decimal(Math.max(whole, wantedWhole), Math.max(scale, wantedScale), unsigned);
    }

    private static boolean isKnown(ColumnType events) {
        return events.kind() == Kind.DECIMAL && events.precision() > 0 && events.scale() >= 0;
    }

    private static @Nullable String decimal(int whole, int scale, boolean unsigned) {
        boolean possible = whole + scale <= MOST_DIGITS && scale <= MOST_SCALE;
        return possible ? "decimal(" + (whole + scale) + "," + scale + ")" + (unsigned ? " unsigned" : "") : null;
    }

    private static int bits(Kind kind) {
        return switch (kind) {
            case INT8 -> 8;
            case INT16 -> 16;
            case INT32 -> 32;
            case INT64 -> 64;
            default -> 0;
        };
    }

    private static String name(int bits) {
        return switch (bits) {
            case 16 -> "smallint";
            case 32 -> "int";
            default -> "bigint";
        };
    }

    /** Digits of the largest value. */
    private static int digits(TargetType type) {
        return switch (type.size()) {
            case 8 -> 3;
            case 16 -> 5;
            case 24 -> 8;
            case 32 -> 10;
            default -> type.unsigned() ? 20 : 19;
        };
    }

    private static int digits(Kind kind) {
        return switch (kind) {
            case INT8 -> 3;
            case INT16 -> 5;
            case INT32 -> 10;
            case INT64 -> 19;
            default -> 0;
        };
    }

    /** Only if the source tells how long its texts may be. */
    private static @Nullable String varchar(TargetType type, ColumnType events) {
        SourceColumn source = events.source();
        if (source == null || events.kind() != Kind.STRING || !startsWith(type, "varchar(")) {
            return null;
        }
        String name = source.type().toUpperCase(Locale.ROOT);
        boolean bounded = name.equals("VARCHAR") || name.equals("CHARACTER VARYING");
        boolean longer = source.length() > type.size() && source.length() <= MOST_CHARACTERS;
        return bounded && longer ? "varchar(" + source.length() + ")" : null;
    }

    private static @Nullable String fraction(String name, TargetType type, ColumnType events) {
        if (events.unit() == null) {
            return null;
        }
        ChronoUnit unit = events.unit().toChronoUnit();
        int wanted = unit.compareTo(ChronoUnit.MILLIS) < 0 ? 6 : unit == ChronoUnit.MILLIS ? 3 : 0;
        return wanted > type.size() ? name + "(" + wanted + ")" : null;
    }

    private static boolean startsWith(TargetType type, String name) {
        return type.declared().toLowerCase(Locale.ROOT).startsWith(name);
    }
}
