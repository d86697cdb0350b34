/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend;

import io.millrace.benchmarks.endtoend.Plan.Scenario;
import io.millrace.benchmarks.endtoend.event.Form;
import io.millrace.benchmarks.endtoend.event.RowShape;
import io.millrace.benchmarks.endtoend.event.Workload;
import io.millrace.benchmarks.endtoend.subject.Subject;
import io.millrace.benchmarks.endtoend.subject.Subjects;
import java.util.ArrayList;
import java.util.List;

/** Scenarios that show how cost grows with one thing while all else stays. Stateless. */
final class Growth {
    private static final Form FORM = Form.DEBEZIUM_AVRO;
    private static final List<Integer> BATCHES = List.of(100, 500, 2_000, 5_000, 10_000);
    private static final List<Integer> COLUMNS = List.of(7, 20, 50);
    private static final List<Integer> NOTES = List.of(72, 1_000, 8_000);
    private static final List<Integer> LANES = List.of(1, 2, 3, 4);
    private static final List<Integer> KEYS = List.of(10, 200, 2_000, 20_000);

    private Growth() {}

    static List<Scenario> scenarios(int records) {
        List<Scenario> scenarios = new ArrayList<>();
        Workload usual = Workload.inserts("inserts", RowShape.USUAL, records);
        for (int batch : BATCHES) {
            String size = Integer.toString(batch);
            scenarios.add(growth(
                    "batch/" + size,
                    "Batches of " + size,
                    usual,
                    Subjects.MILLRACE_BEST.with(size, "batch.max.records", size),
                    Subjects.DEBEZIUM_BEST.with(size, "batch.size", size),
                    Subjects.plain(batch, 1)));
        }
        for (int lanes : LANES) {
            String number = Integer.toString(lanes);
            scenarios.add(growth(
                    "lanes/" + number,
                    number + " connections",
                    usual,
                    Subjects.MILLRACE_BEST.with(number, "lanes", number),
                    Subjects.plain(5_000, lanes)));
        }
        for (int columns : COLUMNS) {
            scenarios.add(both(
                    "columns/" + columns,
                    columns + " columns",
                    Workload.inserts(
                            "columns" + columns, new RowShape(columns, RowShape.USUAL.noteBytes()), records / 4)));
        }
        for (int bytes : NOTES) {
            scenarios.add(both(
                    "text/" + bytes,
                    bytes + " bytes of text in a row",
                    Workload.inserts("text" + bytes, new RowShape(RowShape.USUAL.columns(), bytes), records / 4)));
        }
        for (int keys : KEYS) {
            scenarios.add(both(
                    "keys/" + keys,
                    "Updates of " + keys + " rows",
                    new Workload("keys" + keys, RowShape.USUAL, records / 2, keys)));
        }
        return scenarios;
    }

    private static Scenario both(String id, String title, Workload workload) {
        return growth(id, title, workload, Subjects.MILLRACE_BEST, Subjects.MILLRACE_RAW_BEST, Subjects.DEBEZIUM_BEST);
    }

    private static Scenario growth(String id, String title, Workload workload, Subject... subjects) {
        return Scenarios.drain("growth/" + id, title, FORM, workload, subjects);
    }
}
