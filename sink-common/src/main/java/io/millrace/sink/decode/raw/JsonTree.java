/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode.raw;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON without schema as maps, lists, text, numbers and booleans. Stateless.
 *
 * <p>Numbers are what Connect's JsonConverter makes of them, {@code Long} and {@code Double}, unless digits would be lost:
 * then they are {@code BigInteger} and {@code BigDecimal}.
 */
public final class JsonTree {
    /** A number with so many digits comes back from a double as it was. */
    private static final int SAFE_DIGITS = 15;

    private JsonTree() {}

    /** The value on whose first token the parser stands; afterwards it stands on its last. */
    public static @Nullable Object read(JsonParser in) throws IOException, BadBytesException {
        JsonToken token = in.currentToken();
        if (token == null) {
            throw BadBytesException.of("bad-json", "there is no JSON value");
        }
        return switch (token) {
            case START_OBJECT -> object(in);
            case START_ARRAY -> array(in);
            case VALUE_STRING -> in.getText();
            case VALUE_NUMBER_INT -> integer(in);
            case VALUE_NUMBER_FLOAT -> fraction(in);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw BadBytesException.of("bad-json", "there is no JSON value");
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser in) throws IOException, BadBytesException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            fields.put(name, read(in));
        }
        return fields;
    }

    private static List<@Nullable Object> array(JsonParser in) throws IOException, BadBytesException {
        List<@Nullable Object> elements = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            elements.add(read(in));
        }
        return elements;
    }

    private static Number integer(JsonParser in) throws IOException {
        if (in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return in.getLongValue();
        }
        BigInteger value = in.getBigIntegerValue();
        return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
    }

    private static Number fraction(JsonParser in) throws IOException {
        double value = in.getDoubleValue();
        if (in.getTextLength() <= SAFE_DIGITS && Double.isFinite(value) && Math.abs(value) > Double.MIN_NORMAL) {
            return value;
        }
        BigDecimal exact = in.getDecimalValue();
        boolean same = Double.isFinite(value) && new BigDecimal(Double.toString(value)).compareTo(exact) == 0;
        return same ? (Number) value : exact;
    }
}
