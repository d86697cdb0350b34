/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

import org.jspecify.annotations.Nullable;

/**
 * A row of values that are already in the form {@link Row#listAt} describes: keys made of headers or primitives, and rows
 * built by hand. Immutable and thread-safe.
 */
public final class ArrayRow extends WholeRow {
    private final @Nullable Object[] values;

    /** @throws IllegalArgumentException if there is not one value for each column */
    public ArrayRow(RowShape shape, @Nullable Object... values) {
        super(shape);
        if (shape.size() != values.length) {
            throw new IllegalArgumentException(
                    values.length + " values for the " + shape.size() + " columns of " + shape);
        }
        this.values = values.clone();
    }

    @Override
    public boolean isNull(int column) {
        return values[column] == null;
    }

    @Override
    public @Nullable Object objectAt(int column) {
        return values[column];
    }

    @Override
    protected @Nullable Object valueAt(int column) {
        return values[column];
    }
}
