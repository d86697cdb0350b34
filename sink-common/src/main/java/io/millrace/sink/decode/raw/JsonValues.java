/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode.raw;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Reads JSON as Connect's data of a schema: what Connect's JsonConverter would make of it. Stateless. */
public final class JsonValues {
    private JsonValues() {}

    /**
     * The value on whose first token the parser stands; afterwards it stands on its last.
     *
     * @throws BadBytesException if it is not what the schema says
     */
    public static @Nullable Object read(JsonParser in, Schema schema) throws IOException, BadBytesException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            if (schema.isOptional()) {
                return null;
            }
            throw BadBytesException.missing(schema);
        }
        return switch (schema.type()) {
            case BOOLEAN -> flag(in, schema);
            case INT8 -> (byte) JsonNumbers.integer(in, schema, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case INT16 -> (short) JsonNumbers.integer(in, schema, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT32 -> int32(in, schema);
            case INT64 -> int64(in, schema);
            case FLOAT32 -> (float) JsonNumbers.floating(in, schema);
            case FLOAT64 -> JsonNumbers.floating(in, schema);
            case STRING -> text(in, schema);
            case BYTES -> bytes(in, schema);
            case ARRAY -> array(in, schema);
            case MAP -> map(in, schema);
            case STRUCT -> struct(in, schema);
        };
    }

    /** A boolean. */
    public static boolean flag(JsonParser in, Schema schema) throws BadBytesException {
        return switch (in.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw mismatch(in, schema);
        };
    }

    /** A text. */
    public static String text(JsonParser in, Schema schema) throws IOException, BadBytesException {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw mismatch(in, schema);
        }
        return in.getText();
    }

    private static Object int32(JsonParser in, Schema schema) throws IOException, BadBytesException {
        int value = (int) JsonNumbers.integer(in, schema, Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (Date.LOGICAL_NAME.equals(schema.name())) {
            return Date.toLogical(schema, value);
        }
        return Time.LOGICAL_NAME.equals(schema.name()) ? (Object) new java.util.Date(value) : value;
    }

    private static Object int64(JsonParser in, Schema schema) throws IOException, BadBytesException {
        long value = JsonNumbers.integer(in, schema, Long.MIN_VALUE, Long.MAX_VALUE);
        return Timestamp.LOGICAL_NAME.equals(schema.name()) ? (Object) new java.util.Date(value) : value;
    }

    private static Object bytes(JsonParser in, Schema schema) throws IOException, BadBytesException {
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            return JsonDecimal.read(in, schema, JsonDecimal.scale(schema));
        }
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw mismatch(in, schema);
        }
        return JsonDecimal.bytes(in, schema);
    }

    private static List<@Nullable Object> array(JsonParser in, Schema schema) throws IOException, BadBytesException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw mismatch(in, schema);
        }
        List<@Nullable Object> elements = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            elements.add(read(in, schema.valueSchema()));
        }
        return elements;
    }

    /** Maps with text for keys are objects, others are arrays of pairs. */
    private static Map<@Nullable Object, @Nullable Object> map(JsonParser in, Schema schema)
            throws IOException, BadBytesException {
        Map<@Nullable Object, @Nullable Object> entries = new HashMap<>();
        if (schema.keySchema().type() == Schema.Type.STRING && in.currentToken() == JsonToken.START_OBJECT) {
            for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
                in.nextToken();
                entries.put(key, read(in, schema.valueSchema()));
            }
            return entries;
        }
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw mismatch(in, schema);
        }
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() != JsonToken.START_ARRAY) {
                throw mismatch(in, schema);
            }
            in.nextToken();
            Object key = read(in, schema.keySchema());
            in.nextToken();
            entries.put(key, read(in, schema.valueSchema()));
            if (in.nextToken() != JsonToken.END_ARRAY) {
                throw BadBytesException.mismatch(schema, "an entry that is not a pair");
            }
        }
        return entries;
    }

    private static Struct struct(JsonParser in, Schema schema) throws IOException, BadBytesException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw mismatch(in, schema);
        }
        Struct struct = new Struct(schema);
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            Field field = schema.field(name);
            if (field == null) {
                in.skipChildren();
            } else {
                put(struct, field, in);
            }
        }
        for (Field field : schema.fields()) {
            if (!field.schema().isOptional() && struct.getWithoutDefault(field.name()) == null) {
                throw BadBytesException.missing(field.schema()).in(field.name());
            }
        }
        return struct;
    }

    private static void put(Struct struct, Field field, JsonParser in) throws IOException, BadBytesException {
        try {
            struct.put(field, read(in, field.schema()));
        } catch (BadBytesException e) {
            throw e.in(field.name());
        }
    }

    private static BadBytesException mismatch(JsonParser in, Schema schema) {
        return BadBytesException.mismatch(schema, JsonText.name(in.currentToken()));
    }
}
