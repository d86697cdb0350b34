/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** JSON read without loss, and written in one way for each value. Stateless and thread-safe. */
public final class CanonicalJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private CanonicalJson() {}

    /**
     * Reads JSON; numbers keep every digit.
     *
     * @param json text of one value
     * @return the value
     * @throws IllegalArgumentException if it is not JSON
     */
    public static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException("Not JSON", notJson);
        }
    }

    static String text(JsonNode value) {
        if (value.isObject()) {
            List<String> names = new ArrayList<>();
            value.fieldNames().forEachRemaining(names::add);
            names.sort(null);
            return names.stream()
                    .map(name -> quoted(name) + ":" + text(value.get(name)))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value.isArray()) {
            Collection<String> elements = new ArrayList<>();
            value.forEach(element -> elements.add(text(element)));
            return elements.stream().collect(Collectors.joining(",", "[", "]"));
        }
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        }
        return value.isTextual() ? quoted(value.asText()) : value.asText();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
