/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's {@code time.precision.mode=structured}: dates and times as structs of numbers, so that what no calendar knows
 * (month 0, hour 24, February 31st) survives. They are read as the ISO-8601 text that the other modes send, with all of
 * that in it: a target that stores text keeps it, and one that has dates refuses it. Stateless.
 */
final class StructuredTemporals {
    private static final String PREFIX = "io.debezium.time.Structured";

    /** Writes one kind of struct. */
    private interface Writer {
        void write(Struct value, StringBuilder text);
    }

    private record Form(Kind kind, Writer writer) {}

    private static final Map<String, Form> FORMS = Map.of(
            PREFIX + "Date", new Form(Kind.ISO_DATE, StructuredTemporals::date),
            PREFIX + "Time", new Form(Kind.ISO_TIME, StructuredTemporals::time),
            PREFIX + "Timestamp", new Form(Kind.ISO_TIMESTAMP, StructuredTemporals::timestamp),
            PREFIX + "ZonedTime", new Form(Kind.ZONED_TIME, StructuredTemporals::zonedTime),
            PREFIX + "ZonedTimestamp", new Form(Kind.ZONED_TIMESTAMP, StructuredTemporals::zonedTimestamp),
            PREFIX + "Duration", new Form(Kind.INTERVAL, StructuredTemporals::duration));

    private StructuredTemporals() {}

    /** The type of structs with this semantic name, or {@code null} if they are no dates or times. */
    static @Nullable ColumnType type(@Nullable String name) {
        Form form = name == null ? null : FORMS.get(name);
        return form == null ? null : ColumnType.of(form.kind);
    }

    /** The reader of structs with this semantic name, or {@code null} if they are no dates or times. */
    static @Nullable ValueReader reader(@Nullable String name) {
        Form form = name == null ? null : FORMS.get(name);
        return form == null ? null : value -> value instanceof Struct struct ? text(struct, form.writer) : value;
    }

    private static String text(Struct value, Writer writer) {
        Object special = optional(value, "specialValue");
        if (special != null) {
            return switch (special.toString()) {
                case "POSITIVE_INFINITY" -> "infinity";
                case "NEGATIVE_INFINITY" -> "-infinity";
                default -> special.toString();
            };
        }
        StringBuilder text = new StringBuilder(40);
        writer.write(value, text);
        return text.toString();
    }

    private static void date(Struct value, StringBuilder text) {
        long year = number(value, "year");
        if (year < 0) {
            text.append('-');
        } else if (year > 9_999) {
            text.append('+');
        }
        digits(text, Math.abs(year), 4);
        text.append('-');
        digits(text, number(value, "month"), 2);
        text.append('-');
        digits(text, number(value, "day"), 2);
    }

    private static void time(Struct value, StringBuilder text) {
        digits(text, number(value, "hour"), 2);
        text.append(':');
        digits(text, number(value, "minute"), 2);
        text.append(':');
        digits(text, number(value, "second"), 2);
        fraction(text, number(value, "nanos"));
    }

    private static void timestamp(Struct value, StringBuilder text) {
        date(value, text);
        text.append('T');
        time(value, text);
    }

    private static void zonedTime(Struct value, StringBuilder text) {
        time(value, text);
        offset(value, text);
    }

    private static void zonedTimestamp(Struct value, StringBuilder text) {
        timestamp(value, text);
        offset(value, text);
    }

    private static void offset(Struct value, StringBuilder text) {
        long seconds = number(value, "offsetSeconds");
        if (seconds == 0) {
            text.append('Z');
            return;
        }
        long magnitude = Math.abs(seconds);
        text.append(seconds < 0 ? '-' : '+');
        digits(text, magnitude / 3_600, 2);
        text.append(':');
        digits(text, magnitude / 60 % 60, 2);
        if (magnitude % 60 != 0) {
            text.append(':');
            digits(text, magnitude % 60, 2);
        }
    }

    /** {@code P1Y2M3DT4H5M6.789S}; each part has its own sign, and seconds and fraction share one. */
    private static void duration(Struct value, StringBuilder text) {
        text.append('P');
        text.append(number(value, "years")).append('Y');
        text.append(number(value, "months")).append('M');
        text.append(number(value, "days")).append("DT");
        text.append(number(value, "hours")).append('H');
        text.append(number(value, "minutes")).append('M');
        long seconds = number(value, "seconds");
        long nanos = number(value, "nanos");
        long whole = Math.addExact(seconds, nanos / 1_000_000_000);
        long rest = nanos % 1_000_000_000;
        if (whole > 0 && rest < 0) {
            whole--;
            rest += 1_000_000_000;
        } else if (whole < 0 && rest > 0) {
            whole++;
            rest -= 1_000_000_000;
        }
        if (whole < 0 || rest < 0) {
            text.append('-');
        }
        text.append(Math.abs(whole));
        fraction(text, Math.abs(rest));
        text.append('S');
    }

    private static void fraction(StringBuilder text, long nanos) {
        if (nanos == 0) {
            return;
        }
        text.append('.');
        digits(text, nanos, 9);
        while (text.charAt(text.length() - 1) == '0') {
            text.setLength(text.length() - 1);
        }
    }

    private static void digits(StringBuilder text, long number, int least) {
        String digits = Long.toString(number);
        for (int i = digits.length(); i < least; i++) {
            text.append('0');
        }
        text.append(digits);
    }

    /** A part that is left out counts as zero: not every database has each of them. */
    private static long number(Struct value, String field) {
        return optional(value, field) instanceof Number number ? number.longValue() : 0;
    }

    private static @Nullable Object optional(Struct value, String name) {
        Field field = value.schema().field(name);
        return field == null ? null : value.getWithoutDefault(name);
    }
}
