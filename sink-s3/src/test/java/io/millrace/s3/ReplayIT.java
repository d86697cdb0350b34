/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.control.AuditEvent;
import io.millrace.dlq.control.Edit;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.letters.LetterOperator;
import io.millrace.testkit.server.TestServers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Letters of records that Avro has no form for are replayed as JSON, and each offset stands in the bucket once. */
class ReplayIT {
    private static final ReplayOptions DRY = new ReplayOptions(true, 0, null, null, null);
    /** Without a schema, which Avro needs and JSON does not. */
    private static final Set<Integer> POISONED = Set.of(2, 3, 7, 11, 12);

    private static final int EDITED = 7;
    private static final int RECORDS = 14;
    private static final String FOLDER = "shop.public.orders/0/";

    private final Bucket bucket = new Bucket();
    private final LetterOperator operator = new LetterOperator(TestServers.kafka(), "s3-test", "dlq." + bucket.name());

    @AfterEach
    void close() {
        operator.close();
        bucket.close();
    }

    private TaskRun task(String format) {
        return new TaskRun(new S3SinkTask(), operator.settings("any", bucket.config("format", format)));
    }

    private static List<SinkRecord> history() {
        Orders orders = new Orders();
        for (int i = 0; i < RECORDS; i++) {
            if (POISONED.contains(i)) {
                orders.schemaless(i, name(i), i);
            } else {
                orders.create(i, name(i), i, null);
            }
        }
        return orders.take();
    }

    private static String name(int id) {
        return "name-" + id;
    }

    /** Asks for a dry run and says what would come of each letter. */
    private List<AuditEvent> rehearse(TaskRun task, String plan) {
        List<String> before = bucket.keys();
        operator.replay(plan, DRY, "to see what happens");
        task.until(() -> operator.with(LetterStatus.OPEN) == POISONED.size()
                && operator.told(plan).size() == POISONED.size());
        assertThat(bucket.keys()).isEqualTo(before);
        return operator.told(plan);
    }

    private void edit(TaskRun task) {
        LetterEntry letter = operator.ledger().values().stream()
                .filter(entry -> entry.offset() == EDITED)
                .findFirst()
                .orElseThrow();
        String better =
                "{\"schema\":null,\"payload\":{\"id\":" + EDITED + ",\"name\":\"better\",\"quantity\":" + EDITED + "}}";
        operator.edit("edit", List.of(new Edit(letter.id(), better.getBytes(UTF_8), null)), "a better name");
        task.until(() -> operator.with(LetterStatus.EDITED) == 1);
    }

    /** Names by offset. */
    @SuppressWarnings("unchecked")
    private Map<Long, Object> names() {
        Map<Long, Object> names = new TreeMap<>();
        for (Map<String, Object> row : bucket.rows()) {
            Object before = names.put(
                    ((Number) row.get("offset")).longValue(), ((Map<String, Object>) row.get("after")).get("name"));
            assertThat(before).as("offset %s is there twice", row.get("offset")).isNull();
        }
        return names;
    }

    @Test
    void replayedLetters_standBesideTheChainOnce() {
        List<SinkRecord> history = history();
        try (TaskRun task = task("avro")) {
            task.put(history).drain();
            assertThat(names()).hasSize(RECORDS - POISONED.size());
            assertThat(rehearse(task, "too-early")).containsOnly(AuditEvent.FAILED);
        }

        // The cause is put right, and what was not committed comes again: it is not written twice either.
        List<String> chain = bucket.keys();
        TaskRun first = task("json");
        first.put(history.subList(0, 10)).drain();
        assertThat(rehearse(first, "dry")).containsOnly(AuditEvent.REPLAYED);
        edit(first);
        operator.replay("replay", new ReplayOptions(false, 1, 4.0, null, 1), "JSON takes them");
        first.until(() -> operator.with(LetterStatus.REPLAYED) >= 2);
        first.crash();

        try (TaskRun second = task("json")) {
            second.put(history).drain();
            second.until(() -> operator.with(LetterStatus.REPLAYED) == POISONED.size());
            second.drain();
        }

        Map<Long, Object> expected = new TreeMap<>();
        for (int i = 0; i < RECORDS; i++) {
            expected.put((long) i, i == EDITED ? "better" : name(i));
        }
        assertThat(names()).isEqualTo(expected);
        List<String> replayed = new ArrayList<>(bucket.keys());
        replayed.removeAll(chain);
        assertThat(replayed)
                .containsExactlyElementsOf(POISONED.stream()
                        .sorted()
                        .map(offset -> FOLDER + String.format("%020d", offset) + "-replayed.jsonl.gz")
                        .toList());
        assertThat(operator.ledger().values())
                .extracting(LetterEntry::status)
                .containsOnly(LetterStatus.REPLAYED, LetterStatus.EDITED);
    }

    /** Nobody knows whether an object that is there already is the row that is wanted: people have to look. */
    @Test
    void anotherObjectOfThatName_isNotReplaced() {
        List<SinkRecord> history = history();
        try (TaskRun task = task("avro")) {
            task.put(history.subList(0, 4)).drain();
        }
        bucket.copy(bucket.keys().get(0), FOLDER + String.format("%020d", 2) + "-replayed.avro");
        try (TaskRun task = task("json")) {
            task.put(history.subList(4, 6)).drain();
            operator.replay("replay", ReplayOptions.NONE, "JSON takes them");
            task.until(() -> operator.told("replay").size() == 2);
        }
        assertThat(operator.audit())
                .filteredOn(entry -> entry.event() == AuditEvent.FAILED)
                .singleElement()
                .satisfies(entry -> assertThat(entry.detail())
                        .startsWith("[s3.replayed-otherwise] ")
                        .contains("move the object away and replay again"));
        assertThat(bucket.keys()).contains(FOLDER + String.format("%020d", 3) + "-replayed.jsonl.gz");
    }
}
