/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Column;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.RowShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Shapes of schemaless records: one for each set of field names. Confined to the task thread. Columns are in the order
 * of their names, since maps have none of their own.
 */
final class MapShapes {
    private static final int MOST = 1_000;

    private final Set<String> excluded;
    private final Map<Set<String>, RowShape> shapes = new HashMap<>();
    private @Nullable RowShape last;

    /** @param excluded names that are no columns */
    MapShapes(Set<String> excluded) {
        this.excluded = excluded;
    }

    RowShape of(String name, Map<?, ?> values) {
        RowShape known = last;
        if (known != null && fits(known, values)) {
            return known;
        }
        Set<String> names = new TreeSet<>();
        for (Object key : values.keySet()) {
            if (!excluded.contains(String.valueOf(key))) {
                names.add(String.valueOf(key));
            }
        }
        if (shapes.size() >= MOST) {
            shapes.clear();
        }
        RowShape shape = shapes.computeIfAbsent(names, columns -> shape(name, columns));
        last = shape;
        return shape;
    }

    private boolean fits(RowShape shape, Map<?, ?> values) {
        int columns = 0;
        for (Object key : values.keySet()) {
            if (!(key instanceof String name)) {
                return false;
            }
            if (!excluded.contains(name)) {
                if (shape.position(name) < 0) {
                    return false;
                }
                columns++;
            }
        }
        return columns == shape.size();
    }

    private static RowShape shape(String name, Set<String> names) {
        List<Column> columns = new ArrayList<>();
        for (String column : names) {
            columns.add(new Column(column, ColumnType.of(Kind.DYNAMIC), true));
        }
        return new RowShape(name, columns);
    }
}
