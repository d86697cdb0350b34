/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

import org.jspecify.annotations.Nullable;

/** A row that lacks no column: each has a value or is null. As safe for threads as its subclass is. */
public abstract class WholeRow extends ValueRow {
    private final RowShape shape;

    protected WholeRow(RowShape shape) {
        this.shape = shape;
    }

    @Override
    public final RowShape shape() {
        return shape;
    }

    @Override
    public final boolean isAbsent(int column) {
        return false;
    }

    @Override
    public final boolean isPartial() {
        return false;
    }

    @Override
    public @Nullable Object objectAt(int column) {
        return isNull(column) ? null : valueAt(column);
    }
}
