/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode.raw;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import org.apache.kafka.connect.data.Schema;

/**
 * Reads numbers of declared types. Where Connect's JsonConverter makes 0 of what is no number, and cuts off what does not fit,
 * this refuses. Stateless.
 */
public final class JsonNumbers {
    private JsonNumbers() {}

    /** A whole number within bounds. */
    public static long integer(JsonParser in, Schema schema, long least, long most)
            throws IOException, BadBytesException {
        JsonToken token = in.currentToken();
        long value;
        if (token == JsonToken.VALUE_NUMBER_INT && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            value = in.getLongValue();
        } else if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
            value = exact(in.getDecimalValue(), schema);
        } else {
            throw BadBytesException.mismatch(schema, JsonText.name(token));
        }
        if (value < least || value > most) {
            throw BadBytesException.mismatch(schema, "a JSON number that does not fit");
        }
        return value;
    }

    private static long exact(BigDecimal value, Schema schema) throws BadBytesException {
        // Digits that a scale of billions would need are never written out.
        if (value.precision() - (long) value.scale() <= 19 && value.scale() <= 1_000) {
            try {
                return value.longValueExact();
            } catch (ArithmeticException e) {
                throw BadBytesException.mismatch(schema, "a JSON number that is not whole or does not fit");
            }
        }
        throw BadBytesException.mismatch(schema, "a JSON number that is not whole or does not fit");
    }

    /** A floating-point number; not-a-number and infinities are text in JSON. */
    public static double floating(JsonParser in, Schema schema) throws IOException, BadBytesException {
        JsonToken token = in.currentToken();
        if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
            return schema.type() == Schema.Type.FLOAT32 ? in.getFloatValue() : in.getDoubleValue();
        }
        if (token == JsonToken.VALUE_STRING) {
            return switch (in.getText()) {
                case "NaN" -> Double.NaN;
                case "Infinity", "+Infinity" -> Double.POSITIVE_INFINITY;
                case "-Infinity" -> Double.NEGATIVE_INFINITY;
                default -> throw BadBytesException.mismatch(schema, JsonText.name(token));
            };
        }
        throw BadBytesException.mismatch(schema, JsonText.name(token));
    }
}
