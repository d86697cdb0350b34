/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.testkit.contract.TaskRun;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;

/** A database of its own, a worker's dead-letter queue, and tasks between them. One test each. */
class DatabaseScene<D extends SqlDatabase> {
    final D database;
    final Reports reports = new Reports();

    DatabaseScene(D database) {
        this.database = database;
    }

    final TaskRun task(String... settings) {
        return database.task(reports, settings);
    }

    /** Writes records with a task of its own, and expects none of them to become a letter. */
    final void write(List<SinkRecord> records, String... settings) {
        assertThat(letters(records, settings)).isEmpty();
    }

    /** Writes records with a task of its own, and returns the letters. */
    final List<String> letters(List<SinkRecord> records, String... settings) {
        try (TaskRun task = task(settings)) {
            task.put(records).drain();
        }
        return reports.messages();
    }

    /** Writes records with a task that fails, and returns why. */
    final String failure(List<SinkRecord> records, String... settings) {
        try (TaskRun task = task(settings)) {
            Throwable thrown = catchThrowable(() -> task.put(records).drain());
            assertThat(thrown).isInstanceOf(ConnectException.class);
            assertThat(reports.offsets())
                    .as("a wrong configuration is no poison")
                    .isEmpty();
            return String.valueOf(thrown.getMessage());
        }
    }

    /** One row of text values, or of {@code null}s, for each row of a query; columns joined with a bar. */
    final List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        database.query(sql)
                .forEach(row -> rows.add(String.join(
                        "|",
                        row.values().stream()
                                .map(value -> value == null ? "-" : value)
                                .toList())));
        return rows;
    }
}
