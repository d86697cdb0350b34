/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowShape;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Reads a key's numbers as its row reads them. Debezium sends the source's types along with rows but not with keys, so that
 * a {@code BIGINT UNSIGNED} above 2^63 - 1 is a negative number in the key of the very record whose row tells better. Made
 * once per key schema; task thread only.
 */
final class UnsignedKeys {
    private final Schema schema;
    private final StructShapes shapes;
    private final UnaryOperator<String> column;
    private StructShape shape;
    private @Nullable RowShape seen;

    /** @param column the column that a field goes to */
    UnsignedKeys(Schema schema, StructShapes shapes, UnaryOperator<String> column) {
        this.schema = schema;
        this.shapes = shapes;
        this.column = column;
        this.shape = shapes.of(schema);
    }

    /**
     * How to read the key of a record.
     *
     * @param row its row; if it has none, what the rows before it have told holds
     */
    StructShape shape(@Nullable Row row) {
        if (row != null && row.shape() != seen) {
            seen = row.shape();
            shape = shapes.of(asIn(row.shape()));
        }
        return shape;
    }

    private Schema asIn(RowShape row) {
        boolean same = true;
        SchemaBuilder builder = SchemaBuilder.struct().name(schema.name());
        for (Field field : schema.fields()) {
            boolean unsigned = isUnsigned(row, field);
            same &= !unsigned;
            builder.field(field.name(), unsigned ? unsigned(field.schema()) : field.schema());
        }
        return same ? schema : builder.build();
    }

    private boolean isUnsigned(RowShape row, Field field) {
        int position = row.position(column.apply(field.name()));
        if (position < 0
                || field.schema().type() != Schema.Type.INT64
                || field.schema().name() != null) {
            return false;
        }
        ColumnType type = row.column(position).type();
        return type.kind() == Kind.DECIMAL && ConnectTypes.isUnsigned(type.sourceType());
    }

    private static Schema unsigned(Schema number) {
        SchemaBuilder builder = SchemaBuilder.int64().parameter(ConnectTypes.SOURCE_TYPE, ConnectTypes.UNSIGNED);
        return number.isOptional() ? builder.optional().build() : builder.build();
    }
}
