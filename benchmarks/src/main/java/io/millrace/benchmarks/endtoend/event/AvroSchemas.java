/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/** Avro schemas of Connect's, with the properties by which converters find back what Avro itself cannot say. Stateless. */
final class AvroSchemas {
    private AvroSchemas() {}

    static org.apache.avro.Schema of(Schema schema) {
        return record(schema, new HashMap<>());
    }

    private static org.apache.avro.Schema record(Schema schema, Map<String, org.apache.avro.Schema> known) {
        // A record that stands in a schema twice is written out once.
        org.apache.avro.Schema same = known.get(schema.name());
        if (same != null) {
            return same;
        }
        org.apache.avro.Schema record = org.apache.avro.Schema.createRecord(schema.name(), null, null, false);
        known.put(schema.name(), record);
        List<org.apache.avro.Schema.Field> fields = new ArrayList<>();
        for (Field field : schema.fields()) {
            fields.add(field(field, known));
        }
        record.setFields(fields);
        properties(schema, record);
        return record;
    }

    private static org.apache.avro.Schema.Field field(Field field, Map<String, org.apache.avro.Schema> known) {
        Schema schema = field.schema();
        org.apache.avro.Schema type = schema.type() == Schema.Type.STRUCT ? record(schema, known) : primitive(schema);
        if (!schema.isOptional()) {
            return new org.apache.avro.Schema.Field(field.name(), type);
        }
        org.apache.avro.Schema none = SchemaBuilder.builder().nullType();
        return schema.defaultValue() == null
                ? new org.apache.avro.Schema.Field(
                        field.name(),
                        org.apache.avro.Schema.createUnion(none, type),
                        null,
                        org.apache.avro.Schema.Field.NULL_DEFAULT_VALUE)
                : new org.apache.avro.Schema.Field(
                        field.name(), org.apache.avro.Schema.createUnion(type, none), null, schema.defaultValue());
    }

    private static org.apache.avro.Schema primitive(Schema schema) {
        org.apache.avro.Schema type =
                switch (schema.type()) {
                    case INT64 -> SchemaBuilder.builder().longType();
                    case FLOAT64 -> SchemaBuilder.builder().doubleType();
                    case STRING -> SchemaBuilder.builder().stringType();
                    case BYTES -> decimal(schema);
                    default -> throw new IllegalArgumentException("No made-up column has the type " + schema.type());
                };
        properties(schema, type);
        return type;
    }

    private static org.apache.avro.Schema decimal(Schema schema) {
        int precision = Integer.parseInt(schema.parameters().get("connect.decimal.precision"));
        int scale = Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
        return LogicalTypes.decimal(precision, scale)
                .addToSchema(SchemaBuilder.builder().bytesType());
    }

    private static void properties(Schema schema, org.apache.avro.Schema type) {
        if (schema.version() != null) {
            type.addProp("connect.version", schema.version());
        }
        if (schema.parameters() != null) {
            type.addProp("connect.parameters", schema.parameters());
        }
        if (schema.defaultValue() != null) {
            type.addProp("connect.default", schema.defaultValue());
        }
        if (schema.name() != null) {
            type.addProp("connect.name", schema.name());
        }
    }
}
