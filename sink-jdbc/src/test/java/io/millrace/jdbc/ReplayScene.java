/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.AuditEntry;
import io.millrace.dlq.control.AuditEvent;
import io.millrace.dlq.control.Edit;
import io.millrace.dlq.control.LedgerCodec;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.dlq.control.Selection;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.sink.metrics.JmxBinding;
import io.millrace.testkit.letters.LetterOperator;
import io.millrace.testkit.server.ConnectCluster;
import io.millrace.testkit.server.KafkaBroker;
import io.millrace.testkit.server.KafkaTopics;
import io.millrace.testkit.server.ServerFailure;
import io.millrace.testkit.server.TestServers;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.remote.JMXConnector;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A table that takes no amount from 1000 on, a topic of JSON that it is filled from in raw mode by a connector that keeps
 * order, and what the table must be. One test each; confined to the test's thread.
 */
final class ReplayScene implements AutoCloseable {
    static final Duration WITHIN = Duration.ofSeconds(90);
    static final int BAD = 5_000;
    private static final int PARTITIONS = 3;
    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    final Database database = new Database();
    final KafkaTopics topics = TestServers.kafka().topics();
    final String topic = topics.createUnique("payments", PARTITIONS);
    final String connector = topic + "-sink";
    final String letters = "dlq." + topic;
    private final ConnectCluster cluster;
    private final KafkaBroker lettersBroker;
    private final LetterOperator operator;
    /** Amount by id; what is poisoned is in, as if it had been written. */
    private final Map<Integer, Integer> model = new TreeMap<>();

    private int tasks;
    private boolean ledgerInTarget;
    private final List<ProducerRecord<byte[], byte[]>> pending = new ArrayList<>();

    /** @param lettersBroker where letters go */
    ReplayScene(ConnectCluster cluster, KafkaBroker lettersBroker) throws SQLException {
        this.cluster = cluster;
        this.lettersBroker = lettersBroker;
        this.operator = new LetterOperator(lettersBroker, connector, letters);
        database.execute(
                "CREATE TABLE payments (id bigint PRIMARY KEY, amount int CONSTRAINT small CHECK (amount < 1000))");
    }

    /** Starts the connector; settings are given as name and value. */
    void start(int tasks, Map<String, String> database, String... settings) {
        this.tasks = tasks;
        Map<String, String> config = new HashMap<>(database);
        config.remove("name");
        config.put("connector.class", JdbcSinkConnector.class.getName());
        config.put("tasks.max", Integer.toString(tasks));
        config.put("topics", topic);
        config.put("table.name.format", "payments");
        config.put("decode.format", "json");
        for (String converter : List.of("key.converter", "value.converter", "header.converter")) {
            config.put(converter, BYTES);
        }
        config.put("dlq.destinations", "topic");
        config.put("dlq.topic.name", letters);
        config.put("dlq.kafka.bootstrap.servers", lettersBroker.bootstrapServers());
        config.put("dlq.order", "supersede");
        config.put("consumer.override.session.timeout.ms", "6000");
        config.put("consumer.override.heartbeat.interval.ms", "1500");
        for (int i = 0; i < settings.length; i += 2) {
            config.put(settings[i], settings[i + 1]);
        }
        config.values().removeIf(String::isEmpty);
        ledgerInTarget = "target".equals(config.get("dlq.ledger"));
        cluster.rest().put(connector, config);
        cluster.rest().awaitRunning(connector, tasks, WITHIN);
    }

    /** One more state of a row, sent with the next {@link #send}; {@code null} for its end. */
    void row(int id, Integer amount) {
        byte[] value = amount == null ? null : ("{\"id\":" + id + ",\"amount\":" + amount + "}").getBytes(UTF_8);
        pending.add(new ProducerRecord<>(topic, id % PARTITIONS, ("{\"id\":" + id + "}").getBytes(UTF_8), value));
        if (amount == null) {
            model.remove(id);
        } else {
            model.put(id, amount);
        }
    }

    void send() {
        topics.produce(List.copyOf(pending));
        pending.clear();
    }

    /** What the cause of the letters was is no more. */
    void fix() throws SQLException {
        database.execute("ALTER TABLE payments DROP CONSTRAINT small");
    }

    /** Tells the connector to replay, as the program does it. */
    void replay(String plan, ReplayOptions options) {
        operator.replay(plan, options, "the constraint is gone");
    }

    /** Tells the connector to apply all of the keys that have letters, as the program does it. */
    void release(String plan, ReplayOptions options) {
        operator.command(plan, Action.RELEASE, Selection.ALL, options, List.of(), "the constraint is gone");
    }

    /** Tells the connector what to do with letters, as the program does it. */
    void tell(String plan, Action action, Selection selection, List<Edit> edits) {
        operator.command(plan, action, selection, ReplayOptions.NONE, edits, "the constraint is gone");
    }

    /** Ends the only task and starts another one. */
    void restart() {
        cluster.rest().stop(connector);
        await("end of the task").atMost(WITHIN).until(() -> metric("owed-records") < 0);
        cluster.rest().resume(connector);
        cluster.rest().awaitRunning(connector, 1, WITHIN);
    }

    /** Letters whose records are still to be applied, as the connector's tasks tell; -1 if they do not. */
    double openLetters() {
        return metric("open-letters");
    }

    /** Sum of what the connector's tasks tell; -1 if they do not, since they are just starting. */
    double metric(String name) {
        try (JMXConnector jmx = cluster.workers().get(0).openJmx()) {
            double sum = 0;
            for (int task = 0; task < tasks; task++) {
                sum += ((Number) jmx.getMBeanServerConnection()
                                .getAttribute(JmxBinding.objectName(connector, task), name))
                        .doubleValue();
            }
            return sum;
        } catch (IOException | JMException e) {
            return -1;
        }
    }

    /** What the ledger says of each letter, by id. */
    Map<String, LetterEntry> ledger() {
        return ledgerInTarget ? ledgerInTarget() : operator.ledger();
    }

    private Map<String, LetterEntry> ledgerInTarget() {
        Map<String, LetterEntry> known = new LinkedHashMap<>();
        try {
            // Nothing before the connector has created it.
            String there = "SELECT 1 FROM pg_class WHERE relname = 'millrace_letters_ledger'";
            String letters = "SELECT key, entry FROM millrace_letters_ledger WHERE key LIKE 'L:%'";
            for (Map<String, String> row :
                    database.query(there).isEmpty() ? List.<Map<String, String>>of() : database.query(letters)) {
                LetterEntry letter = (LetterEntry)
                        LedgerCodec.decode(row.get("key"), row.get("entry").getBytes(UTF_8));
                known.put(letter.id().value(), letter);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return known;
    }

    long with(LetterStatus status) {
        return ledger().values().stream()
                .filter(letter -> letter.status() == status)
                .count();
    }

    /** The only letter that is open. */
    LetterEntry onlyLetter() {
        List<LetterEntry> open = ledger().values().stream()
                .filter(letter -> letter.status().isOpen())
                .toList();
        assertThat(open).hasSize(1);
        return open.get(0);
    }

    void awaitLetters(LetterStatus status, long count) {
        try {
            await(count + " letters that are " + status).atMost(WITHIN).untilAsserted(() -> assertThat(with(status))
                    .isEqualTo(count));
        } catch (ConditionTimeoutException others) {
            throw new AssertionError(others.getMessage() + cluster.describe(connector), others);
        }
    }

    /** The letters on their topic, those of one partition in order. */
    List<DeadLetter> letters() {
        return operator.letters();
    }

    /** All that was done, in order. */
    List<AuditEntry> audit() {
        return operator.audit();
    }

    void awaitDone(String plan, int tasks) {
        // The tasks make the topic when they have something to tell.
        await("plan " + plan)
                .atMost(WITHIN)
                .ignoreException(ServerFailure.class)
                .until(() -> audit().stream()
                                .filter(entry -> entry.plan().equals(plan) && entry.event() == AuditEvent.DONE)
                                .map(AuditEntry::task)
                                .distinct()
                                .count()
                        == tasks);
    }

    Map<Integer, Integer> model() {
        return model;
    }

    /** Has the table tell every state that a row gets from now on. */
    void keepHistory() throws SQLException {
        database.execute(
                "CREATE TABLE history (n serial, id bigint, amount int)",
                "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " IF TG_OP = 'DELETE' THEN INSERT INTO history (id) VALUES (OLD.id);"
                        + " ELSE INSERT INTO history (id, amount) VALUES (NEW.id, NEW.amount); END IF;"
                        + " RETURN NULL; END $$",
                "CREATE TRIGGER keep AFTER INSERT OR UPDATE OR DELETE ON payments"
                        + " FOR EACH ROW EXECUTE FUNCTION keep()");
    }

    /** The amounts that a row has had, in order; "gone" where it was deleted. */
    List<String> history(int id) throws SQLException {
        return database
                .query("SELECT coalesce(amount::text, 'gone') AS amount FROM history WHERE id = " + id + " ORDER BY n")
                .stream()
                .map(row -> row.get("amount"))
                .toList();
    }

    /** The table, amount by id. */
    Map<Integer, Integer> table() throws SQLException {
        Map<Integer, Integer> rows = new TreeMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT id, amount FROM payments")) {
            while (result.next()) {
                rows.put(result.getInt(1), result.getInt(2));
            }
        }
        return rows;
    }

    /** Everything that was sent has been written or has its letter, and Kafka knows it. */
    void awaitCommitted() {
        Map<TopicPartition, Long> ends = topics.nextOffsets(topic);
        await("offsets of " + connector).atMost(WITHIN).until(() -> topics.committed("connect-" + connector)
                .equals(ends));
    }

    /** Whether all that was sent has been written or has its letter. */
    boolean isCommitted() {
        return topics.nextOffsets(topic).equals(topics.committed("connect-" + connector));
    }

    /** Every row that is there was a letter, and is not open any more; by one look at both. */
    void assertRowsAreTheLettersThatAreApplied() throws SQLException {
        Map<String, String> counts = database.query(
                        "SELECT (SELECT count(*) FROM payments) AS rows, (SELECT count(*) FROM"
                                + " millrace_letters_ledger WHERE key LIKE 'L:%' AND entry->>'status' IN ('APPLIED', 'REPLAYED')) AS"
                                + " letters")
                .get(0);
        assertThat(counts.get("letters")).as("letters that were applied").isEqualTo(counts.get("rows"));
    }

    void assertTableIsModel() throws SQLException {
        assertThat(table()).isEqualTo(model);
    }

    /** What the ledger says was replayed is in the audit, with the plan, who asked for it and why; and nothing failed. */
    void assertAudit(String plan) {
        List<AuditEntry> entries = audit();
        Set<String> told = entries.stream()
                .filter(entry -> entry.event() == AuditEvent.REPLAYED && entry.letter() != null)
                .map(entry -> entry.letter().value())
                .collect(Collectors.toCollection(HashSet::new));
        Map<String, LetterEntry> known = ledger();
        Set<String> replayed = known.values().stream()
                .filter(letter -> letter.status() == LetterStatus.REPLAYED)
                .map(letter -> letter.id().value())
                .collect(Collectors.toCollection(HashSet::new));
        // Not by the assertion's own way of comparing, which looks at all for each.
        replayed.removeAll(told);
        assertThat(replayed).as("replayed, and not in the audit").isEmpty();
        told.removeAll(known.keySet());
        assertThat(told).as("in the audit, and not in the ledger").isEmpty();
        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.plan()).isEqualTo(plan);
            assertThat(entry.by()).isEqualTo("ada");
            assertThat(entry.reason()).isEqualTo("the constraint is gone");
            assertThat(entry.event()).isNotEqualTo(AuditEvent.FAILED);
        });
    }

    @Override
    public void close() {
        if (tasks > 0) {
            cluster.rest().delete(connector);
        }
        topics.close();
        operator.close();
    }
}
