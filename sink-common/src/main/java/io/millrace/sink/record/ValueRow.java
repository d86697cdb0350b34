/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row whose columns are read as objects; what a subclass has as such, numbers above all, it reads itself. */
public abstract class ValueRow implements Row {
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
    public final BigDecimal decimalAt(int column) {
        return (BigDecimal) value(column);
    }

    @Override
    public String stringAt(int column) {
        return (String) value(column);
    }

    @Override
    public final byte[] bytesAt(int column) {
        return (byte[]) value(column);
    }

    @Override
    @SuppressWarnings("unchecked")
    public final List<@Nullable Object> listAt(int column) {
        return (List<@Nullable Object>) value(column);
    }

    @Override
    @SuppressWarnings("unchecked")
    public final Map<@Nullable Object, @Nullable Object> mapAt(int column) {
        return (Map<@Nullable Object, @Nullable Object>) value(column);
    }

    @Override
    public final Row rowAt(int column) {
        return (Row) value(column);
    }

    private Object value(int column) {
        Object value = valueAt(column);
        if (value == null) {
            throw nothing(column);
        }
        return value;
    }

    /** The value in the form that {@link Row#listAt} describes; nothing else is asked of a column that has none. */
    protected abstract @Nullable Object valueAt(int column);

    /** What is thrown where there should be a value. */
    protected final NullPointerException nothing(int column) {
        return new NullPointerException("Column '" + shape().column(column).name() + "' is null");
    }
}
