/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowShape;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row that is a view on a schemaless map. Every column is {@link io.millrace.sink.record.Kind#DYNAMIC}, so targets read
 * {@link #objectAt}. Immutable and thread-safe as long as nobody changes the map.
 */
final class MapRow implements Row {
    private final MapShape shape;
    private final Map<?, ?> values;
    private final @Nullable BitSet absent;

    MapRow(MapShape shape, Map<?, ?> values, @Nullable BitSet absent) {
        this.shape = shape;
        this.values = values;
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
        return !isAbsent(column) && objectAt(column) == null;
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
        throw new UnsupportedOperationException("A schemaless record has maps, not rows, inside");
    }

    @Override
    public @Nullable Object objectAt(int column) {
        return isAbsent(column) ? null : ValueReader.BYTES.read(values.get(shape.field(column)));
    }

    private Object value(int column) {
        Object value = objectAt(column);
        if (value == null) {
            throw new NullPointerException(
                    "Column '" + shape.rowShape().column(column).name() + "' is null");
        }
        return value;
    }
}
