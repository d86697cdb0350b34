/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode.raw;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Reads Connect's decimals: base64 of the unscaled value, or, as some converters are told to write them, numbers. Stateless. */
public final class JsonDecimal {
    private static final Base64Variant BASE64 = Base64Variants.getDefaultVariant();
    /** So many characters of base64 are at most eight bytes. */
    private static final int SHORT = 10;

    private JsonDecimal() {}

    /** The scale that a schema of decimals declares. */
    public static int scale(Schema schema) throws BadBytesException {
        String scale = schema.parameters() == null ? null : schema.parameters().get(Decimal.SCALE_FIELD);
        try {
            return Integer.parseInt(String.valueOf(scale));
        } catch (NumberFormatException e) {
            throw BadBytesException.of("bad-schema", "the schema of a decimal has no number in parameter 'scale'");
        }
    }

    /** The decimal that the parser stands on. */
    public static BigDecimal read(JsonParser in, Schema schema, int scale) throws IOException, BadBytesException {
        JsonToken token = in.currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            return in.getDecimalValue();
        }
        if (token != JsonToken.VALUE_STRING) {
            throw BadBytesException.mismatch(schema, JsonText.name(token));
        }
        BigDecimal small = in.getTextLength() <= 12
                ? small(in.getTextCharacters(), in.getTextOffset(), in.getTextLength(), scale)
                : null;
        return small == null ? new BigDecimal(new BigInteger(bytes(in, schema)), scale) : small;
    }

    /** Bytes in base64. */
    static byte[] bytes(JsonParser in, Schema schema) throws BadBytesException, IOException {
        try {
            return in.getBinaryValue(BASE64);
        } catch (com.fasterxml.jackson.core.exc.StreamReadException | IllegalArgumentException e) {
            throw BadBytesException.mismatch(schema, "a JSON string that is not base64");
        }
    }

    /** Up to eight bytes without any object but the result; {@code null} if the text is not that simple. */
    private static @Nullable BigDecimal small(char[] text, int offset, int length, int scale) {
        int digits = length;
        while (digits > 0 && text[offset + digits - 1] == '=') {
            digits--;
        }
        if (digits < 2 || digits > SHORT + 1 || length % 4 != 0 || length - digits > 2) {
            return null;
        }
        int size = digits * 6 / 8;
        if (size > Long.BYTES) {
            return null;
        }
        // Sixty-six bits do not fit: the last character's spare bits are left out by shifting it apart.
        long unscaled = 0;
        int spare = digits * 6 - size * 8;
        for (int i = 0; i < digits; i++) {
            int bits = BASE64.decodeBase64Char(text[offset + i]);
            if (bits < 0) {
                return null;
            }
            if (i == digits - 1) {
                if ((bits & (1 << spare) - 1) != 0) {
                    return null;
                }
                unscaled = unscaled << 6 - spare | bits >> spare;
            } else {
                unscaled = unscaled << 6 | bits;
            }
        }
        int unused = Long.SIZE - size * 8;
        return BigDecimal.valueOf(unscaled << unused >> unused, scale);
    }
}
