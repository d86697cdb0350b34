/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random histories, sliced at random and written by several lanes: every mode ends in what it says of each event in turn. */
class ModesDifferentialIT {
    private static final int ROUNDS = 6;
    private static final int EVENTS = 300;
    private static final int KEYS = 12;

    private final long seed = Long.getLong("millrace.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    /** A row of the target as it should be. */
    private record Row(String name, int quantity, @Nullable String note, boolean deleted) {}

    private sealed interface Change {
        long id();

        /** Whether the note was not sent, because it had not changed. */
        record Write(long id, boolean partial, String name, int quantity, String note) implements Change {}

        record Delete(long id) implements Change {}
    }

    @ParameterizedTest
    @CsvSource({
        "upsert, delete",
        "upsert, soft",
        "upsert, ignore",
        "update, delete",
        "update, soft",
        "insert_ignore, delete"
    })
    void mode_endsInWhatEachEventInTurnComesTo(String insertMode, String deleteMode) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Scene scene = new Scene();
            scene.database.execute(
                    "CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity integer, note text,"
                            + " __deleted boolean NOT NULL DEFAULT false)",
                    "INSERT INTO orders SELECT i, 'old', 0, 'old' FROM generate_series(0, " + (KEYS / 2 - 1) + ") i");
            TreeMap<Long, Row> model = new TreeMap<>();
            for (long id = 0; id < KEYS / 2; id++) {
                model.put(id, new Row("old", 0, "old", false));
            }
            Orders orders = new Orders();
            for (Change change : history()) {
                add(orders, change);
                apply(model, change, insertMode, deleteMode);
            }
            write(scene, orders.take(), insertMode, deleteMode);

            List<String> expected = new ArrayList<>();
            model.forEach((id, row) -> expected.add(id + "|" + row.name + "|" + row.quantity + "|"
                    + Objects.requireNonNullElse(row.note, "-") + "|" + (row.deleted ? "t" : "f")));
            assertThat(scene.rows("SELECT * FROM orders ORDER BY id"))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(expected);
        }
    }

    /** What a source's table goes through; half of the rows are there from the beginning. */
    private List<Change> history() {
        TreeMap<Long, String> notes = new TreeMap<>();
        for (long id = 0; id < KEYS / 2; id++) {
            notes.put(id, "old");
        }
        List<Change> history = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            long id = random.nextInt(KEYS);
            String note = notes.get(id);
            if (note != null && random.nextInt(3) == 0) {
                notes.remove(id);
                history.add(new Change.Delete(id));
            } else {
                boolean partial = note != null && random.nextInt(3) == 0;
                String next = partial ? note : "n" + i;
                notes.put(id, next);
                history.add(new Change.Write(id, partial, "v" + i, i, next));
            }
        }
        return history;
    }

    private static void add(Orders orders, Change change) {
        if (change instanceof Change.Write write) {
            if (write.partial) {
                orders.updateWithoutNote(write.id, write.name, write.quantity);
            } else {
                orders.update(write.id, write.name, write.quantity, write.note);
            }
        } else {
            orders.delete(change.id());
        }
    }

    private static void apply(TreeMap<Long, Row> model, Change change, String insertMode, String deleteMode) {
        Row row = model.get(change.id());
        if (change instanceof Change.Write write) {
            if (insertMode.equals(row == null ? "update" : "insert_ignore")) {
                return;
            }
            String note = write.partial ? Objects.requireNonNull(row).note : write.note;
            model.put(write.id, new Row(write.name, write.quantity, note, false));
        } else if (row != null && deleteMode.equals("soft")) {
            model.put(change.id(), new Row(row.name, row.quantity, row.note, true));
        } else if (deleteMode.equals("delete")) {
            model.remove(change.id());
        }
    }

    private void write(Scene scene, List<SinkRecord> records, String insertMode, String deleteMode) {
        try (TaskRun task = scene.task(
                "insert.mode",
                insertMode,
                "delete.mode",
                deleteMode,
                "lanes",
                Integer.toString(1 + random.nextInt(3)),
                "copy.min.values",
                Integer.toString(random.nextInt(20)),
                "batch.max.records",
                Integer.toString(1 + random.nextInt(100)))) {
            int from = 0;
            while (from < records.size()) {
                int to = Math.min(records.size(), from + 1 + random.nextInt(60));
                task.put(records.subList(from, to));
                if (random.nextInt(3) == 0) {
                    task.drain();
                }
                from = to;
            }
            task.drain();
        }
        assertThat(scene.reports.messages()).as("seed %d", seed).isEmpty();
    }
}
