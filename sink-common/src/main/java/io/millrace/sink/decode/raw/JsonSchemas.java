/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode.raw;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Makes Connect's schemas of the JSON in which Connect's JsonConverter writes them. Stateless. Defaults are left out: NULL is
 * never replaced, so nobody asks for them.
 */
public final class JsonSchemas {
    private JsonSchemas() {}

    /**
     * The schema that a tree of JSON describes.
     *
     * @param tree as {@link JsonTree} reads it
     * @throws BadBytesException if it describes none
     */
    public static Schema of(@Nullable Object tree) throws BadBytesException {
        if (!(tree instanceof Map<?, ?> json)) {
            throw bad("a schema must be a JSON object");
        }
        if (!(json.get("type") instanceof String type)) {
            throw bad("a schema has no 'type'");
        }
        SchemaBuilder builder = builder(type, json);
        if (Boolean.TRUE.equals(json.get("optional"))) {
            builder.optional();
        }
        if (json.get("name") instanceof String name) {
            builder.name(name);
        }
        if (json.get("version") instanceof Number version) {
            builder.version(version.intValue());
        }
        if (json.get("doc") instanceof String doc) {
            builder.doc(doc);
        }
        if (json.get("parameters") instanceof Map<?, ?> parameters) {
            for (Map.Entry<?, ?> parameter : parameters.entrySet()) {
                if (!(parameter.getValue() instanceof String text)) {
                    throw bad("parameter '" + parameter.getKey() + "' of a schema is not text");
                }
                builder.parameter(String.valueOf(parameter.getKey()), text);
            }
        }
        return builder.build();
    }

    private static SchemaBuilder builder(String type, Map<?, ?> json) throws BadBytesException {
        return switch (type) {
            case "boolean" -> SchemaBuilder.bool();
            case "int8" -> SchemaBuilder.int8();
            case "int16" -> SchemaBuilder.int16();
            case "int32" -> SchemaBuilder.int32();
            case "int64" -> SchemaBuilder.int64();
            case "float" -> SchemaBuilder.float32();
            case "double" -> SchemaBuilder.float64();
            case "bytes" -> SchemaBuilder.bytes();
            case "string" -> SchemaBuilder.string();
            case "array" -> SchemaBuilder.array(of(json.get("items")));
            case "map" -> SchemaBuilder.map(of(json.get("keys")), of(json.get("values")));
            case "struct" -> struct(json);
            default -> throw bad("a schema's 'type' is none of Connect's");
        };
    }

    private static SchemaBuilder struct(Map<?, ?> json) throws BadBytesException {
        if (!(json.get("fields") instanceof List<?> fields)) {
            throw bad("the schema of a struct has no 'fields'");
        }
        SchemaBuilder builder = SchemaBuilder.struct();
        for (Object field : fields) {
            if (!(field instanceof Map<?, ?> described) || !(described.get("field") instanceof String name)) {
                throw bad("a field in the schema of a struct has no name in 'field'");
            }
            if (builder.field(name) != null) {
                throw bad("the schema of a struct has field '" + name + "' twice");
            }
            builder.field(name, of(field));
        }
        return builder;
    }

    private static BadBytesException bad(String problem) {
        return BadBytesException.of("bad-schema", problem);
    }
}
