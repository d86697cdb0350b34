/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of rows that look alike, resolved once per schema. Immutable and thread-safe.
 *
 * <p>Shapes are compared by identity: the decoder hands out the same instance for the same schema, so that a target can
 * keep what it works out for a shape in an identity map and find it again without looking at a single column.
 */
public final class RowShape {
    private final String name;
    private final List<Column> columns;
    private final Map<String, Integer> positions;

    /**
     * @param name of the schema, for messages; may be empty
     * @param columns in the order in which rows hold them
     * @throws IllegalArgumentException if two columns have the same name
     */
    public RowShape(String name, List<Column> columns) {
        this.name = name;
        this.columns = List.copyOf(columns);
        this.positions = new HashMap<>(columns.size() * 2);
        for (int i = 0; i < this.columns.size(); i++) {
            String column = this.columns.get(i).name();
            if (positions.put(column, i) != null) {
                throw new IllegalArgumentException("Column '" + column + "' stands twice in " + name);
            }
        }
    }

    public String name() {
        return name;
    }

    /** All columns, in order. */
    public List<Column> columns() {
        return columns;
    }

    /** How many columns there are. */
    public int size() {
        return columns.size();
    }

    /** The column at a position. */
    public Column column(int position) {
        return columns.get(position);
    }

    /** The position of a column, or -1 if there is none of that name. */
    public int position(String column) {
        Integer position = positions.get(column);
        return position == null ? -1 : position;
    }

    /** Name and columns, for messages. */
    @Override
    public String toString() {
        return name + columns.stream().map(Column::name).toList();
    }
}
