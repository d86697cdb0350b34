/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values for {@code hstore}, which come as maps, as JSON objects of texts, or as the extension's own text. Stateless. */
final class Hstore {
    private static final JsonFactory JSON = new JsonFactory();

    private Hstore() {}

    static @Nullable ValueText text(Field field, ColumnType type, TextForm form) {
        return switch (type.kind()) {
            case MAP -> {
                ColumnType key = Objects.requireNonNull(type.mapKey());
                ColumnType element = Objects.requireNonNull(type.element());
                yield isScalar(key) && isScalar(element)
                        ? value -> ofMap(field, (Map<?, ?>) value, key, element, form)
                        : null;
            }
            case JSON -> value -> ofJson(field, (String) value);
            case STRING -> Object::toString;
            default -> null;
        };
    }

    private static boolean isScalar(ColumnType type) {
        return switch (type.kind().storage()) {
            case STRING, BOOLEAN, LONG, DOUBLE, DECIMAL -> true;
            // Of a record without schema; each value is looked at.
            case OBJECT -> type.kind() == Kind.DYNAMIC;
            case BYTES, LIST, MAP, ROW -> false;
        };
    }

    private static String ofMap(Field field, Map<?, ?> map, ColumnType key, ColumnType element, TextForm form) {
        StringBuilder text = new StringBuilder();
        map.forEach((name, value) -> {
            if (name == null || value instanceof Map || value instanceof Iterable) {
                throw notFlat(field, null);
            }
            add(text, form.scalar(name, key), value == null ? null : form.scalar(value, element));
        });
        return text.toString();
    }

    private static String ofJson(Field field, String json) {
        StringBuilder text = new StringBuilder();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw notFlat(field, null);
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NULL) {
                    throw notFlat(field, null);
                }
                add(text, name, value == JsonToken.VALUE_NULL ? null : parser.getText());
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw notFlat(field, null);
            }
        } catch (IOException e) {
            throw notFlat(field, e);
        }
        return text.toString();
    }

    private static RuntimeException notFlat(Field field, @Nullable Throwable cause) {
        return field.bad("not-flat", "the value is no object of nothing but texts", cause);
    }

    private static void add(StringBuilder text, String name, @Nullable String value) {
        if (!text.isEmpty()) {
            text.append(',');
        }
        TextForm.appendQuoted(text, name);
        text.append("=>");
        if (value == null) {
            text.append("NULL");
        } else {
            TextForm.appendQuoted(text, value);
        }
    }
}
