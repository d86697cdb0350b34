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
    private static final int BATCH = 5_000;
    private static final List<Integer> POLLS = List.of(500, 1_000, 2_000, 5_000);
    private static final List<Form> POLLED = List.of(Form.FLAT_AVRO, Form.DEBEZIUM_AVRO);
    private static final List<Integer> BATCHES = List.of(100, 500, 2_000, 5_000, 10_000);
    private static final List<Integer> BUFFER_MEGABYTES = List.of(8, 12, 16, 32, 64);
    private static final List<Integer> COPIED_COLUMNS = List.of(7, 50);
    private static final List<Integer> COPIED_FROM = List.of(5_000, 10_000, 25_000, 100_000);
    private static final List<Integer> COLUMNS = List.of(7, 20, 50);
    private static final List<Integer> NOTES = List.of(72, 1_000, 8_000);
    private static final List<Integer> LANES = List.of(1, 2, 3, 4);
    private static final List<Integer> KEYS = List.of(10, 200, 2_000, 20_000);

    private Growth() {}

    static List<Scenario> scenarios(int records) {
        List<Scenario> scenarios = new ArrayList<>();
        Workload usual = Workload.inserts("few", RowShape.USUAL, records / 2);
        // Without a peer that would need its time.
        Workload alone = Workload.inserts("many", RowShape.USUAL, records * 2);
        scenarios.add(growth("batch", "How many rows are written at once", usual, batches()));
        scenarios.add(growth("lanes", "How many connections write at the same time", alone, lanes()));
        for (Form form : POLLED) {
            scenarios.add(Scenarios.further(
                    "growth/polls/" + form.id(),
                    "How many records a poll hands over, " + form.label(),
                    form,
                    alone,
                    polls().toArray(Subject[]::new)));
        }
        scenarios.add(Scenarios.further(
                "growth/buffer/json",
                "How much may be under way, Debezium JSON",
                Form.DEBEZIUM_JSON,
                usual,
                buffers(Subjects.MILLRACE_RAW)));
        scenarios.add(growth(
                "buffer/avro",
                "How much may be under way, Debezium Avro",
                usual,
                List.of(buffers(Subjects.MILLRACE_RAW_BEST))));
        for (int columns : COPIED_COLUMNS) {
            scenarios.add(growth(
                    "copy/" + columns,
                    "COPY and arrays, " + columns + " columns",
                    Workload.inserts("columns" + columns, new RowShape(columns, RowShape.USUAL.noteBytes()), records),
                    copies()));
        }
        scenarios.add(growth(
                "headers",
                "Who reads the four headers of each record",
                usual,
                List.of(
                        Subjects.MILLRACE,
                        Subjects.MILLRACE.with("string", "header.converter", Subjects.STRINGS),
                        Subjects.MILLRACE.with("bytes", "header.converter", Subjects.BYTES))));
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
        // With several changes of a row in one statement Debezium's sink fails, unless it leaves all but the last out.
        Subject peer = Subjects.DEBEZIUM_BEST.with("reduced", "use.reduction.buffer", "true");
        for (int keys : KEYS) {
            scenarios.add(growth(
                    "keys/" + keys,
                    "Updates of " + keys + " rows",
                    new Workload("keys" + keys, RowShape.USUAL, records / 2, Math.min(keys, records / 2)),
                    List.of(Subjects.MILLRACE_BEST, Subjects.MILLRACE_RAW_BEST, peer)));
        }
        return scenarios;
    }

    private static List<Subject> batches() {
        List<Subject> subjects = new ArrayList<>();
        for (int batch : BATCHES) {
            String size = Integer.toString(batch);
            subjects.add(Subjects.MILLRACE_BEST.with("batch" + size, "batch.max.records", size));
            subjects.add(Subjects.DEBEZIUM_BEST.with("batch" + size, "batch.size", size));
            subjects.add(Subjects.plain(batch, 1));
        }
        return subjects;
    }

    private static List<Subject> lanes() {
        List<Subject> subjects = new ArrayList<>();
        for (int lanes : LANES) {
            String number = Integer.toString(lanes);
            subjects.add(Subjects.MILLRACE_RAW_BEST.with("lanes" + number, "lanes", number));
            subjects.add(Subjects.plain(BATCH, lanes));
        }
        return subjects;
    }

    private static List<Subject> polls() {
        List<Subject> subjects = new ArrayList<>();
        for (int polled : POLLS) {
            String number = Integer.toString(polled);
            subjects.add(
                    Subjects.MILLRACE_RAW_BEST.with("poll" + polled, "consumer.override.max.poll.records", number));
        }
        subjects.add(Subjects.plain(BATCH, 1));
        return subjects;
    }

    private static Subject[] buffers(Subject subject) {
        return BUFFER_MEGABYTES.stream()
                .map(megabytes -> subject.with(
                        "buffer" + megabytes + "m", "buffer.max.bytes", Long.toString((long) megabytes << 20)))
                .toArray(Subject[]::new);
    }

    /** Never, from some numbers of values on, and straight into the table. */
    private static List<Subject> copies() {
        List<Subject> subjects = new ArrayList<>();
        subjects.add(copyFrom("arrays", 0));
        for (int values : COPIED_FROM) {
            subjects.add(copyFrom("copy" + values, values));
        }
        subjects.add(copyFrom("insert25000", 25_000).and("insert.mode", "insert"));
        subjects.add(Subjects.plain(BATCH, 1));
        return subjects;
    }

    private static Subject copyFrom(String name, int values) {
        return Subjects.MILLRACE_RAW_BEST.with(name, "copy.min.values", Integer.toString(values));
    }

    private static Scenario both(String id, String title, Workload workload) {
        return growth(
                id,
                title,
                workload,
                List.of(Subjects.MILLRACE_BEST, Subjects.MILLRACE_RAW_BEST, Subjects.DEBEZIUM_BEST));
    }

    private static Scenario growth(String id, String title, Workload workload, List<Subject> subjects) {
        return Scenarios.further("growth/" + id, title, FORM, workload, subjects.toArray(Subject[]::new));
    }
}
