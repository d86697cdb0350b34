/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row whose columns are those of other rows. Immutable and thread-safe, as its parts are. */
abstract sealed class DelegatingRow implements Row permits MergedRow, ProjectedRow {
    private final RowShape shape;

    DelegatingRow(RowShape shape) {
        this.shape = shape;
    }

    /** The row that holds a column. */
    abstract Row part(int column);

    /** Where that row holds it. */
    abstract int position(int column);

    @Override
    public final RowShape shape() {
        return shape;
    }

    @Override
    public final boolean isAbsent(int column) {
        return part(column).isAbsent(position(column));
    }

    @Override
    public final boolean isNull(int column) {
        return part(column).isNull(position(column));
    }

    @Override
    public final boolean booleanAt(int column) {
        return part(column).booleanAt(position(column));
    }

    @Override
    public final long longAt(int column) {
        return part(column).longAt(position(column));
    }

    @Override
    public final double doubleAt(int column) {
        return part(column).doubleAt(position(column));
    }

    @Override
    public final BigDecimal decimalAt(int column) {
        return part(column).decimalAt(position(column));
    }

    @Override
    public final String stringAt(int column) {
        return part(column).stringAt(position(column));
    }

    @Override
    public final byte[] bytesAt(int column) {
        return part(column).bytesAt(position(column));
    }

    @Override
    public final List<@Nullable Object> listAt(int column) {
        return part(column).listAt(position(column));
    }

    @Override
    public final Map<@Nullable Object, @Nullable Object> mapAt(int column) {
        return part(column).mapAt(position(column));
    }

    @Override
    public final Row rowAt(int column) {
        return part(column).rowAt(position(column));
    }

    @Override
    public final @Nullable Object objectAt(int column) {
        return part(column).objectAt(position(column));
    }
}
