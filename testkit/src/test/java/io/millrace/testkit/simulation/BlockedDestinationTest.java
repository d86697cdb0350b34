/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.dlq.FailedRecord;
import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.decode.KeySource;
import io.millrace.sink.decode.TopicSettings;
import io.millrace.sink.lane.FailureOverrides;
import io.millrace.sink.lane.RetrySettings;
import io.millrace.sink.lane.StormSettings;
import io.millrace.sink.lane.StormSettings.Policy;
import io.millrace.sink.pipeline.PipelineFailedException;
import io.millrace.sink.pipeline.PipelineSettings;
import io.millrace.sink.record.Destination;
import io.millrace.sink.spi.Target;
import io.millrace.testkit.memory.MemoryLogTarget;
import io.millrace.testkit.memory.MemoryServer;
import io.millrace.testkit.memory.MemoryServer.Fault;
import io.millrace.testkit.memory.MemoryServer.Keeping;
import io.millrace.testkit.memory.MemoryTarget;
import io.millrace.testkit.records.ChangeTopic;
import io.millrace.testkit.records.ChangeTopic.At;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One table takes nothing, for one reason or another, and three are written by one task. Each table has its own topic. */
class BlockedDestinationTest {
    private static final List<String> TABLES = List.of("orders", "items", "notes");
    private static final Schema ROW = SchemaBuilder.struct()
            .name("Row")
            .field("id", Schema.INT64_SCHEMA)
            .field("quantity", Schema.INT32_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .field(MemoryServer.PARENT, Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Duration DEPENDENCY_BUDGET = Duration.ofMinutes(1);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(5);
    private static final int LANE_PER_PARTITION = 0;
    private static final StormSettings STORMS = new StormSettings(Policy.PAUSE, 20, Duration.ofSeconds(10));

    private final Random random = new Random(1);
    private final ManualTime time = new ManualTime();
    private final SimulatedLetters letters = new SimulatedLetters();
    private final MemoryServer server = new MemoryServer(Keeping.ROWS);
    private final Map<String, ChangeTopic> topics = new TreeMap<>();
    private final Map<String, List<SinkRecord>> logs = new TreeMap<>();
    private int buffer = 1_000_000;
    private SimulatedTask task;

    BlockedDestinationTest() {
        for (String table : TABLES) {
            topics.put(table, new ChangeTopic("shop.public." + table, ROW, List.of("id")));
            logs.put(table, new ArrayList<>());
        }
    }

    private void start(int lanes, boolean pauseOnSystemic, StormSettings storms) throws Exception {
        RetrySettings retries = new RetrySettings(
                Duration.ofMillis(50),
                MAX_BACKOFF,
                Duration.ofSeconds(30),
                DEPENDENCY_BUDGET,
                Optional.empty(),
                pauseOnSystemic,
                storms,
                FailureOverrides.NONE);
        PipelineSettings settings = new PipelineSettings(
                "shop-0",
                new DecodeSettings(ChangeTopic.UNAVAILABLE, true, BlockedDestinationTest::settingsOf),
                retries,
                50,
                100_000,
                buffer,
                Duration.ZERO);
        Target target = lanes == LANE_PER_PARTITION
                ? MemoryLogTarget.refusing(server, 100_000_000L, 10_000)
                : new MemoryTarget(server, lanes, false);
        task = new SimulatedTask(settings, target, letters, time, random);
        for (String table : TABLES) {
            task.open(partition(table), 0);
        }
    }

    private static TopicSettings settingsOf(String topic) {
        Destination destination = new Destination(topic.substring(topic.lastIndexOf('.') + 1));
        return new TopicSettings(destination, KeySource.RECORD_KEY, List.of(), true, true);
    }

    private TopicPartition partition(String table) {
        return new TopicPartition(topics.get(table).topic(), 0);
    }

    private At next(String table) {
        int offset = logs.get(table).size();
        return new At(0, offset, 1_800_000_000_000L + offset);
    }

    private void row(String table, long id, int quantity) {
        row(table, id, quantity, null, null);
    }

    private void row(String table, long id, int quantity, String note, String parent) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", id);
        row.put("quantity", quantity);
        row.put("note", note);
        row.put(MemoryServer.PARENT, parent);
        logs.get(table).add(topics.get(table).upsert(next(table), "c", row));
    }

    private void rows(String table, int from, int to) {
        for (int i = from; i < to; i++) {
            row(table, i, i);
        }
    }

    /** Hands over what may be handed over, and lets everything happen that happens without time. */
    private void work() {
        for (int quiet = 0; quiet < 3; quiet++) {
            for (String table : TABLES) {
                task.poll(partition(table), logs.get(table), 100);
            }
            while (task.runOne(random) || letters.answerOne(random)) {
                quiet = 0;
            }
        }
        task.pollNothing();
    }

    private void pass(Duration duration) {
        long end = time.nanos() + duration.toNanos();
        while (time.nanos() < end) {
            time.advance(Duration.ofMillis(100));
            work();
        }
    }

    private double gauge(String name) {
        return task.metrics().gauges().stream()
                .filter(gauge -> gauge.name().equals(name))
                .mapToDouble(gauge -> gauge.value().getAsDouble())
                .sum();
    }

    private boolean isConsumed(String table) {
        return task.hasConsumed(partition(table), logs.get(table).size());
    }

    private void assertComplete(String... tables) {
        for (String table : tables) {
            assertThat(server.table(table)).as(table).hasSize(logs.get(table).size());
        }
    }

    private void assertAllCommitted() {
        for (String table : TABLES) {
            if (!logs.get(table).isEmpty()) {
                assertThat(task.committable())
                        .containsEntry(partition(table), (long) logs.get(table).size());
            }
        }
    }

    /** It encoded what it had, found nothing that could be sent, and kept all others waiting for its answer. */
    @Test
    void laneThatIsToFindOutWhetherTheTargetIsBack_leavesThatToOthersIfItHasNothingToAsk() throws Exception {
        start(LANE_PER_PARTITION, true, STORMS);
        for (int outage = 0; outage < 10; outage++) {
            server.setAway(true);
            row("orders", outage, outage);
            task.poll(partition("orders"), logs.get("orders"), 100);
            time.advance(Duration.ofMillis(100));
            while (gauge("breaker-open") == 0) {
                assertThat(task.runOne(random) || task.advanceToNextTimer()).isTrue();
            }
            row("items", outage, outage, MemoryServer.POISON, null);
            task.poll(partition("items"), logs.get("items"), 100);
            server.setAway(false);
            pass(MAX_BACKOFF.multipliedBy(2));
            assertThat(gauge("breaker-open")).as("outage %s is over", outage).isZero();
        }
        assertComplete("orders");
        assertAllCommitted();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void missingTable_waitsAlone(int lanes) throws Exception {
        start(lanes, true, STORMS);
        server.setMissing("orders", true);
        TABLES.forEach(table -> rows(table, 0, 300));
        pass(Duration.ofHours(1));

        assertComplete("items", "notes");
        assertThat(task.committable()).containsEntry(partition("orders"), 0L);
        assertThat(gauge("destinations-blocked")).isEqualTo(1);
        server.setMissing("orders", false);
        pass(MAX_BACKOFF.multipliedBy(2));
        assertComplete("orders", "items", "notes");
        assertAllCommitted();
        assertThat(gauge("destinations-blocked")).isZero();
        assertThat(gauge("held-back-bytes")).isZero();
        assertThat(letters.all()).isEmpty();
    }

    @Test
    void missingTable_isProbedWithOneRequestAtATime() throws Exception {
        start(3, true, STORMS);
        server.setMissing("orders", true);
        rows("orders", 0, 300);
        pass(Duration.ofMinutes(1));
        long before = server.requests();
        pass(Duration.ofMinutes(10));
        // The wait is a random time below five seconds.
        assertThat(server.requests() - before).isBetween(120L, 480L);
    }

    @Test
    void missingTable_pausesOnlyWhereItsRecordsComeFrom() throws Exception {
        buffer = 100_000;
        start(1, true, STORMS);
        server.setMissing("orders", true);
        TABLES.forEach(table -> rows(table, 0, 3_000));
        pass(Duration.ofMinutes(1));

        assertThat(isConsumed("orders")).isFalse();
        assertComplete("items", "notes");
        assertThat(gauge("partitions-held-back")).isEqualTo(1);
        assertThat(gauge("in-flight-bytes")).isLessThan(2 * buffer);
        server.setMissing("orders", false);
        pass(Duration.ofMinutes(1));
        assertComplete(TABLES.toArray(String[]::new));
        assertAllCommitted();
        assertThat(gauge("partitions-held-back")).isZero();
    }

    @Test
    void missingTable_isFoundAgainAfterARestart() throws Exception {
        start(1, true, STORMS);
        server.setMissing("orders", true);
        TABLES.forEach(table -> rows(table, 0, 100));
        pass(Duration.ofMinutes(1));
        task.stop();
        start(1, true, STORMS);
        pass(Duration.ofMinutes(1));
        assertThat(gauge("destinations-blocked")).isEqualTo(1);
        assertComplete("items", "notes");
        server.setMissing("orders", false);
        pass(Duration.ofMinutes(1));
        assertComplete(TABLES.toArray(String[]::new));
    }

    @Test
    void lostPartition_takesItsBreakerAlong() throws Exception {
        start(2, true, STORMS);
        server.setMissing("orders", true);
        rows("orders", 0, 10);
        work();
        assertThat(gauge("destinations-blocked")).isEqualTo(1);
        task.close(partition("orders"));
        assertThat(gauge("destinations-blocked")).isZero();
        assertThat(gauge("held-back-bytes")).isZero();
        assertThat(gauge("in-flight-bytes")).isZero();
        task.open(partition("orders"), 0);
        server.setMissing("orders", false);
        work();
        assertComplete("orders");
    }

    @Test
    void missingTable_failsTheTaskByDefaultAndIsNamed() throws Exception {
        start(1, false, STORMS);
        server.setMissing("orders", true);
        rows("items", 0, 10);
        rows("orders", 0, 10);
        assertThatThrownBy(() -> pass(Duration.ofMinutes(1)))
                .isInstanceOf(PipelineFailedException.class)
                .hasMessageContaining("[memory.no-table]")
                .hasMessageContaining("'orders' takes no records")
                .hasMessageContaining("'on.systemic.failure' 'pause'");
        assertThat(letters.all()).isEmpty();
    }

    @Test
    void childOfARowInAMissingTable_doesNotLosePatience() throws Exception {
        start(2, true, STORMS);
        server.setMissing("orders", true);
        row("orders", 7, 1);
        work();
        row("items", 1, 1, null, "{\"id\":7}");
        row("items", 2, 1);
        pass(DEPENDENCY_BUDGET.multipliedBy(3));
        assertThat(server.table("items")).hasSize(1);
        assertThat(letters.all()).isEmpty();
        server.setMissing("orders", false);
        pass(Duration.ofMinutes(1));
        assertComplete("orders", "items");
        assertThat(letters.all()).isEmpty();
    }

    @Test
    void childOfNobody_losesPatience() throws Exception {
        start(1, true, STORMS);
        row("items", 1, 1, null, "{\"id\":7}");
        pass(DEPENDENCY_BUDGET.multipliedBy(2));
        assertThat(letters.all()).hasSize(1);
    }

    @Test
    void outage_doesNotUseUpThePatienceOfChildren() throws Exception {
        start(1, true, STORMS);
        row("items", 1, 1, null, "{\"id\":7}");
        work();
        server.setAway(true);
        row("notes", 1, 1);
        pass(DEPENDENCY_BUDGET.multipliedBy(3));
        server.setAway(false);
        pass(Duration.ofSeconds(20));
        row("orders", 7, 1);
        pass(Duration.ofSeconds(20));
        assertComplete("orders", "items", "notes");
        assertThat(letters.all()).isEmpty();
    }

    @Test
    void truncateOfAMissingTable_waitsForIt() throws Exception {
        start(3, true, STORMS);
        rows("orders", 0, 30);
        work();
        server.setMissing("orders", true);
        rows("orders", 30, 60);
        work();
        logs.get("orders").add(topics.get("orders").truncate(next("orders")));
        rows("orders", 100, 110);
        pass(Duration.ofMinutes(1));
        server.setMissing("orders", false);
        pass(Duration.ofMinutes(1));
        assertThat(server.table("orders").keySet())
                .as("what came after the truncate")
                .hasSize(10)
                .contains("{\"id\":100}");
        assertAllCommitted();
        assertThat(letters.all()).isEmpty();
    }

    @Test
    void errorThatNobodyKnows_blocksItsTableWhenNoRecordOfItIsToBlame() throws Exception {
        start(1, true, STORMS);
        rows("orders", 0, 3);
        for (int i = 0; i < 30; i++) {
            server.failNext(Fault.STRANGE);
        }
        pass(Duration.ofMinutes(2));
        assertThat(gauge("destinations-blocked-total")).isEqualTo(1);
        pass(Duration.ofMinutes(5));
        assertComplete("orders");
        assertThat(letters.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void storm_endsInABlockedTableAndNotInLetters(int lanes) throws Exception {
        start(lanes, false, STORMS);
        server.setRefusing("orders", true);
        for (int i = 0; i < 60; i++) {
            row("orders", i, 1);
            row("items", i, 1);
            pass(Duration.ofSeconds(1));
        }
        assertThat(letters.all()).hasSize(STORMS.minRecords() - 1);
        assertThat(gauge("destinations-blocked")).isEqualTo(1);
        assertThat(gauge("storms-total")).isEqualTo(1);
        assertComplete("items");

        server.setRefusing("orders", false);
        pass(MAX_BACKOFF.multipliedBy(2));
        assertThat(letters.all()).hasSize(STORMS.minRecords() - 1);
        assertThat(server.table("orders")).hasSize(60 - STORMS.minRecords() + 1);
        assertAllCommitted();
    }

    @Test
    void storm_isOverWhenOneRecordIsTaken_andTheOthersGetTheirLetters() throws Exception {
        start(1, false, STORMS);
        server.setRefusing("orders", true);
        for (int i = 0; i < 25; i++) {
            row("orders", i, 1);
            pass(Duration.ofSeconds(1));
        }
        assertThat(gauge("destinations-blocked")).isEqualTo(1);
        int before = letters.all().size();
        row("orders", 50, 1, MemoryServer.POISON, null);
        server.setRefusing("orders", false);
        pass(Duration.ofMinutes(1));
        assertThat(letters.all()).hasSize(before + 1);
        assertThat(letters.has(partition("orders"), 25)).isTrue();
        assertThat(gauge("destinations-blocked")).isZero();
        assertAllCommitted();
    }

    @Test
    void refusalsWithASuccessInBetween_areNoStorm() throws Exception {
        start(1, false, STORMS);
        for (int i = 0; i < 200; i++) {
            row("orders", i, 1, i % 15 == 0 ? null : MemoryServer.POISON, null);
            pass(Duration.ofSeconds(1));
        }
        assertThat(gauge("storms-total")).isZero();
        assertThat(letters.all()).hasSize(200 - 14);
    }

    @Test
    void manyRefusalsAtOnce_areNoStormYet() throws Exception {
        start(1, false, STORMS);
        server.setRefusing("orders", true);
        rows("orders", 0, 100);
        work();
        assertThat(letters.all()).hasSize(100);
        assertThat(gauge("storms-total")).isZero();
    }

    @Test
    void stormWithPolicyFail_failsTheTaskAndNamesTheTable() throws Exception {
        start(1, false, new StormSettings(Policy.FAIL, 20, Duration.ofSeconds(10)));
        server.setRefusing("orders", true);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 60; i++) {
                        row("orders", i, 1);
                        pass(Duration.ofSeconds(1));
                    }
                })
                .isInstanceOf(PipelineFailedException.class)
                .hasMessageContaining("[memory.poison]")
                .hasMessageContaining("'orders'")
                .hasMessageContaining("the last 20 records");
        assertThat(letters.all()).hasSize(19);
    }

    @Test
    void stormWithPolicyOff_isAllLetters() throws Exception {
        start(1, false, StormSettings.NONE);
        server.setRefusing("orders", true);
        for (int i = 0; i < 60; i++) {
            row("orders", i, 1);
            pass(Duration.ofSeconds(1));
        }
        assertThat(letters.all()).hasSize(60);
    }

    @Test
    void lastStateOfARow_winsAfterTheWait() throws Exception {
        start(2, true, STORMS);
        server.setMissing("orders", true);
        for (int i = 0; i < 200; i++) {
            row("orders", i % 7, i);
            pass(Duration.ofMillis(100));
        }
        server.setMissing("orders", false);
        pass(Duration.ofMinutes(1));
        for (int key = 0; key < 7; key++) {
            int last = 199 - Math.floorMod(199 - key, 7);
            assertThat(server.table("orders")
                            .get("{\"id\":" + key + "}")
                            .get("quantity")
                            .asInt())
                    .isEqualTo(last);
        }
    }

    @Test
    void blockedTable_showsWithItsCodeWhileItIsBlocked() throws Exception {
        start(1, true, STORMS);
        server.setMissing("orders", true);
        rows("orders", 0, 5);
        long since = time.millis();
        work();
        Map<String, Double> shown = shown();
        assertThat(shown).containsEntry("blocked-since-ms", (double) since).containsEntry("held-back-records", 5.0);
        pass(Duration.ofMinutes(1));
        assertThat(shown().get("failed-probes-total")).isGreaterThan(3);
        server.setMissing("orders", false);
        pass(Duration.ofMinutes(1));
        assertThat(task.metrics().blocked().shown()).isEmpty();
    }

    private Map<String, Double> shown() {
        Map<String, Double> values = new HashMap<>();
        var groups = task.metrics().blocked().shown();
        assertThat(groups).containsOnlyKeys(Map.of("destination", "orders", "code", "memory.no-table"));
        groups.values()
                .forEach(gauges -> gauges.forEach(
                        gauge -> values.put(gauge.name(), gauge.value().getAsDouble())));
        return values;
    }

    @Test
    void stateChangesOnce_whateverTheLanesFind() throws Exception {
        start(4, true, STORMS);
        TABLES.forEach(table -> rows(table, 0, 100));
        work();
        server.setMissing("orders", true);
        TABLES.forEach(table -> rows(table, 100, 200));
        pass(Duration.ofMinutes(5));
        server.setMissing("orders", false);
        pass(Duration.ofMinutes(1));
        assertThat(gauge("destinations-blocked-total"))
                .as("and so the line in the log")
                .isEqualTo(1);
        assertComplete(TABLES.toArray(String[]::new));
    }

    @Test
    void letters_areOfTheirRecords() throws Exception {
        start(1, true, STORMS);
        server.setMissing("orders", true);
        rows("orders", 0, 5);
        row("orders", 5, 1, MemoryServer.POISON, null);
        pass(Duration.ofMinutes(5));
        assertThat(letters.all()).isEmpty();
        server.setMissing("orders", false);
        pass(Duration.ofMinutes(1));
        assertThat(letters.all()).extracting(FailedRecord::destination).containsExactly("orders");
        assertAllCommitted();
    }
}
