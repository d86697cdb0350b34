/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.control.AuditEvent;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.letters.LetterOperator;
import io.millrace.testkit.server.TestServers;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Letters of rows that are only inserted are replayed each by itself, although there is no key. */
class AnyOrderIT {
    private static final ReplayOptions DRY = new ReplayOptions(true, 0, null, null, null);

    private final Database database = new Database();
    private final LetterOperator operator =
            new LetterOperator(TestServers.kafka(), "jdbc-test", "dlq." + UUID.randomUUID());

    @AfterEach
    void close() {
        operator.close();
    }

    private TaskRun task() {
        return new TaskRun(
                new JdbcSinkTask(),
                operator.settings(
                        "any",
                        database.config("insert.mode", "insert", "key.source", "none", "delete.mode", "ignore")));
    }

    private String ids() throws Exception {
        return database.query("SELECT string_agg(id::text, ',' ORDER BY id) AS ids FROM orders")
                .get(0)
                .get("ids");
    }

    @Test
    void insertedRows_areReplayedOnce() throws Exception {
        database.execute("CREATE TABLE orders (id bigint, name text, quantity integer CONSTRAINT small CHECK"
                + " (quantity < 1000), note text)");
        List<SinkRecord> history = new Orders()
                .create(0, "a", 1, null)
                .create(1, "b", 5_000, null)
                .create(2, "c", 6_000, null)
                .create(3, "d", 2, null)
                .take();
        TaskRun first = task();
        first.put(history).drain();
        assertThat(ids()).isEqualTo("0,3");
        operator.replay("too-early", DRY, "to see what happens");
        first.until(() -> operator.told("too-early").size() == 2);
        assertThat(operator.told("too-early")).containsOnly(AuditEvent.FAILED);
        first.crash();

        database.execute("ALTER TABLE orders DROP CONSTRAINT small");
        try (TaskRun second = task()) {
            // The offset of the last record was not committed, nor were those of the letters.
            second.put(history.subList(1, 3)).drain();
            assertThat(ids()).as("a letter stands for its record").isEqualTo("0,3");
            operator.replay("dry", DRY, "to see what happens");
            second.until(() -> operator.told("dry").size() == 2);
            assertThat(operator.told("dry")).containsOnly(AuditEvent.REPLAYED);
            assertThat(ids()).as("rolled back").isEqualTo("0,3");
            operator.replay("replay", ReplayOptions.NONE, "the constraint is gone");
            second.until(() -> operator.with(LetterStatus.REPLAYED) == 2);
        }
        assertThat(ids()).isEqualTo("0,1,2,3");
    }
}
