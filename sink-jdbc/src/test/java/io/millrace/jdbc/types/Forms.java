/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.types;

import io.millrace.jdbc.types.SourceType.Form;
import org.apache.kafka.connect.data.Schema;

/** What Connect's schemas are called in the table, and the way back from columns that we made. */
final class Forms {
    private Forms() {}

    /** Connect's type and the semantic name without its package. */
    static String describe(Schema schema) {
        return switch (schema.type()) {
            case ARRAY -> named("ARRAY of " + describe(schema.valueSchema()), schema);
            case MAP -> "MAP to " + describe(schema.valueSchema());
            default -> named(schema.type().name(), schema);
        };
    }

    private static String named(String type, Schema schema) {
        String name = schema.name();
        if (name == null) {
            return type;
        }
        // Connect's own names are those of Debezium, too, and mean other things.
        String connect = name.startsWith("org.apache.kafka.connect.data.") ? " connect." : " ";
        return type + connect + name.substring(name.lastIndexOf('.') + 1);
    }

    /** The expression that makes the source's value of a text {@code x}. */
    static String back(String declared, Form form) {
        String type = declared.replaceAll(" GENERATED.*", "").replace("serial", "int");
        if (type.equals("smallint") || type.equals("bigint") || type.equals("int")) {
            return "x::" + type;
        }
        if (form.created().equals("bytea") && !type.equals("bytea")) {
            return "convert_from(x::bytea, 'UTF8')::" + type;
        }
        if (form.created().equals("text") && type.equals("bytea")) {
            return "decode(translate(x, '-_', '+/'), CASE WHEN x ~ '^([0-9a-f][0-9a-f])*$' THEN 'hex' ELSE 'base64' END)";
        }
        if (type.equals("money")) {
            return "x::numeric::money";
        }
        return form.created().equals("boolean") && type.startsWith("bit") ? "x::boolean::int::" + type : "x::" + type;
    }
}
