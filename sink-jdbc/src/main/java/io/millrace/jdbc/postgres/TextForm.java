/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.JsonText;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.Row;
import io.millrace.sink.wire.IsoText;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The text that PostgreSQL reads a value from. Confined to its lane. */
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
                Objects.requireNonNull(type.unit()).toMicros(((Number) value).longValue()) + " microseconds";
            case BITS -> bits((byte[]) value, type.length());
            default -> plain(value);
        };
    }

    /** PostgreSQL reads no sign before a year: none above 9999, and before the year 1 it counts {@code 1 BC}, {@code 2 BC}. */
    private static String yearOfOurLord(String iso) {
        if (iso.charAt(0) == '+') {
            return iso.substring(1);
        }
        int dash = iso.indexOf('-', 1);
        boolean negative = iso.charAt(0) == '-' && dash > 0;
        if (!negative && !iso.startsWith("0000-")) {
            return iso;
        }
        int year = Integer.parseInt(iso.substring(negative ? 1 : 0, dash)) + 1;
        String digits = Integer.toString(10_000 + year);
        return (year < 10_000 ? digits.substring(1) : Integer.toString(year)) + iso.substring(dash) + " BC";
    }

    private static String plain(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        return value instanceof byte[] bytes ? "\\x" + HexFormat.of().formatHex(bytes) : value.toString();
    }

    /** Bits come least significant byte first; PostgreSQL writes the highest bit first. */
    static String bits(byte[] value, int length) {
        int count = length > 0 && length <= value.length * 8 ? length : value.length * 8;
        StringBuilder text = new StringBuilder(count);
        for (int bit = count - 1; bit >= 0; bit--) {
            text.append((value[bit / 8] >> bit % 8 & 1) == 1 ? '1' : '0');
        }
        return text.toString();
    }

    /** A list as an array literal: {@code {1,NULL,"a,b"}}. */
    String array(List<?> values, ColumnType element) {
        StringBuilder text = new StringBuilder();
        appendArray(text, values, element);
        return text.toString();
    }

    private void appendArray(StringBuilder text, List<?> values, ColumnType element) {
        text.append('{');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                text.append(',');
            }
            appendElement(text, values.get(i), element);
        }
        text.append('}');
    }

    private void appendElement(StringBuilder text, @Nullable Object value, ColumnType element) {
        if (value == null) {
            text.append("NULL");
        } else if (value instanceof List<?> nested) {
            appendArray(
                    text, nested, element.kind() == Kind.ARRAY ? Objects.requireNonNull(element.element()) : element);
        } else {
            appendQuoted(
                    text, value instanceof Map || value instanceof Row ? json(value, element) : scalar(value, element));
        }
    }

    /** Always quoted: an element that reads {@code NULL} is text all the same. */
    private static void appendQuoted(StringBuilder text, String element) {
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
