/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.FailureClass;
import io.millrace.dlq.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/**
 * What every target must do, whatever it is. A target's module has one subclass, which says what the target is called and
 * what it can do; where a target cannot do something, the contract says what it must do instead.
 */
public abstract class TargetContractTest extends BytesContractTest {
    private static final TopicPartition PARTITION = new TopicPartition("shop.public.orders", 0);

    private boolean can(Capability capability) {
        return target().capabilities().contains(capability);
    }

    private boolean waitsForRows() {
        return can(Capability.KEEPS_ROWS) && can(Capability.PARTIAL_ROWS);
    }

    private List<FailedRecord> write(List<SinkRecord> records) throws Exception {
        try (ContractRun run = new ContractRun(target())) {
            return List.copyOf(run.put(records).drain().letters());
        }
    }

    private Map<String, Object> row(long id) throws Exception {
        return Objects.requireNonNull(target().rows().get(id), () -> "row " + id + " is not there");
    }

    @Test
    void upsert_createsAndReplacesRow() throws Exception {
        write(orders.create(1, "first", 1, "a").create(2, "second", 2, null).take());
        write(orders.update(1, "changed", 10, "b").take());

        assertRows(Orders.row(1, "changed", 10, "b"), Orders.row(2, "second", 2, null));
    }

    @Test
    void upsert_nullReplacesValue() throws Exception {
        write(orders.create(1, "first", 1, "a").take());
        write(orders.update(1, null, null, null).take());

        assertRows(Orders.row(1, null, null, null));
    }

    @Test
    void delete_endsRow() throws Exception {
        write(orders.create(1, "first", 1, "a").create(2, "second", 2, null).take());
        write(orders.delete(1).tombstone(1).take());

        assertRows(Orders.row(2, "second", 2, null));
    }

    @Test
    void delete_ofMissingRowIsNoError() throws Exception {
        assertThat(write(orders.delete(1).tombstone(1).take())).isEmpty();

        assertRows();
    }

    @Test
    void tombstoneWithoutDelete_endsRow() throws Exception {
        write(orders.create(1, "first", 1, "a").take());
        write(orders.tombstone(1).take());

        assertRows();
    }

    @Test
    void keyChange_inOneBatchAndInSeveral() throws Exception {
        write(orders.create(1, "first", 1, "a")
                .delete(1)
                .tombstone(1)
                .create(2, "first", 1, "a")
                .take());
        assertRows(Orders.row(2, "first", 1, "a"));

        for (SinkRecord record :
                orders.delete(2).tombstone(2).create(3, "first", 1, "a").take()) {
            write(List.of(record));
        }
        assertRows(Orders.row(3, "first", 1, "a"));
    }

    @Test
    void repeatedKeys_lastStateWins() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            long id = i % 7;
            if (i % 10 == 3) {
                orders.delete(id).tombstone(id);
            } else {
                orders.update(id, "name-" + i, i, i % 2 == 0 ? null : "note");
            }
        }
        write(orders.take());

        assertRows(
                Orders.row(994 % 7, "name-994", 994, null),
                Orders.row(995 % 7, "name-995", 995, "note"),
                Orders.row(996 % 7, "name-996", 996, null),
                Orders.row(997 % 7, "name-997", 997, "note"),
                Orders.row(998 % 7, "name-998", 998, null),
                Orders.row(999 % 7, "name-999", 999, "note"));
    }

    @Test
    void partialRow_leavesColumnAlone() throws Exception {
        write(orders.create(1, "first", 1, "long text")
                .create(2, "second", 2, "other")
                .take());
        write(orders.updateWithoutNote(1, "changed", 10).take());

        if (can(Capability.PARTIAL_ROWS)) {
            assertRows(Orders.row(1, "changed", 10, "long text"), Orders.row(2, "second", 2, "other"));
        } else {
            assertThat(target().rows().get(1L)).containsEntry("name", "changed").doesNotContainKey("note");
        }
    }

    @Test
    void partialRow_foldedInOneBatch() throws Exception {
        write(orders.create(1, "first", 1, "long text")
                .updateWithoutNote(1, "changed", 10)
                .updateWithoutNote(1, null, 11)
                .take());

        if (can(Capability.PARTIAL_ROWS)) {
            assertRows(Orders.row(1, null, 11, "long text"));
        }
        assertThat(row(1).get("note"))
                .as("the placeholder is never stored")
                .isNotEqualTo("__debezium_unavailable_value");
    }

    @Test
    void partialRowWithoutRow_waitsForDeleteThatFollows() throws Exception {
        try (ContractRun run = new ContractRun(target())) {
            run.put(orders.updateWithoutNote(1, "replayed", 1).take());
            if (waitsForRows()) {
                run.awaitMetric("failures-dependency-total", 1);
            }
            run.put(orders.delete(1).tombstone(1).take()).drain();

            assertThat(run.letters()).isEmpty();
        }
        assertRows();
    }

    @Test
    void partialRowWithoutRow_becomesLetterInTheEnd() throws Exception {
        try (ContractRun run = new ContractRun(target(), Duration.ofMillis(300))) {
            run.put(orders.updateWithoutNote(1, "orphan", 1)
                            .create(2, "second", 2, null)
                            .take())
                    .drain();

            if (waitsForRows()) {
                assertThat(run.letters()).singleElement().satisfies(letter -> {
                    assertThat(letter.coordinates()).hasToString("shop.public.orders-0@0");
                    assertThat(letter.failure().failureClass()).isEqualTo(FailureClass.RECORD);
                });
            } else {
                assertThat(run.letters()).isEmpty();
            }
        }
        assertThat(target().rows()).containsKey(2L);
    }

    @Test
    void rehearsal_changesNothingAndTellsWhatWouldBeRefused() throws Exception {
        write(orders.create(1, "first", 1, "a").create(2, "second", 2, null).take());
        Map<Long, Map<String, Object>> before = target().rows();
        try (ContractRun run = ContractRun.rehearsal(target())) {
            List<FailedRecord> letters = run.put(orders.update(1, "changed", 10, "b")
                            .create(3, "refused", ContractTarget.REFUSED_QUANTITY, null)
                            .delete(2)
                            .take())
                    .drain()
                    .letters();
            assertThat(letters).hasSize(can(Capability.REHEARSES) ? 1 : 0);
        }
        assertThat(target().rows()).isEqualTo(before);
    }

    /** A batch that is one statement may commit itself, but not here. */
    @Test
    void rehearsal_ofASingleChange_changesNothing() throws Exception {
        write(orders.create(1, "first", 1, "a").take());
        Map<Long, Map<String, Object>> before = target().rows();
        try (ContractRun run = ContractRun.rehearsal(target())) {
            assertThat(run.put(orders.create(2, "second", 2, null).take())
                            .drain()
                            .letters())
                    .isEmpty();
        }
        assertThat(target().rows()).isEqualTo(before);
    }

    @Test
    void refusedRow_aloneBecomesLetter() throws Exception {
        for (int i = 0; i < 300; i++) {
            orders.create(i, "name", i == 137 ? ContractTarget.REFUSED_QUANTITY : 1, null);
        }
        List<FailedRecord> letters = write(orders.take());

        if (can(Capability.REFUSES_ROWS)) {
            assertThat(letters).singleElement().satisfies(letter -> {
                assertThat(letter.coordinates()).hasToString("shop.public.orders-0@137");
                assertThat(letter.stage()).isEqualTo(Stage.WRITE);
                assertThat(letter.failure().failureClass()).isEqualTo(FailureClass.RECORD);
                assertThat(letter.destination()).isEqualTo(target().destination());
            });
            assertThat(target().rows()).hasSize(299).doesNotContainKey(137L);
        } else {
            assertThat(letters).isEmpty();
            assertThat(target().rows()).hasSize(300);
        }
    }

    @Test
    void refusedRow_foldedWithGoodOnesOfItsKey() throws Exception {
        List<FailedRecord> letters = write(orders.create(1, "good", 1, "a")
                .update(2, "other", 2, null)
                .update(1, "refused", ContractTarget.REFUSED_QUANTITY, "b")
                .take());

        if (can(Capability.REFUSES_ROWS)) {
            assertThat(letters).singleElement().satisfies(letter -> assertThat(letter.coordinates())
                    .hasToString("shop.public.orders-0@2"));
            assertRows(Orders.row(1, "good", 1, "a"), Orders.row(2, "other", 2, null));
        } else {
            assertThat(letters).isEmpty();
        }
    }

    @Test
    void textThatUtf8CannotExpress_becomesLetter() throws Exception {
        List<FailedRecord> letters = write(orders.create(1, "lone \uD800 surrogate", 1, null)
                .create(2, "ok \uD83D\uDE00", 2, null)
                .take());

        assertThat(letters).singleElement().satisfies(letter -> assertThat(letter.stage())
                .isEqualTo(Stage.ENCODE));
        assertRows(Orders.row(2, "ok \uD83D\uDE00", 2, null));
    }

    @Test
    void replayAfterCrash_converges() throws Exception {
        List<SinkRecord> history = orders.create(1, "first", 1, "a")
                .create(2, "second", 2, "b")
                .updateWithoutNote(1, "changed", 10)
                .delete(2)
                .tombstone(2)
                .create(3, "third", 3, null)
                .update(3, "third again", 4, "c")
                .take();
        write(history);
        write(history);
        write(history.subList(2, history.size()));

        assertThat(target().rows().keySet()).containsExactlyInAnyOrder(1L, 3L);
        if (can(Capability.PARTIAL_ROWS)) {
            assertRows(Orders.row(1, "changed", 10, "a"), Orders.row(3, "third again", 4, "c"));
        }
    }

    @Test
    void olderEvent_afterNewerOne() throws Exception {
        List<SinkRecord> history =
                orders.create(1, "old", 1, null).update(1, "new", 2, null).take();
        write(history);
        try (ContractRun run = new ContractRun(target())) {
            run.put(history.subList(0, 1)).drain();

            assertThat(run.metric("records-deduplicated-total")).isEqualTo(can(Capability.STALE_GUARD) ? 1 : 0);
        }

        if (can(Capability.STALE_GUARD)) {
            assertRows(Orders.row(1, "new", 2, null));
        }
    }

    @Test
    void outage_pausesWithoutLetters() throws Exception {
        try (ContractRun run = new ContractRun(target())) {
            run.put(orders.create(1, "before", 1, null).take()).drain();
            target().interrupt();
            run.put(orders.create(2, "during", 2, null).take());
            run.awaitMetric("breaker-open", 1);
            run.put(orders.update(1, "during", 3, null).take());
            assertThat(run.positions().get(PARTITION)).isEqualTo(1);
            target().restore();
            run.drain();

            assertThat(run.letters()).isEmpty();
            assertThat(run.positions().get(PARTITION)).isEqualTo(3);
        }
        assertRows(Orders.row(1, "during", 3, null), Orders.row(2, "during", 2, null));
    }

    @Test
    void lostReplies_doNoHarm() throws Exception {
        try (ContractRun run = new ContractRun(target())) {
            run.put(orders.create(1, "first", 1, null).take()).drain();
            target().loseReplies();
            run.put(orders.update(1, "second", 2, "x")
                    .create(2, "other", 2, null)
                    .delete(2)
                    .take());
            run.awaitFailure();
            target().restore();
            run.put(orders.update(1, "third", 3, "y").take()).drain();

            assertThat(run.letters()).isEmpty();
        }
        assertRows(Orders.row(1, "third", 3, "y"));
    }

    @Test
    void truncate_isBarrier() throws Exception {
        if (!can(Capability.TRUNCATE)) {
            assertThat(target().refusedKeys(Map.of("truncate.enabled", "true"))).contains("truncate.enabled");
            return;
        }
        write(orders.create(1, "before", 1, null)
                .create(2, "before", 2, null)
                .truncate()
                .create(3, "after", 3, null)
                .create(1, "after", 4, null)
                .take());

        assertRows(Orders.row(3, "after", 3, null), Orders.row(1, "after", 4, null));
    }

    @Test
    void rebalance_nextTaskGoesOn() throws Exception {
        List<SinkRecord> history = orders.create(1, "first", 1, null)
                .create(2, "second", 2, null)
                .update(1, "third", 3, null)
                .delete(2)
                .tombstone(2)
                .take();
        long committed;
        try (ContractRun first = new ContractRun(target())) {
            first.put(history.subList(0, 3));
            committed = first.positions().getOrDefault(PARTITION, 0L);
            first.revokeAll();
            assertThat(first.positions()).isEmpty();
        }
        write(history.subList(Math.toIntExact(committed), history.size()));

        assertRows(Orders.row(1, "third", 3, null));
    }

    @Test
    void newColumn_inMidStream() throws Exception {
        write(orders.create(1, "old", 1, null)
                .addColumn()
                .createWithAdded(2, "new", "more")
                .take());

        assertThat(target().rows().get(2L)).containsEntry("added", "more");
        assertThat(row(1).get("added")).isNull();
    }

    @Test
    void schemalessRecord() throws Exception {
        List<FailedRecord> letters = write(orders.schemaless(1, "free", 5).take());

        if (can(Capability.SCHEMALESS)) {
            assertThat(letters).isEmpty();
            assertRows(Orders.row(1, "free", 5, null));
        } else {
            assertThat(letters)
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.failure().message()).contains("schema"));
        }
    }

    @Test
    void manyRows_allArrive() throws Exception {
        try (ContractRun run = new ContractRun(target())) {
            for (int i = 0; i < 20; i++) {
                for (int j = 0; j < 500; j++) {
                    orders.create(i * 500L + j, "name-" + j, j, "note-" + i);
                }
                run.put(orders.take());
            }
            run.drain();

            assertThat(run.positions().get(PARTITION)).isEqualTo(10_000);
        }
        assertThat(target().rows()).hasSize(10_000);
        assertThat(target().rows().get(9_999L))
                .containsEntry("name", "name-499")
                .containsEntry("note", "note-19");
    }
}
