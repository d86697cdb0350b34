/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Row;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Rows that a converter has made structs of. Task thread only. */
final class StructFlat implements FlatValue {
    private final RowReader rows;
    private final @Nullable Field[] told = new Field[TOLD.size()];
    private @Nullable Struct value;

    StructFlat(Schema schema, StructShapes shapes, UnavailableValue unavailable) {
        this.rows = new RowReader(shapes.of(schema), unavailable);
        for (int i = 0; i < told.length; i++) {
            told[i] = schema.field(TOLD.get(i));
        }
    }

    @Override
    public Row open(Incoming record) {
        Struct opened = (Struct) Objects.requireNonNull(record.value(), "a value is there");
        value = opened;
        return rows.read(opened);
    }

    @Override
    public @Nullable Object told(int index) {
        Field field = told[index];
        return field == null || value == null ? null : value.get(field);
    }

    @Override
    public Object image() {
        return Objects.requireNonNull(value, "a record has been opened");
    }

    @Override
    public int bytes() {
        return rows.lastBytes();
    }
}
