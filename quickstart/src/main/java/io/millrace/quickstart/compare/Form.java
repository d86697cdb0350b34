/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HexFormat;

/**
 * How values of a column read, so that the same value is the same text whichever system spelled it. Stateless.
 *
 * <p>Nothing is rounded or trimmed: what differs here has been changed on its way.
 */
public enum Form {
    /**
     * A decimal of a declared scale with all of its digits: 1.50 is not 1.5.
     *
     * <p>Where no scale is declared, the source connector itself leaves trailing zeros out, and values count.
     */
    DECIMAL {
        @Override
        String text(JsonNode value) {
            return value.isNumber() ? value.decimalValue().toPlainString() : CanonicalJson.text(value);
        }
    },
    /** A point in time, in whichever zone it is written. */
    INSTANT {
        @Override
        String text(JsonNode value) {
            return OffsetDateTime.parse(value.asText()).toInstant().toString();
        }
    },
    /** Bytes: PostgreSQL writes them as {@code \x} and hexadecimal digits, everybody else as base64. */
    BYTES {
        @Override
        String text(JsonNode value) {
            String text = value.asText();
            return text.startsWith("\\x")
                    ? text.substring(2)
                    : HexFormat.of().formatHex(Base64.getDecoder().decode(text));
        }
    },
    /** Everything that JSON can say: numbers are equal by value, objects whatever the order of their fields. */
    JSON {
        @Override
        String text(JsonNode value) {
            return CanonicalJson.text(value);
        }
    };

    private static final String NULL = "NULL";

    abstract String text(JsonNode value);

    /**
     * The form of a column's values.
     *
     * @param postgresType internal name of the type, such as {@code timestamptz}, {@code _text}
     * @param hasScale whether a scale is declared
     * @return the form
     */
    public static Form of(String postgresType, boolean hasScale) {
        return switch (postgresType) {
            case "numeric" -> hasScale ? DECIMAL : JSON;
            case "timestamptz" -> INSTANT;
            case "bytea" -> BYTES;
            default -> JSON;
        };
    }

    /**
     * A value as text.
     *
     * @param value the value in JSON, null included
     * @return text that is equal for equal values only
     */
    public String canonical(JsonNode value) {
        return value.isNull() ? NULL : text(value);
    }
}
