/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether JSON is what the schema beside it says. Connect's own converter is no judge of that: it makes 0 of a text where
 * there should be a number, and leaves out what is not in the schema. Stateless.
 */
final class SchemaFit {
    private SchemaFit() {}

    /**
     * What does not fit.
     *
     * @param schema as Connect's JSON converter writes it
     * @param value what it is of
     * @param path where that stands, for people
     * @return fields and types, no values; {@code null} if everything fits
     */
    static @Nullable String fault(JsonNode schema, JsonNode value, String path) {
        String type = schema.path("type").asText();
        if (value.isNull() || value.isMissingNode()) {
            return schema.path("optional").asBoolean() || schema.has("default")
                    ? null
                    : path + " must have a value, of type " + type;
        }
        return switch (type) {
            case "struct" -> value.isObject() ? struct(schema, value, path) : other(type, path);
            case "map" -> map(schema, value, path);
            case "array" -> value.isArray() ? elements(schema.path("items"), value, path) : other(type, path);
            default -> isScalar(type, schema, value) ? null : other(type, path);
        };
    }

    private static String other(String type, String path) {
        return path + " is not of type " + type;
    }

    private static @Nullable String struct(JsonNode schema, JsonNode value, String path) {
        Map<String, JsonNode> fields = new HashMap<>();
        schema.path("fields").forEach(field -> fields.put(field.path("field").asText(), field));
        for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!fields.containsKey(name)) {
                return path + "." + name + " is not in the schema, and would be left out";
            }
        }
        for (Map.Entry<String, JsonNode> field : fields.entrySet()) {
            String fault = fault(field.getValue(), value.path(field.getKey()), path + "." + field.getKey());
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    /** Keys that are no text make a list of pairs of it. */
    private static @Nullable String map(JsonNode schema, JsonNode value, String path) {
        boolean pairs = !schema.path("keys").path("type").asText().equals("string");
        if (pairs ? !value.isArray() : !value.isObject()) {
            return other("map", path);
        }
        for (JsonNode element : value) {
            String fault = fault(schema.path("values"), pairs ? element.path(1) : element, path + "[]");
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static @Nullable String elements(JsonNode schema, JsonNode value, String path) {
        for (JsonNode element : value) {
            String fault = fault(schema, element, path + "[]");
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static boolean isScalar(String type, JsonNode schema, JsonNode value) {
        return switch (type) {
            case "int8" ->
                value.canConvertToInt() && value.isIntegralNumber() && value.intValue() == (byte) value.intValue();
            case "int16" ->
                value.canConvertToInt() && value.isIntegralNumber() && value.intValue() == (short) value.intValue();
            case "int32" -> value.isIntegralNumber() && value.canConvertToInt();
            case "int64" -> value.isIntegralNumber() && value.canConvertToLong();
            case "float", "double" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "string" -> value.isTextual();
            // Decimals are bytes, and may be written as numbers.
            case "bytes" ->
                value.isTextual()
                        || (value.isNumber() && schema.path("name").asText().endsWith(".Decimal"));
            default -> false;
        };
    }
}
