/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.testkit.server.ConnectCluster;
import io.millrace.testkit.server.ConnectOptions;
import io.millrace.testkit.server.DebeziumPostgresSource;
import io.millrace.testkit.server.KafkaTopics;
import io.millrace.testkit.server.PostgresServer;
import io.millrace.testkit.server.TestServers;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** A Debezium source that is killed sends changes again at new offsets: the sink has written them, and does not again. */
class SourceCrashIT {
    private static final Duration WITHIN = Duration.ofSeconds(90);

    private static final int ROUNDS = Integer.getInteger("millrace.kills", 1);

    private final PostgresServer postgres = TestServers.postgres();
    private final Database target = new Database();
    private int changes;

    @Test
    void sourceKilledInMidStream_eachChangeIsOneRow() throws Exception {
        target.execute("CREATE TABLE changes (id bigint, v text)");
        String database = postgres.createDatabase("origin");
        ConnectCluster sinks = SharedWorker.cluster();
        try (Connection connection = postgres.connect(database);
                Connection rival = postgres.connect(database);
                Statement statement = connection.createStatement();
                Statement other = rival.createStatement();
                KafkaTopics topics = TestServers.kafka().topics();
                ConnectCluster sources = ConnectCluster.start(
                        TestServers.kafka().bootstrapServers(),
                        1,
                        ConnectOptions.of(DebeziumPostgresSource.pluginPath())
                                .withOffsetFlushInterval(Duration.ofSeconds(8)))) {
            statement.execute("CREATE TABLE orders (id bigint PRIMARY KEY, v text)");
            sources.rest()
                    .put(
                            "crash-source",
                            DebeziumPostgresSource.of(postgres, database, "crash")
                                    .tables("public.orders")
                                    .with("tombstones.on.delete", "false")
                                    .config());
            sources.rest().awaitRunning("crash-source", 1, WITHIN);
            sinks.rest().put("crash-sink", sink());
            sinks.rest().awaitRunning("crash-sink", 1, WITHIN);

            for (int round = 0; round < ROUNDS; round++) {
                work(statement, other, round * 1_000);
                awaitChanges();
                awaitNewOffset(sources);
                // Nothing of this has been committed by the source when it dies.
                work(statement, other, round * 1_000 + 500);
                awaitChanges();
                sources.workers().get(0).kill();
                sources.workers().get(0).restart();
                sources.rest().awaitRunning("crash-source", 1, WITHIN);
            }
            work(statement, other, 9_000);
            awaitChanges();

            long records = topics.nextOffsets("crash.public.orders").values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertThat(records).as("changes were sent again").isGreaterThan(changes);
            // What comes again comes before anything newer, so all of it has come by now.
            assertThat(target.query("SELECT v, count(*) FROM changes GROUP BY v HAVING count(*) <> 1"))
                    .as("changes that are there more than once")
                    .isEmpty();
            assertThat(rows()).isEqualTo(changes);
        } finally {
            sinks.rest().delete("crash-sink");
        }
    }

    private Map<String, String> sink() {
        Map<String, String> config = new HashMap<>(target.config());
        config.remove("name");
        config.put("connector.class", JdbcSinkConnector.class.getName());
        config.put("tasks.max", "1");
        config.put("topics", "crash.public.orders");
        config.put("table.name.format", "changes");
        config.put("insert.mode", "insert");
        config.put("delete.mode", "ignore");
        config.put("delivery", "exactly_once");
        config.put("lanes", "3");
        return config;
    }

    /** Every change leaves a value of its own; rows of one statement, of one page, and of transactions side by side. */
    private void work(Statement statement, Statement other, int from) throws SQLException, IOException {
        statement.execute("INSERT INTO orders SELECT g, 'single-' || g FROM generate_series(" + from + ", "
                + (from + 49) + ") AS g");
        changes += 50;
        for (int i = 0; i < 20; i++) {
            statement.execute("UPDATE orders SET v = 'update-' || id || '-" + i + "' WHERE id = " + (from + i));
            changes++;
        }
        statement.execute("BEGIN; INSERT INTO orders VALUES (" + (from + 60) + ", 'slow-1-" + from + "')");
        other.execute("BEGIN; INSERT INTO orders VALUES (" + (from + 61) + ", 'fast-1-" + from + "')");
        statement.execute("INSERT INTO orders VALUES (" + (from + 62) + ", 'slow-2-" + from + "')");
        other.execute("INSERT INTO orders VALUES (" + (from + 63) + ", 'fast-2-" + from + "'); COMMIT");
        statement.execute("SAVEPOINT s; INSERT INTO orders VALUES (" + (from + 64) + ", 'slow-3-" + from
                + "'); RELEASE s; COMMIT");
        changes += 5;
        // One log entry for the many rows of a page.
        StringBuilder copied = new StringBuilder();
        for (int i = from + 100; i < from + 200; i++) {
            copied.append(i).append("\tcopied-").append(i).append('\n');
        }
        statement
                .getConnection()
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY orders FROM STDIN", new StringReader(copied.toString()));
        changes += 100;
        statement.execute("UPDATE orders SET id = id + 200, v = 'moved-' || id WHERE id BETWEEN " + (from + 100)
                + " AND " + (from + 109));
        changes += 10;
        statement.execute("DELETE FROM orders WHERE id BETWEEN " + (from + 110) + " AND " + (from + 119));
    }

    private long rows() throws SQLException {
        return Long.parseLong(
                target.query("SELECT count(*) AS n FROM changes").get(0).get("n"));
    }

    private void awaitChanges() {
        await("changes").atMost(WITHIN).until(() -> rows() >= changes);
    }

    private static void awaitNewOffset(ConnectCluster sources) {
        JsonNode before = sources.rest().offsets("crash-source");
        await("the source commits")
                .atMost(WITHIN)
                .until(() -> !sources.rest().offsets("crash-source").equals(before));
    }
}
