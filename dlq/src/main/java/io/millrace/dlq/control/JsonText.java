/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes a small JSON object; fields without a value are left out. Confined to one thread. */
final class JsonText {
    static final int VERSION = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator generator;

    private JsonText(JsonGenerator generator) {
        this.generator = generator;
    }

    /** Writes fields, or what belongs into an object or array. */
    interface Content {
        void writeTo(JsonText json) throws IOException;
    }

    /** An object that begins with the version of the format. */
    static byte[] object(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = JSON.createGenerator(bytes)) {
            JsonText json = new JsonText(generator);
            generator.writeStartObject();
            generator.writeNumberField("v", VERSION);
            content.writeTo(json);
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    JsonText field(String name, @Nullable Object value) throws IOException {
        if (value instanceof Number number) {
            generator.writeFieldName(name);
            if (number instanceof Double decimal) {
                generator.writeNumber(decimal);
            } else {
                generator.writeNumber(number.longValue());
            }
        } else if (value instanceof Boolean flag) {
            generator.writeBooleanField(name, flag);
        } else if (value != null) {
            generator.writeStringField(name, value.toString());
        }
        return this;
    }

    JsonText texts(String name, Iterable<?> values) throws IOException {
        generator.writeArrayFieldStart(name);
        for (Object value : values) {
            generator.writeString(value.toString());
        }
        generator.writeEndArray();
        return this;
    }

    /** Writes the fields of one of several objects. */
    interface Each<T> {
        void writeTo(JsonText json, T object) throws IOException;
    }

    <T> JsonText objects(String name, Iterable<T> objects, Each<T> each) throws IOException {
        generator.writeArrayFieldStart(name);
        for (T object : objects) {
            generator.writeStartObject();
            each.writeTo(this, object);
            generator.writeEndObject();
        }
        generator.writeEndArray();
        return this;
    }

    JsonText object(String name, Content content) throws IOException {
        generator.writeObjectFieldStart(name);
        content.writeTo(this);
        generator.writeEndObject();
        return this;
    }
}
