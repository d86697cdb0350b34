/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sink.metrics.SinkMetrics.Result;
import io.millrace.sink.pipeline.PipelineFailedException;
import io.millrace.testkit.proxy.FaultProxy;
import io.millrace.testkit.server.TestServers;
import io.millrace.testkit.simulation.ManualTime;
import io.millrace.testkit.simulation.SimulatedLetters;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What exactly-once delivery does in each of the cases that its page names. */
class ExactlyOnceIT {
    private final Database database = new Database();
    private final FaultProxy proxy =
            FaultProxy.before("127.0.0.1", TestServers.postgres().port());
    private final ManualTime time = new ManualTime();
    private final SimulatedLetters letters = new SimulatedLetters();
    private final List<NumbersTask> tasks = new ArrayList<>();

    @BeforeEach
    void createTable() throws SQLException {
        database.execute("CREATE TABLE numbers (n bigint CHECK (n <> 666))");
    }

    @AfterEach
    void stopTasks() {
        proxy.pass();
        tasks.forEach(task -> task.task().stop());
        proxy.close();
    }

    private NumbersTask task(String... more) {
        Map<String, String> config =
                database.configThrough(proxy.port(), "delivery", "exactly_once", "insert.mode", "insert", "lanes", "2");
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        NumbersTask task = new NumbersTask(config, time, letters);
        tasks.add(task);
        return task;
    }

    private void assertEachOnce(int count) throws SQLException {
        assertThat(database.query("SELECT n FROM numbers ORDER BY n"))
                .extracting(row -> Integer.parseInt(row.get("n")))
                .containsExactlyElementsOf(
                        java.util.stream.IntStream.range(0, count).boxed().toList());
    }

    @Test
    void crashedTask_successorSkipsWhatWasWrittenWhateverKafkaSays() throws Exception {
        task().open(0).finish(NumbersTask.log(100));

        NumbersTask successor = task("lanes", "3").open(0).finish(NumbersTask.log(150));

        assertEachOnce(150);
        assertThat(successor.task().metrics().receivedTotal())
                .as("records that were read again")
                .isEqualTo(50);
    }

    @Test
    void offsetThatIsAheadInKafka_isNotBelieved() throws Exception {
        task().open(0).finish(NumbersTask.log(100));

        task().open(120).finish(NumbersTask.log(150));

        assertEachOnce(150);
    }

    @Test
    void firstActivation_goesOnFromKafkasOffset() throws Exception {
        database.execute("INSERT INTO numbers SELECT generate_series(0, 39)");

        task().open(40).finish(NumbersTask.log(100));

        assertEachOnce(100);
    }

    @Test
    void formerOwner_writesNothingAndSendsNoLetters() throws Exception {
        database.execute("ALTER TABLE numbers ADD PRIMARY KEY (n)");
        List<SinkRecord> log = NumbersTask.log(100);
        NumbersTask zombie = task().open(0).take(log);
        task("lanes", "1").open(0).finish(log);

        zombie.work().task().pollNothing();
        zombie.work();

        assertEachOnce(100);
        assertThat(letters.isIdle()).isTrue();
        assertThat(letters.all()).isEmpty();
        assertThat(zombie.task().committable()).isEmpty();
        assertThat(zombie.task().metrics().revokedTotal()).isEqualTo(100);
        // The worker learns that the partition is gone, and later it may even come back.
        zombie.task().close(NumbersTask.PARTITION);
        zombie.open(0).finish(NumbersTask.log(120));
        assertEachOnce(120);
    }

    @Test
    void partitionThatStaysAssignedThoughOthersWriteIt_failsTheTask() throws Exception {
        List<SinkRecord> log = NumbersTask.log(10);
        NumbersTask loser = task().open(0).take(log);
        task().open(0).finish(log);
        loser.work().task().pollNothing();

        time.advance(Duration.ofSeconds(91));

        assertThatThrownBy(() -> loser.task().pollNothing())
                .isInstanceOf(PipelineFailedException.class)
                .hasMessageContaining("numbers-0")
                .hasMessageContaining("same name");
    }

    @Test
    void lostAnswerToACommit_nothingIsWrittenTwice() throws Exception {
        List<SinkRecord> log = NumbersTask.log(1);
        for (int offset = 0; offset < 30; offset++) {
            NumbersTask task = task("lanes", "1").open(0).finish(log);
            log = NumbersTask.log(log.size() + 1);
            task.take(log);
            // The reply to one of the statements or to the commit: the task cannot know how far it came.
            proxy.resetAfter(offset * 12);
            task.work();
            proxy.pass();
            task.finish(log);
            assertEachOnce(log.size());
        }
    }

    @Test
    void databaseThatHasForgotten_getsWhatIsMissing() throws Exception {
        NumbersTask task = task().open(0).finish(NumbersTask.log(50));
        database.execute("CREATE TABLE backup AS SELECT * FROM millrace_ledger");
        task.finish(NumbersTask.log(100));

        // As a replica would be that had not heard of the second half.
        database.execute(
                "DELETE FROM numbers WHERE n >= 50",
                "TRUNCATE millrace_ledger",
                "INSERT INTO millrace_ledger SELECT * FROM backup");
        task.finish(NumbersTask.log(150));

        assertEachOnce(150);
    }

    @Test
    void rowsDeletedByHand_failTheTask() throws Exception {
        NumbersTask task = task().open(0).finish(NumbersTask.log(50));
        database.execute("DELETE FROM millrace_ledger");

        assertThatThrownBy(() -> task.finish(NumbersTask.log(60)))
                .isInstanceOf(PipelineFailedException.class)
                .hasMessageContaining("jdbc.ledger-rows-gone")
                .hasMessageContaining("millrace_ledger");
        assertEachOnce(50);
    }

    @Test
    void topicMadeAnew_failsTheTask() throws Exception {
        task().open(0).finish(NumbersTask.log(50));

        NumbersTask successor = task();
        successor.open(0);
        successor.task().restartFrom(NumbersTask.PARTITION, 0);

        assertThatThrownBy(() -> successor.take(NumbersTask.log(10)))
                .isInstanceOf(PipelineFailedException.class)
                .hasMessageContaining("numbers-0@0")
                .hasMessageContaining("below 50")
                .hasMessageContaining("DELETE /connectors");
    }

    @Test
    void databaseThatIsDownAtTheStart_isWaitedFor() throws Exception {
        proxy.refuse();
        NumbersTask task = task().open(0);
        task.take(NumbersTask.log(20)).work();
        assertThat(task.task().committable()).isEmpty();

        proxy.pass();
        task.finish(NumbersTask.log(20));

        assertEachOnce(20);
    }

    @Test
    void missingTableThatMayNotBeCreated_failsTheTaskAndTellsItsDdl() {
        assertThatThrownBy(() -> task("ledger.table.create", "false", "ledger.table", "Public.Ledger")
                        .open(0))
                .isInstanceOf(PipelineFailedException.class)
                .hasMessageContaining("jdbc.no-ledger-table")
                .hasMessageContaining("CREATE TABLE IF NOT EXISTS \"Public\".\"Ledger\"");
    }

    @Test
    void deadLetters_doNotComeAgainAfterACrash() throws Exception {
        List<SinkRecord> log = NumbersTask.log(667);
        NumbersTask task = task().open(0).finish(log);
        assertThat(letters.all()).hasSize(1);
        // The last record wrote no row, so the position moves without a batch.
        task.task().committable();

        NumbersTask successor = task().open(0).finish(log);

        assertThat(successor.task().metrics().receivedTotal()).isZero();
        assertThat(letters.all()).hasSize(1);
        assertEachOnce(666);
    }

    @Test
    void upserts_areWrittenOnceToo() throws Exception {
        database.execute("ALTER TABLE numbers ADD PRIMARY KEY (n)");
        task("insert.mode", "upsert").open(0).finish(NumbersTask.log(100));

        NumbersTask successor =
                task("insert.mode", "upsert", "lanes", "4").open(0).finish(NumbersTask.log(200));

        assertThat(successor.task().metrics().total(Result.APPLIED)).isEqualTo(100);
        assertEachOnce(200);
    }

    @Test
    void alteredOffsets_areWhereTheNextTaskGoesOn() throws Exception {
        task().open(0).finish(NumbersTask.log(100));
        Map<String, String> config = database.config("delivery", "exactly_once", "insert.mode", "insert");
        JdbcSinkConnector connector = new JdbcSinkConnector();
        Map<TopicPartition, Long> offsets = new HashMap<>();

        offsets.put(NumbersTask.PARTITION, 90L);
        assertThat(connector.alterOffsets(config, offsets)).isTrue();
        task().open(90).finish(NumbersTask.log(100));
        assertThat(database.query("SELECT n FROM numbers")).hasSize(110);

        // A reset: Kafka's consumer chooses.
        offsets.put(NumbersTask.PARTITION, null);
        assertThat(connector.alterOffsets(config, offsets)).isTrue();
        task().open(0).finish(NumbersTask.log(100));
        assertThat(database.query("SELECT n FROM numbers")).hasSize(210);
    }

    /** A task that died before its first commit: of a reset, Connect names the partitions that Kafka has offsets of. */
    @Test
    void resetOfWhatKafkaHasNoOffsetsOf_beginsEverythingAnew() throws Exception {
        task().open(0).finish(NumbersTask.log(100));
        Map<String, String> config = database.config("delivery", "exactly_once", "insert.mode", "insert");

        assertThat(new JdbcSinkConnector().alterOffsets(config, Map.of())).isTrue();

        task("lanes", "3").open(0).finish(NumbersTask.log(120));
        assertThat(database.query("SELECT n FROM numbers")).hasSize(220);
    }

    @Test
    void alteredOffsetsThatCannotBeStored_areRefused() {
        Map<String, String> config = database.configThrough(proxy.port(), "delivery", "exactly_once");
        proxy.refuse();

        assertThatThrownBy(() ->
                        new JdbcSinkConnector().alterOffsets(config, new HashMap<>(Map.of(NumbersTask.PARTITION, 5L))))
                .isInstanceOf(org.apache.kafka.connect.errors.ConnectException.class)
                .hasMessageContaining("offsets were not altered");
    }

    @Test
    void atLeastOnce_makesNoTable() throws Exception {
        task("delivery", "at_least_once").open(0).finish(NumbersTask.log(10));

        assertThat(database.query("SELECT 1 FROM pg_class WHERE relname = 'millrace_ledger'"))
                .isEmpty();
    }
}
