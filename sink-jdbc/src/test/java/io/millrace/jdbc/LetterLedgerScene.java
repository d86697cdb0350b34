/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.awaitility.Awaitility.await;

import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.AuditEvent;
import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.dlq.control.Selection;
import io.millrace.dlq.letter.LetterWriter;
import io.millrace.sink.connect.SinkConfig;
import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.decode.KeySource;
import io.millrace.sink.decode.TopicSettings;
import io.millrace.sink.lane.FailureOverrides;
import io.millrace.sink.lane.RetrySettings;
import io.millrace.sink.order.OrderPolicies;
import io.millrace.sink.order.OrderSettings;
import io.millrace.sink.pipeline.Ordering;
import io.millrace.sink.pipeline.PipelineSettings;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.Folding;
import io.millrace.sink.spi.Target;
import io.millrace.testkit.proxy.FaultProxy;
import io.millrace.testkit.records.ChangeTopic;
import io.millrace.testkit.records.ChangeTopic.At;
import io.millrace.testkit.server.TestServers;
import io.millrace.testkit.simulation.ManualTime;
import io.millrace.testkit.simulation.SimulatedLetters;
import io.millrace.testkit.simulation.SimulatedReplay;
import io.millrace.testkit.simulation.SimulatedTask;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Amounts by id in a real database, which takes none of {@value #BAD} or more, and tasks that keep the ledger of their dead
 * letters there, turn by turn on the test's thread.
 */
final class LetterLedgerScene implements AutoCloseable {
    static final TopicPartition PARTITION = new TopicPartition("amounts", 0);
    static final int BAD = 1_000;
    static final Duration WITHIN = Duration.ofSeconds(30);

    private static final Schema ROW = SchemaBuilder.struct()
            .name("amounts.Value")
            .field("id", Schema.INT64_SCHEMA)
            .field("amount", Schema.INT32_SCHEMA)
            .build();

    final Database database = new Database();
    final FaultProxy proxy =
            FaultProxy.before("127.0.0.1", TestServers.postgres().port());
    final SimulatedLetters letters = new SimulatedLetters();
    final SimulatedReplay replay;

    private final ChangeTopic topic = new ChangeTopic("amounts", ROW, List.of("id"));
    private final LetterWriter letterWriter = new LetterWriter("jdbc-test", 0, "test");
    private final List<SinkRecord> log = new ArrayList<>();
    private final ManualTime time = new ManualTime();
    private final Random random = new Random(0);
    private final List<SimulatedTask> tasks = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();

    LetterLedgerScene() throws SQLException {
        database.execute("CREATE TABLE amounts (id bigint PRIMARY KEY, amount integer CONSTRAINT small CHECK (amount < "
                + BAD + "))");
        replay = new SimulatedReplay(
                () -> letters.all().stream().map(letterWriter::write).toList(),
                letter -> log.get(Math.toIntExact(letter.coordinates().offset())));
    }

    /** A task that has been given the partition. */
    SimulatedTask task(long committed, String... more) throws Exception {
        Map<String, String> config = new HashMap<>(Map.of(
                "dlq.destinations", "topic",
                "dlq.topic.name", "letters",
                "dlq.kafka.bootstrap.servers", "localhost:9092",
                "dlq.order", "supersede",
                "dlq.ledger", "target",
                "lanes", "2"));
        config.putAll(database.configThrough(proxy.port(), more));
        JdbcPlugin plugin = new JdbcPlugin();
        Target target = plugin.target(new SinkConfig(plugin).parse(config), "amounts-" + tasks.size());
        Destination table = new Destination("amounts", "", Folding.NET_EFFECT);
        SimulatedTask task = new SimulatedTask(
                new PipelineSettings(
                        "amounts",
                        new DecodeSettings(
                                ChangeTopic.UNAVAILABLE,
                                false,
                                name -> new TopicSettings(table, KeySource.RECORD_KEY, List.of(), true, false)),
                        new RetrySettings(
                                Duration.ofMillis(50),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(30),
                                Duration.ofDays(1),
                                Optional.empty(),
                                false,
                                FailureOverrides.NONE),
                        500,
                        1 << 20,
                        1 << 20,
                        Duration.ofSeconds(1)),
                target,
                letters,
                new Ordering(
                        new OrderSettings(
                                "jdbc-test",
                                tasks.size(),
                                new OrderPolicies(OrderPolicy.SUPERSEDE, Map.of()),
                                100,
                                100,
                                false),
                        target.letterLedger().orElseThrow(),
                        replay.connect()),
                time,
                random);
        tasks.add(task);
        targets.add(target);
        task.open(PARTITION, committed);
        return task;
    }

    /** The source writes a row. */
    void row(long id, int amount) {
        log.add(topic.upsert(new At(0, log.size(), 1_800_000_000_000L), "u", Map.of("id", id, "amount", amount)));
    }

    /** Everything is to be applied. */
    void replayAll(String plan) {
        replay.command(new Command(
                plan,
                "jdbc-test",
                Action.REPLAY,
                Selection.ALL,
                ReplayOptions.NONE,
                List.of(),
                "ada",
                "the constraint is gone",
                time.millis()));
    }

    void fix() throws SQLException {
        database.execute("ALTER TABLE amounts DROP CONSTRAINT small");
    }

    /** The worker calls a task, and lanes do what is ready. */
    void turn(SimulatedTask task) {
        poll(task);
        while (task.runOne(random)) {
            // One turn after the other.
        }
    }

    private void poll(SimulatedTask task) {
        task.advanceToNextTimer();
        time.advance(Duration.ofMillis(20));
        task.poll(PARTITION, log, 100);
    }

    /** Everything goes on until something holds. */
    void until(String what, SimulatedTask task, Callable<Boolean> condition) {
        await(what)
                .atMost(WITHIN)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(2))
                .until(() -> {
                    turn(task);
                    letters.answerOne(random);
                    replay.answerOne(random);
                    return condition.call();
                });
    }

    /** Everything is safe. */
    void untilClear(SimulatedTask task) {
        until("everything safe", task, () -> task.isClear() && task.hasConsumed(PARTITION, log.size()));
    }

    /**
     * A task works until something holds at the database, and then no more: whoever asked lanes to write was not told, and
     * nobody has heard of anything in the audit.
     */
    void dieOnce(String what, SimulatedTask task, Callable<Boolean> condition) {
        await(what)
                .atMost(WITHIN)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(2))
                .until(() -> {
                    poll(task);
                    letters.answerOne(random);
                    boolean holds = condition.call();
                    while (!holds && task.runOne(random)) {
                        holds = condition.call();
                    }
                    return holds;
                });
    }

    /** The amount of a row, and {@code null} if there is none. */
    @Nullable
    Integer amount(long id) throws SQLException {
        List<Map<String, String>> rows = database.query("SELECT amount FROM amounts WHERE id = " + id);
        return rows.isEmpty() ? null : Integer.valueOf(rows.get(0).get("amount"));
    }

    /** What has become of the letter of the record at an offset, or {@code null}. */
    @Nullable
    String status(long offset) throws SQLException {
        List<Map<String, String>> rows = database.query(
                "SELECT entry->>'status' AS status FROM millrace_letters_ledger WHERE key LIKE 'L:%' AND (entry->>'offset')::bigint = "
                        + offset);
        return rows.isEmpty() ? null : rows.get(0).get("status");
    }

    /** How many letters were told in the audit as applied. */
    long told() {
        return replay.audit().stream()
                .filter(entry -> entry.event() == AuditEvent.REPLAYED && entry.letter() != null)
                .count();
    }

    @Override
    public void close() {
        proxy.pass();
        tasks.forEach(SimulatedTask::stop);
        targets.forEach(Target::close);
        proxy.close();
    }
}
