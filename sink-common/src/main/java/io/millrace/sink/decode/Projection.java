/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Column;
import io.millrace.sink.record.ProjectedRow;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowShape;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the same named columns out of rows of any shape; the positions are looked up once per shape. Task thread only. */
final class Projection {
    private static final int MOST = 1_000;

    private final List<String> fields;
    private final String where;
    private final Map<RowShape, Resolved> resolved = new IdentityHashMap<>();
    private @Nullable RowShape lastShape;
    private @Nullable Resolved last;

    /**
     * @param fields columns to take, in order
     * @param where what the rows are, for messages: "record key", "value"
     */
    Projection(List<String> fields, String where) {
        this.fields = fields;
        this.where = where;
    }

    /** @throws DecodeException if a column is not there: then it is so for every record of that schema */
    Row of(Row row) throws DecodeException {
        Resolved known = last;
        if (known == null || row.shape() != lastShape) {
            known = resolve(row.shape());
            last = known;
            lastShape = row.shape();
        }
        return new ProjectedRow(known.shape, row, known.positions);
    }

    private Resolved resolve(RowShape shape) throws DecodeException {
        Resolved known = resolved.get(shape);
        if (known != null) {
            return known;
        }
        int[] positions = new int[fields.size()];
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < positions.length; i++) {
            positions[i] = shape.position(fields.get(i));
            if (positions[i] < 0) {
                throw DecodeException.systemic(
                        "key-fields",
                        "'key.fields' names '" + fields.get(i) + "', but the " + where + " has only "
                                + shape.columns().stream().map(Column::name).toList());
            }
            columns.add(shape.column(positions[i]));
        }
        if (resolved.size() >= MOST) {
            resolved.clear();
        }
        Resolved made = new Resolved(new RowShape(shape.name(), columns), positions);
        resolved.put(shape, made);
        return made;
    }

    private record Resolved(RowShape shape, int[] positions) {}
}
