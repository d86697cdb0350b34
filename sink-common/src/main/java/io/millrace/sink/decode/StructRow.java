/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.RowShape;
import java.util.BitSet;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** A row that is a view on a Connect struct. Immutable and thread-safe as long as nobody changes the struct. */
final class StructRow extends ViewRow {
    private final StructShape shape;
    private final Struct struct;

    /** @param absent columns that the source left out, or {@code null} if it left out none */
    StructRow(StructShape shape, Struct struct, @Nullable BitSet absent) {
        super(absent);
        this.shape = shape;
        this.struct = struct;
    }

    @Override
    public RowShape shape() {
        return shape.rowShape();
    }

    @Override
    public boolean isNull(int column) {
        return !isAbsent(column) && shape.raw(struct, column) == null;
    }

    @Override
    public long longAt(int column) {
        Object raw = shape.raw(struct, column);
        return raw instanceof Number number ? number.longValue() : super.longAt(column);
    }

    @Override
    public @Nullable Object objectAt(int column) {
        return isAbsent(column) ? null : shape.read(column, shape.raw(struct, column));
    }

    @Override
    protected @Nullable Object valueAt(int column) {
        return shape.read(column, shape.raw(struct, column));
    }
}
