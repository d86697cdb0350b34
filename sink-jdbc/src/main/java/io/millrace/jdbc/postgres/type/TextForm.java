/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.jdbc.batch.JsonText;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.wire.BitText;
import io.millrace.sink.wire.IsoText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;

/** Values as text in their own right, whatever column they go to. Confined to its lane. */
final class TextForm {
    private final IsoText iso = new IsoText();
    private final JsonText json = new JsonText();

    /** A single value: anything but lists, maps and structs. */
    String scalar(Object value, ColumnType type) {
        return switch (type.kind()) {
            case DATE -> {
                iso.date(((Number) value).longValue());
                yield yearOfOurLord(iso.toString());
            }
            case TIME -> {
                iso.time(((Number) value).longValue(), Objects.requireNonNull(type.unit()));
                yield iso.toString();
            }
            case TIMESTAMP -> {
                iso.timestamp(((Number) value).longValue(), Objects.requireNonNull(type.unit()));
                yield yearOfOurLord(iso.toString());
            }
            case DURATION ->
                Duration.of(
                                ((Number) value).longValue(),
                                Objects.requireNonNull(type.unit()).toChronoUnit())
                        .toString();
            case BITS -> BitText.of((byte[]) value, Math.max(0, type.length()));
            default -> plain(value);
        };
    }

    /** PostgreSQL reads no sign before a year: none above 9999, and before the year 1 it counts {@code 1 BC}, {@code 2 BC}. */
    static String yearOfOurLord(String iso) {
        if (iso.charAt(0) == '+') {
            return iso.substring(1);
        }
        int dash = iso.indexOf('-', 1);
        boolean negative = iso.charAt(0) == '-' && dash > 0;
        if (!negative && !iso.startsWith("0000-")) {
            return iso;
        }
        String digits = iso.substring(negative ? 1 : 0, dash);
        return isNumber(digits) ? before(Integer.parseInt(digits) + 1) + iso.substring(dash) + " BC" : iso;
    }

    private static String before(int year) {
        return year < 10_000 ? Integer.toString(10_000 + year).substring(1) : Integer.toString(year);
    }

    private static boolean isNumber(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return false;
            }
        }
        return !digits.isEmpty() && digits.length() < 10;
    }

    private static String plain(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        return value instanceof byte[] bytes ? "\\x" + HexFormat.of().formatHex(bytes) : value.toString();
    }

    /** In double quotes, as elements of arrays are written. */
    static void appendQuoted(StringBuilder text, String element) {
        text.append('"');
        for (int i = 0; i < element.length(); i++) {
            char symbol = element.charAt(i);
            if (symbol == '"' || symbol == '\\') {
                text.append('\\');
            }
            text.append(symbol);
        }
        text.append('"');
    }

    /** Any value as JSON. */
    String json(Object value, ColumnType type) {
        return json.of(value, type);
    }
}
