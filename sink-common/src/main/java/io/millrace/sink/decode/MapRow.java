/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.RowShape;
import java.util.BitSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row that is a view on a schemaless map. Every column is {@link io.millrace.sink.record.Kind#DYNAMIC}, so targets read
 * {@link #objectAt}. Immutable and thread-safe as long as nobody changes the map.
 */
final class MapRow extends ViewRow {
    private final MapShape shape;
    private final Map<?, ?> values;

    MapRow(MapShape shape, Map<?, ?> values, @Nullable BitSet absent) {
        super(absent);
        this.shape = shape;
        this.values = values;
    }

    @Override
    public RowShape shape() {
        return shape.rowShape();
    }

    @Override
    public boolean isNull(int column) {
        return !isAbsent(column) && objectAt(column) == null;
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
