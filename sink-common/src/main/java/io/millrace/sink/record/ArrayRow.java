/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of values that are already in the form {@link Row#listAt} describes: keys made of headers or primitives, and rows
 * built by hand. Immutable and thread-safe.
 */
public final class ArrayRow implements Row {
    private final RowShape shape;
    private final @Nullable Object[] values;

    /** @throws IllegalArgumentException if there is not one value for each column */
    public ArrayRow(RowShape shape, @Nullable Object... values) {
        if (shape.size() != values.length) {
            throw new IllegalArgumentException(
                    values.length + " values for the " + shape.size() + " columns of " + shape);
        }
        this.shape = shape;
        this.values = values.clone();
    }

    @Override
    public RowShape shape() {
        return shape;
    }

    @Override
    public boolean isAbsent(int column) {
        return false;
    }

    @Override
    public boolean isNull(int column) {
        return values[column] == null;
    }

    @Override
    public boolean isPartial() {
        return false;
    }

    @Override
    public boolean booleanAt(int column) {
        return (Boolean) value(column);
    }

    @Override
    public long longAt(int column) {
        return ((Number) value(column)).longValue();
    }

    @Override
    public double doubleAt(int column) {
        return ((Number) value(column)).doubleValue();
    }

    @Override
    public BigDecimal decimalAt(int column) {
        return (BigDecimal) value(column);
    }

    @Override
    public String stringAt(int column) {
        return (String) value(column);
    }

    @Override
    public byte[] bytesAt(int column) {
        return (byte[]) value(column);
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<@Nullable Object> listAt(int column) {
        return (List<@Nullable Object>) value(column);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Map<@Nullable Object, @Nullable Object> mapAt(int column) {
        return (Map<@Nullable Object, @Nullable Object>) value(column);
    }

    @Override
    public Row rowAt(int column) {
        return (Row) value(column);
    }

    @Override
    public @Nullable Object objectAt(int column) {
        return values[column];
    }

    private Object value(int column) {
        Object value = values[column];
        if (value == null) {
            throw new NullPointerException("Column '" + shape.column(column).name() + "' is null");
        }
        return value;
    }
}
