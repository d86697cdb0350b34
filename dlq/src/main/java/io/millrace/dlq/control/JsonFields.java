/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a small JSON object, read whole; what nobody asks for is left alone, so that later versions may add fields.
 * Immutable. Uses the streaming parser alone, because data binding would be one more library in every plugin.
 */
final class JsonFields {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, @Nullable Object> fields;

    private JsonFields(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    /** @throws IllegalArgumentException if the bytes are not one JSON object */
    static JsonFields parse(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not a JSON object");
            }
            return new JsonFields(object(parser));
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser));
        }
        return fields;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static List<@Nullable Object> array(JsonParser parser) throws IOException {
        List<@Nullable Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }

    String text(String name) {
        return required(name, textOrNull(name));
    }

    @Nullable
    String textOrNull(String name) {
        return as(String.class, name);
    }

    long number(String name) {
        return required(name, numberOrNull(name));
    }

    long number(String name, long otherwise) {
        Long number = numberOrNull(name);
        return number == null ? otherwise : number;
    }

    @Nullable
    Long numberOrNull(String name) {
        return as(Long.class, name);
    }

    @Nullable
    Double decimalOrNull(String name) {
        Number number = as(Number.class, name);
        return number == null ? null : number.doubleValue();
    }

    boolean isTrue(String name) {
        return Boolean.TRUE.equals(as(Boolean.class, name));
    }

    <E extends Enum<E>> E constant(Class<E> type, String name) {
        String text = text(name);
        try {
            return Enum.valueOf(type, text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("field '" + name + "': this version does not know '" + text + "'", e);
        }
    }

    /** Texts of an array; empty if it is not there. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        List<?> elements = as(List.class, name);
        for (Object element : elements == null ? List.of() : elements) {
            if (!(element instanceof String text)) {
                throw new IllegalArgumentException("field '" + name + "' must hold texts");
            }
            texts.add(text);
        }
        return texts;
    }

    /** The fields of an object in this one; {@code null} if it is not there. */
    @Nullable
    JsonFields fieldsOrNull(String name) {
        Object value = fields.get(name);
        if (value == null) {
            return null;
        }
        return object(value, name);
    }

    /** The objects of an array; empty if it is not there. */
    List<JsonFields> objects(String name) {
        List<JsonFields> objects = new ArrayList<>();
        List<?> elements = as(List.class, name);
        for (Object element : elements == null ? List.of() : elements) {
            objects.add(object(element, name));
        }
        return objects;
    }

    private static JsonFields object(@Nullable Object value, String name) {
        if (value instanceof Map<?, ?> object) {
            Map<String, @Nullable Object> inner = new LinkedHashMap<>();
            object.forEach((key, element) -> inner.put((String) key, element));
            return new JsonFields(inner);
        }
        throw new IllegalArgumentException("field '" + name + "' must hold objects");
    }

    Iterable<String> names() {
        return fields.keySet();
    }

    private <T> @Nullable T as(Class<T> type, String name) {
        Object value = fields.get(name);
        if (value == null || type.isInstance(value)) {
            return type.cast(value);
        }
        throw new IllegalArgumentException(
                "field '" + name + "' must be a " + type.getSimpleName().toLowerCase(java.util.Locale.ROOT));
    }

    private static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("field '" + name + "' is missing");
        }
        return value;
    }
}
