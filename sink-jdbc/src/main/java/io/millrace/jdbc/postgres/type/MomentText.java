/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Infinity;
import io.millrace.sink.record.Kind;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times that come as text, for the columns of dates and times. Stateless.
 *
 * <p>A cast to a type without zone drops the zone, one to a date drops the time, one to a time drops the date, and an
 * assignment to fewer digits rounds: all without a word, so that is looked for here. Whatever else is wrong with a text,
 * the server says.
 */
final class MomentText {
    /** Words for which the server would put in a time of its own. */
    private static final Set<String> CLOCK = Set.of("now", "today", "tomorrow", "yesterday");

    private MomentText() {}

    static @Nullable ValueText text(Field field, ColumnType type, PgType target) {
        Kind kind = type.kind();
        int digits = target.fractionDigits();
        return switch (target.name()) {
            case "date" ->
                switch (kind) {
                    case ISO_DATE -> value -> ofIso(unzoned((String) value), Infinity::ofIsoDate);
                    case STRING -> value -> dateOnly(field, (String) value);
                    default -> null;
                };
            case "time" ->
                switch (kind) {
                    case ISO_TIME -> value -> fraction(field, unzoned((String) value), digits);
                    case STRING -> value -> timeOnly(field, (String) value, digits);
                    default -> null;
                };
            case "timestamp" ->
                switch (kind) {
                    case ISO_TIMESTAMP ->
                        value -> fraction(field, ofIso(unzoned((String) value), Infinity::ofIsoTimestamp), digits);
                    case STRING -> value -> fraction(field, zoneless(field, (String) value), digits);
                    default -> null;
                };
            case "timestamptz" ->
                switch (kind) {
                    case ZONED_TIMESTAMP -> value -> fraction(field, ofIso((String) value, text -> 0), digits);
                    case STRING -> value -> fraction(field, zoned(field, (String) value), digits);
                    default -> null;
                };
            case "timetz" ->
                switch (kind) {
                    case ZONED_TIME -> value -> fraction(field, (String) value, digits);
                    case STRING -> value -> fraction(field, zoned(field, (String) value), digits);
                    default -> null;
                };
            default -> null;
        };
    }

    /** Debezium's {@code isostring} mode puts a Z behind what has no zone. */
    private static String unzoned(String iso) {
        int last = iso.length() - 1;
        return last > 0 && iso.charAt(last) == 'Z' ? iso.substring(0, last) : iso;
    }

    /** Tells 1 or -1 for text that a source sends for an infinity, else 0. */
    private interface Infinite {
        int of(String iso);
    }

    /** ISO-8601 in PostgreSQL's words where those differ: before the year 1 and after 9999. */
    private static String ofIso(String iso, Infinite infinite) {
        char first = iso.isEmpty() ? ' ' : iso.charAt(0);
        if (first != '-' && first != '+' && !iso.startsWith("0000-")) {
            return iso;
        }
        int sign = infinite.of(iso);
        if (sign != 0) {
            return sign > 0 ? "infinity" : "-infinity";
        }
        return TextForm.yearOfOurLord(iso);
    }

    private static String dateOnly(Field field, String value) {
        zoneless(field, value);
        int t = value.indexOf('T');
        boolean time =
                value.indexOf(':') >= 0 || (t > 0 && t + 1 < value.length() && Character.isDigit(value.charAt(t + 1)));
        if (time) {
            throw field.bad("time-lost", "the text has a time of day, which the column cannot keep");
        }
        return value;
    }

    private static String timeOnly(Field field, String value, int digits) {
        int dash = value.indexOf('-');
        if (dash > 0 && dash < value.indexOf(':')) {
            throw field.bad("date-lost", "the text has a date, which the column cannot keep");
        }
        return fraction(field, zoneless(field, value), digits);
    }

    private static String zoneless(Field field, String value) {
        refuseClock(field, value);
        if (hasZone(value)) {
            throw field.bad("zone-lost", "the text has a zone, which the column cannot keep");
        }
        return value;
    }

    private static String zoned(Field field, String value) {
        refuseClock(field, value);
        if (!hasZone(value) && !value.endsWith("infinity")) {
            throw field.bad("zone-missing", "the text has no zone, so it is not known which moment it means");
        }
        return value;
    }

    private static void refuseClock(Field field, String value) {
        if (!value.isEmpty()
                && Character.isLetter(value.charAt(0))
                && CLOCK.contains(value.strip().toLowerCase(Locale.ROOT))) {
            throw field.bad("not-a-moment", "the text is no date or time but would be taken from the server's clock");
        }
    }

    /** Offset or name of a zone; not the words for eras and halves of the day. */
    private static boolean hasZone(String value) {
        if (value.isEmpty() || value.endsWith("infinity")) {
            return false;
        }
        String moment = value.endsWith(" BC") || value.endsWith(" AD") ? value.substring(0, value.length() - 3) : value;
        char last = moment.isEmpty() ? ' ' : moment.charAt(moment.length() - 1);
        if (Character.isLetter(last)) {
            return !(moment.endsWith("AM") || moment.endsWith("PM") || moment.endsWith("am") || moment.endsWith("pm"));
        }
        int from = Math.max(moment.indexOf(':'), endOfMonth(moment));
        return moment.indexOf('+', from) > 0 || moment.indexOf('-', from) > 0;
    }

    /** Behind the second dash of a date, or the first character behind a sign. */
    private static int endOfMonth(String moment) {
        int year = moment.indexOf('-', 1);
        return year < 0 ? 1 : moment.indexOf('-', year + 1) + 1;
    }

    private static String fraction(Field field, String value, int most) {
        int digits = 0;
        int point = value.indexOf('.');
        for (int i = point + 1; point >= 0 && i < value.length() && Character.isDigit(value.charAt(i)); i++) {
            if (value.charAt(i) != '0') {
                digits = i - point;
            }
        }
        if (digits > most) {
            throw field.bad("out-of-range", "the value's fraction of a second has more digits than the column keeps");
        }
        return value;
    }
}
