/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When objects are published, and what is in one. */
class RotationIT {
    private static final String NEVER = "600000";

    private final Bucket bucket = new Bucket();
    private final Orders orders = new Orders();

    @AfterEach
    void close() {
        bucket.close();
    }

    private List<SinkRecord> rows(int count) {
        for (int i = 0; i < count; i++) {
            orders.create(i, "name-" + i, i, null);
        }
        return orders.take();
    }

    @Test
    void age_publishesAnIdleTopic() {
        try (TaskRun task = bucket.task("max.latency.ms", "50")) {
            task.put(rows(3)).drain();
        }
        assertThat(bucket.objects()).singleElement().satisfies(object -> assertThat(object.rows())
                .hasSize(3));
    }

    @Test
    void bytes_publishBeforeTheTime() {
        Random random = new Random(1);
        for (int i = 0; i < 400; i++) {
            // Text that does not get shorter.
            byte[] noise = new byte[750];
            random.nextBytes(noise);
            orders.create(i, java.util.Base64.getEncoder().encodeToString(noise), i, null);
        }
        try (TaskRun task = bucket.task("max.latency.ms", NEVER, "target.object.bytes", "65536")) {
            task.put(orders.take());
            await().pollInSameThread().until(() -> {
                task.pollNothing();
                return bucket.keys().size() >= 4;
            });
        }
        assertThat(bucket.objects())
                .allSatisfy(object -> assertThat(object.content().length).isBetween(65_536, 2 * 65_536));
    }

    @Test
    void count_publishesBeforeTheTime() {
        try (TaskRun task = bucket.task("max.latency.ms", NEVER, "max.object.records", "4")) {
            task.put(rows(12)).drain();
        }
        assertThat(bucket.objects()).hasSize(3).allSatisfy(object -> assertThat(object.rows())
                .hasSize(4));
    }

    /** More than the buffer may hold waits in open objects, whose time would come in ten minutes. */
    @Test
    void shortageOfMemory_publishesBeforeTheTime() {
        try (TaskRun task = bucket.task(
                "max.latency.ms",
                NEVER,
                "buffer.max.bytes",
                "3000000",
                "target.object.bytes",
                "1500000",
                "compression",
                "none")) {
            for (int i = 0; i < 40; i++) {
                List<SinkRecord> records = new ArrayList<>();
                for (int j = 0; j < 20; j++) {
                    records.addAll(orders.create(j, "x".repeat(10_000), j, null).take());
                }
                task.put(records);
                await().pollInSameThread().until(() -> {
                    task.pollNothing();
                    return !task.isPaused();
                });
            }
            assertThat(bucket.keys()).isNotEmpty();
        }
    }

    @Test
    void schemaChange_closesAnAvroObject() throws Exception {
        orders.create(1, "a", 1, null).create(2, "b", 2, null).delete(2).addColumn();
        orders.delete(1).createWithAdded(3, "c", "more").update(3, "d", 3, null);
        try (TaskRun task = bucket.task("format", "avro")) {
            task.put(orders.take()).drain();
        }

        List<Bucket.Stored> objects = bucket.objects();
        assertThat(objects).hasSize(2);
        // A delete goes with any schema, so it does not close an object by itself.
        assertThat(objects.get(0).rows()).hasSize(4);
        assertThat(row(objects.get(0))).doesNotContain("added");
        assertThat(row(objects.get(1))).contains("added");
    }

    private static List<String> row(Bucket.Stored object) throws Exception {
        return object.schema().getField("after").schema().getTypes().get(1).getFields().stream()
                .map(field -> field.name())
                .toList();
    }

    @Test
    void schemaChange_doesNotCloseAJsonObject() {
        orders.create(1, "a", 1, null).addColumn().createWithAdded(2, "b", "more");
        try (TaskRun task = bucket.task("format", "json", "max.latency.ms", "200")) {
            task.put(orders.take()).drain();
        }
        assertThat(bucket.objects()).hasSize(1);
    }

    /** A transformation sends records of one partition to several topics. */
    @Test
    void routedRecords_growInObjectsOfTheirOwn() {
        List<SinkRecord> routed = new ArrayList<>();
        for (SinkRecord record : rows(40)) {
            String topic = record.kafkaOffset() % 2 == 0 ? "even" : "odd";
            routed.add(record.newRecord(
                    topic,
                    record.kafkaPartition(),
                    record.keySchema(),
                    record.key(),
                    record.valueSchema(),
                    record.value(),
                    record.timestamp()));
        }
        for (int life = 0; life < 2; life++) {
            try (TaskRun task = bucket.task("max.latency.ms", "200")) {
                task.put(routed).drain();
            }
        }

        assertThat(bucket.keys())
                .containsExactly("even/0/00000000000000000000.jsonl.gz", "odd/0/00000000000000000001.jsonl.gz");
        assertThat(bucket.offsets()).hasSize(40).doesNotHaveDuplicates();
        assertThat(bucket.rows()).allSatisfy(row -> assertThat(row).containsEntry("topic", "shop.public.orders"));
    }

    @Test
    void sameRows_makeTheSameObject() {
        List<SinkRecord> records = rows(20);
        for (String format : List.of("json", "avro")) {
            try (Bucket first = new Bucket();
                    Bucket second = new Bucket()) {
                for (Bucket each : List.of(first, second)) {
                    try (TaskRun task =
                            each.task("format", format, "max.object.records", "20", "max.latency.ms", NEVER)) {
                        task.put(records).drain();
                    }
                }
                assertThat(first.objects().get(0).content())
                        .isEqualTo(second.objects().get(0).content());
            }
        }
    }
}
