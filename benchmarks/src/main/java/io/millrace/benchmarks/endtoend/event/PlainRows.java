/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * A batch of rows as a program without Kafka has them: an array for each column. Immutable by agreement.
 *
 * @param columns {@code long[]}, {@code double[]} or {@code Object[]}, in the columns' order
 */
public record PlainRows(List<Object> columns) {
    /** Copies the list. */
    public PlainRows {
        columns = List.copyOf(columns);
    }

    /**
     * All events of a workload; of events of one row in the same batch only the last counts.
     *
     * @param workload the events
     * @param batch how many events make a batch
     * @return batches in order
     */
    public static List<PlainRows> of(Workload workload, int batch) {
        Schema schema = workload.shape().schema("row", false);
        List<PlainRows> batches = new ArrayList<>();
        Map<Long, Integer> last = new LinkedHashMap<>();
        for (int i = 0; i < workload.records(); i++) {
            last.put(workload.id(i), i);
            if ((i + 1) % batch == 0 || i + 1 == workload.records()) {
                List<Struct> rows = new ArrayList<>();
                last.forEach((id, event) -> rows.add(workload.shape().row(schema, id, event)));
                batches.add(of(schema, rows));
                last.clear();
            }
        }
        return batches;
    }

    private static PlainRows of(Schema schema, List<Struct> rows) {
        List<Object> columns = new ArrayList<>();
        for (Field field : schema.fields()) {
            if (field.schema().name() == null && field.schema().type() == Schema.Type.INT64) {
                columns.add(
                        rows.stream().mapToLong(row -> (Long) row.get(field)).toArray());
            } else if (field.schema().type() == Schema.Type.FLOAT64) {
                columns.add(rows.stream()
                        .mapToDouble(row -> (Double) row.get(field))
                        .toArray());
            } else {
                columns.add(rows.stream().map(row -> row.get(field)).toArray());
            }
        }
        return new PlainRows(columns);
    }
}
