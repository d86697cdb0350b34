/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowShape;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** A row that is a view on a Connect struct. Immutable and thread-safe as long as nobody changes the struct. */
final class StructRow implements Row {
    private final StructShape shape;
    private final Struct struct;
    private final @Nullable BitSet absent;

    /** @param absent columns that the source left out, or {@code null} if it left out none */
    StructRow(StructShape shape, Struct struct, @Nullable BitSet absent) {
        this.shape = shape;
        this.struct = struct;
        this.absent = absent;
    }

    @Override
    public RowShape shape() {
        return shape.rowShape();
    }

    @Override
    public boolean isAbsent(int column) {
        return absent != null && absent.get(column);
    }

    @Override
    public boolean isNull(int column) {
        return !isAbsent(column) && shape.raw(struct, column) == null;
    }

    @Override
    public boolean isPartial() {
        return absent != null;
    }

    @Override
    public boolean booleanAt(int column) {
        return (Boolean) value(column);
    }

    @Override
    public long longAt(int column) {
        Object raw = shape.raw(struct, column);
        return raw instanceof Number number ? number.longValue() : ((Number) value(column)).longValue();
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
        return isAbsent(column) ? null : shape.read(column, shape.raw(struct, column));
    }

    private Object value(int column) {
        Object value = shape.read(column, shape.raw(struct, column));
        if (value == null) {
            throw new NullPointerException(
                    "Column '" + shape.rowShape().column(column).name() + "' is null");
        }
        return value;
    }
}
