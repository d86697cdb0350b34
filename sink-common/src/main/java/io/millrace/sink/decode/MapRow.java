/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.RowShape;
import io.millrace.sink.record.ValueRow;
import java.util.BitSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row that is a view on a schemaless map. Every column is {@link io.millrace.sink.record.Kind#DYNAMIC}, so targets read
 * {@link #objectAt}. Immutable and thread-safe as long as nobody changes the map.
 */
final class MapRow extends ValueRow {
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
    public @Nullable Object objectAt(int column) {
        return isAbsent(column) ? null : ValueReader.BYTES.read(values.get(shape.field(column)));
    }

    @Override
    protected @Nullable Object valueAt(int column) {
        return objectAt(column);
    }
}
