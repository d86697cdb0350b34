/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.format;

import io.millrace.sink.record.Column;
import io.millrace.sink.record.RowShape;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * How rows of one shape are written. Made once per shape; immutable.
 *
 * @param schema Avro's schema of the record
 * @param types for each column
 * @param columns names of columns as the source spells them
 * @param nullable whether every column is a union with null
 */
record AvroRecord(Schema schema, List<AvroType> types, List<String> columns, boolean nullable) {
    AvroRecord {
        types = List.copyOf(types);
        columns = List.copyOf(columns);
    }

    /**
     * The record for a shape.
     *
     * @param name full name of the record, which names of records inside are derived from
     * @param nullable whether every column may be null: true but for keys. A column that may not be null at the source is
     *     left out of a row when its value has not changed, and may be new in the next object
     */
    static AvroRecord of(RowShape shape, String name, boolean nullable) {
        List<AvroType> types = new ArrayList<>(shape.size());
        List<String> columns = new ArrayList<>(shape.size());
        List<Schema.Field> fields = new ArrayList<>(shape.size());
        for (Column column : shape.columns()) {
            String field = AvroNames.of(column.name());
            AvroType type = AvroTypes.of(column.type(), name + "." + field);
            types.add(type);
            columns.add(column.name());
            fields.add(field(column.name(), field, type.schema(), nullable));
        }
        return new AvroRecord(record(name, fields), types, columns, nullable);
    }

    /** A record without fields, for what no row has had yet. */
    static AvroRecord empty(String name) {
        return new AvroRecord(record(name, List.of()), List.of(), List.of(), true);
    }

    private static Schema.Field field(String column, String name, Schema type, boolean nullable) {
        Schema.Field field = nullable
                ? new Schema.Field(name, orNull(type), null, Schema.Field.NULL_DEFAULT_VALUE)
                : new Schema.Field(name, type);
        if (!name.equals(column)) {
            field.addProp("source.name", column);
        }
        return field;
    }

    private static Schema record(String name, List<Schema.Field> fields) {
        return Schema.createRecord(name, null, null, false, fields);
    }

    /** The same or null. */
    static Schema orNull(Schema schema) {
        return Schema.createUnion(Schema.create(Schema.Type.NULL), schema);
    }
}
