/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import io.millrace.jdbc.batch.FieldEncoder;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Infinity;
import io.millrace.sink.record.Kind;
import io.millrace.sink.wire.WireBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Encoders for columns of dates and times. Text is read here and strictly: servers guess, and drop what they cannot keep.
 * Confined to its lane.
 */
final class TemporalEncoders {
    private static final int NANO_DIGITS = 9;
    private static final int LENGTH_OF_DATE = 10;
    private static final String CONNECT_TIMESTAMP = "org.apache.kafka.connect.data.Timestamp";

    private final TemporalForm form;

    TemporalEncoders(TemporalForm form) {
        this.form = form;
    }

    @Nullable
    FieldEncoder encoder(Field field) {
        return switch (field.targetType().family()) {
            case DATE -> date(field);
            case TIME -> time(field);
            case TIMESTAMP -> timestamp(field);
            case INSTANT -> instant(field);
            default -> null;
        };
    }

    private @Nullable FieldEncoder date(Field field) {
        return switch (field.type().kind()) {
            case DATE ->
                (row, column, out) -> {
                    long day = row.longAt(column);
                    if (Infinity.ofDate(day) != 0) {
                        throw infinite(field);
                    }
                    writeDate(field, day, out);
                };
            case STRING, ISO_DATE ->
                (row, column, out) -> {
                    String text = withoutUtc(field, row.stringAt(column));
                    try {
                        writeDate(field, LocalDate.parse(text).toEpochDay(), out);
                    } catch (DateTimeParseException e) {
                        throw notIso(field);
                    }
                };
            default -> null;
        };
    }

    private void writeDate(Field field, long day, WireBuffer out) {
        if (day < form.firstDay() || day > form.lastDay()) {
            throw field.bad("out-of-range", "the date is outside of what the database can store");
        }
        Encoders.writeLong(day, out);
    }

    private @Nullable FieldEncoder time(Field field) {
        ColumnType type = field.type();
        return switch (type.kind()) {
            case TIME, DURATION -> {
                TimeUnit unit = Objects.requireNonNull(type.unit());
                yield (row, column, out) -> writeTime(field, nanos(field, row.longAt(column), unit), out);
            }
            case STRING, ISO_TIME ->
                (row, column, out) -> {
                    String text = withoutUtc(field, row.stringAt(column));
                    try {
                        writeTime(field, LocalTime.parse(text).toNanoOfDay(), out);
                    } catch (DateTimeParseException e) {
                        throw notIso(field);
                    }
                };
            default -> null;
        };
    }

    private static long nanos(Field field, long value, TimeUnit unit) {
        long nanos = unit.toNanos(value);
        if (nanos == Long.MAX_VALUE || nanos == Long.MIN_VALUE) {
            throw field.bad("out-of-range", "the time is outside of what the database can store");
        }
        return nanos;
    }

    private void writeTime(Field field, long nanos, WireBuffer out) {
        if (nanos < form.leastTime() || nanos > form.mostTime()) {
            throw field.bad("out-of-range", "the time is outside of what the database can store");
        }
        requireDigits(field, nanos);
        Encoders.writeLong(nanos, out);
    }

    private @Nullable FieldEncoder timestamp(Field field) {
        Kind kind = field.type().kind();
        if (kind == Kind.TIMESTAMP) {
            return number(field);
        }
        if (kind == Kind.ZONED_TIMESTAMP) {
            return form.keepsInstantsAsUtc() ? zoned(field) : null;
        }
        if (kind != Kind.STRING && kind != Kind.ISO_TIMESTAMP) {
            return null;
        }
        return (row, column, out) -> {
            String text = row.stringAt(column);
            if (form.keepsInstantsAsUtc() && hasZone(text)) {
                writeZoned(field, text, out);
                return;
            }
            String local = kind == Kind.ISO_TIMESTAMP ? withoutUtc(field, text) : text;
            if (hasZone(local)) {
                throw field.bad("zone-lost", "the text has a zone, which the column cannot keep");
            }
            try {
                Instant time = LocalDateTime.parse(iso(local)).toInstant(ZoneOffset.UTC);
                writeTimestamp(field, time.getEpochSecond(), time.getNano(), out);
            } catch (DateTimeParseException e) {
                throw notIso(field);
            }
        };
    }

    /** Text with a zone, or Connect's own timestamp, which is a moment. A timestamp without zone is none. */
    private @Nullable FieldEncoder instant(Field field) {
        return switch (field.type().kind()) {
            case ZONED_TIMESTAMP, STRING -> zoned(field);
            case TIMESTAMP -> CONNECT_TIMESTAMP.equals(field.type().semanticName()) ? number(field) : null;
            default -> null;
        };
    }

    private FieldEncoder number(Field field) {
        TimeUnit unit = Objects.requireNonNull(field.type().unit());
        long perSecond = unit.convert(1, TimeUnit.SECONDS);
        return (row, column, out) -> {
            long value = row.longAt(column);
            if (Infinity.ofTimestamp(value, unit) != 0) {
                throw infinite(field);
            }
            int nanos = (int) unit.toNanos(Math.floorMod(value, perSecond));
            writeTimestamp(field, Math.floorDiv(value, perSecond), nanos, out);
        };
    }

    private FieldEncoder zoned(Field field) {
        return (row, column, out) -> writeZoned(field, row.stringAt(column), out);
    }

    private void writeZoned(Field field, String text, WireBuffer out) {
        if (text.endsWith("infinity")) {
            throw infinite(field);
        }
        try {
            Instant moment = OffsetDateTime.parse(iso(text)).toInstant();
            writeTimestamp(field, moment.getEpochSecond(), moment.getNano(), out);
        } catch (DateTimeParseException e) {
            throw notIso(field);
        }
    }

    private void writeTimestamp(Field field, long second, int nanos, WireBuffer out) {
        long day = Math.floorDiv(second, 86_400L);
        if (day < form.firstDay() || day > form.lastDay()) {
            throw field.bad("out-of-range", "the timestamp is outside of what the database can store");
        }
        requireDigits(field, nanos);
        out.writeInt(Long.BYTES + Integer.BYTES);
        out.writeLong(second);
        out.writeInt(nanos);
    }

    /** The server would round, or cut digits off. */
    private static void requireDigits(Field field, long nanos) {
        int digits = field.targetType().size();
        if (digits == TargetType.ANY) {
            return;
        }
        long step = 1;
        for (int i = digits; i < NANO_DIGITS; i++) {
            step *= 10;
        }
        if (nanos % step != 0) {
            throw field.bad("out-of-range", "the value's fraction of a second has more than " + digits + " digits");
        }
    }

    /** Some write a space between date and time. */
    private static String iso(String text) {
        return text.length() > LENGTH_OF_DATE && text.charAt(LENGTH_OF_DATE) == ' '
                ? text.substring(0, LENGTH_OF_DATE) + 'T' + text.substring(LENGTH_OF_DATE + 1)
                : text;
    }

    private static boolean hasZone(String text) {
        int time = Math.max(text.indexOf('T'), text.indexOf(' '));
        return text.endsWith("Z") || text.indexOf('+', 1) > 0 || time > 0 && text.indexOf('-', time) > 0;
    }

    /** Debezium's ISO texts of values without zone all end in {@code Z}. */
    private static String withoutUtc(Field field, String text) {
        boolean iso = field.type().kind() != Kind.STRING;
        return iso && text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
    }

    private static RuntimeException infinite(Field field) {
        return field.bad("out-of-range", "the value is infinite, which the database cannot store");
    }

    /** Without its cause, which quotes the text. */
    private static RuntimeException notIso(Field field) {
        return field.bad("not-a-time", "the text is not what ISO 8601 says");
    }
}
