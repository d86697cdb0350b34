/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Column;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.RowShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

    private final FieldNames names;
    private final Map<Set<String>, MapShape> shapes = new HashMap<>();
    private @Nullable MapShape last;

    /** @param names which fields are columns */
    MapShapes(FieldNames names) {
        this.names = names;
    }

    /** @throws DecodeException if two fields would become the same column */
    MapShape of(String name, Map<?, ?> values) throws DecodeException {
        MapShape known = last;
        if (known != null && fits(known, values)) {
            return known;
        }
        Set<String> fields = new TreeSet<>();
        for (Object key : values.keySet()) {
            fields.add(String.valueOf(key));
        }
        MapShape shape = shapes.get(fields);
        if (shape == null) {
            if (shapes.size() >= MOST) {
                shapes.clear();
            }
            shape = shape(name, fields);
            shapes.put(fields, shape);
        }
        last = shape;
        return shape;
    }

    private static boolean fits(MapShape shape, Map<?, ?> values) {
        if (values.size() != shape.all().size()) {
            return false;
        }
        for (Object key : values.keySet()) {
            if (!(key instanceof String name) || !shape.all().contains(name)) {
                return false;
            }
        }
        return true;
    }

    private MapShape shape(String name, Set<String> fields) throws DecodeException {
        names.requireDistinct(fields);
        List<Column> columns = new ArrayList<>();
        List<String> sources = new ArrayList<>();
        for (String field : fields) {
            String column = names.column(field);
            if (column != null) {
                columns.add(new Column(column, ColumnType.of(Kind.DYNAMIC), true));
                sources.add(field);
            }
        }
        return new MapShape(new RowShape(name, columns), List.copyOf(sources), new HashSet<>(fields));
    }
}
