/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Column;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.RowLayout;
import io.millrace.sink.record.RowShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * How to read the columns of a row out of structs of one schema: worked out once per schema. Immutable and thread-safe.
 */
final class StructShape {
    private final RowShape rowShape;
    private final RowLayout layout;
    private final Field[] fields;
    private final boolean[] hasDefault;
    private final ValueReader[] readers;
    private final int[] maybeUnavailable;

    private StructShape(
            RowShape rowShape, Field[] fields, boolean[] hasDefault, ValueReader[] readers, int[] maybeUnavailable) {
        this.rowShape = rowShape;
        this.layout = new RowLayout(rowShape);
        this.fields = fields;
        this.hasDefault = hasDefault;
        this.readers = readers;
        this.maybeUnavailable = maybeUnavailable;
    }

    /** @param names which fields are columns */
    static StructShape of(Schema schema, FieldNames names, StructShapes nested) {
        List<Column> columns = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (Field field : schema.fields()) {
            String name = names.column(field.name());
            if (name != null) {
                ColumnType type = ConnectTypes.type(field.schema(), nested);
                columns.add(new Column(name, type, field.schema().isOptional()));
                fields.add(field);
            }
        }
        int size = fields.size();
        boolean[] hasDefault = new boolean[size];
        ValueReader[] readers = new ValueReader[size];
        int[] maybeUnavailable = new int[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            Schema fieldSchema = fields.get(i).schema();
            hasDefault[i] = fieldSchema.defaultValue() != null;
            readers[i] = ConnectTypes.reader(fieldSchema, nested);
            if (ValueReader.mayBeUnavailable(columns.get(i).type())) {
                maybeUnavailable[count++] = i;
            }
        }
        return new StructShape(
                new RowShape(Objects.requireNonNullElse(schema.name(), "record"), columns),
                fields.toArray(Field[]::new),
                hasDefault,
                readers,
                java.util.Arrays.copyOf(maybeUnavailable, count));
    }

    RowShape rowShape() {
        return rowShape;
    }

    /** How decoded rows of this shape are kept. */
    RowLayout layout() {
        return layout;
    }

    /** The field that a column comes from. */
    Field field(int column) {
        return fields[column];
    }

    /** Columns whose values may be a placeholder, and whose values vary in size. */
    int[] maybeUnavailable() {
        return maybeUnavailable;
    }

    /** The value as Connect holds it. NULL stays NULL: Connect's own accessor would put the schema's default there. */
    @Nullable
    Object raw(Struct struct, int column) {
        Field field = fields[column];
        return hasDefault[column] ? struct.getWithoutDefault(field.name()) : struct.get(field);
    }

    /** Brings a raw value into the form that targets read. */
    @Nullable
    Object read(int column, @Nullable Object raw) {
        return readers[column].read(raw);
    }
}
