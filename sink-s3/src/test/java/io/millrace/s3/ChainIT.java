/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each offset stands in the bucket once, wherever earlier tasks have cut, and whoever else is writing. */
class ChainIT {
    private static final TopicPartition PARTITION = new TopicPartition("shop.public.orders", 0);
    private static final String FOLDER = "shop.public.orders/0/";

    private final Bucket bucket = new Bucket();

    @AfterEach
    void close() {
        bucket.close();
    }

    private static List<SinkRecord> orders(int count) {
        Orders orders = new Orders();
        for (int i = 0; i < count; i++) {
            orders.create(i, "name-" + i, i, null);
        }
        return orders.take();
    }

    private void write(List<SinkRecord> records, String... settings) {
        try (TaskRun task = bucket.task(settings)) {
            task.put(records).drain();
        }
    }

    /** A task that publishes only when an object is full. */
    private TaskRun patient(String... settings) {
        List<String> all = new ArrayList<>(List.of("max.latency.ms", "600000"));
        Collections.addAll(all, settings);
        return bucket.task(all.toArray(String[]::new));
    }

    private void assertOnceBelow(long end) {
        assertThat(bucket.offsets())
                .containsExactlyElementsOf(LongStream.range(0, end).boxed().toList());
    }

    private static String key(long offset) {
        return FOLDER + String.format("%020d", offset) + ".jsonl.gz";
    }

    @Test
    void objects_sayWhatTheyHold() {
        write(orders(25), "max.object.records", "10");

        assertThat(bucket.keys()).containsExactly(key(0), key(10), key(20));
        Bucket.Stored last = bucket.objects().get(2);
        assertThat(last.metadata())
                .containsEntry("millrace-topic", "shop.public.orders")
                .containsEntry("millrace-partition", "0")
                .containsEntry("millrace-from-offset", "20")
                .containsEntry("millrace-to-offset", "25")
                .containsEntry("millrace-rows", "5")
                .containsKey("millrace-crc32");
        assertOnceBelow(25);
    }

    @Test
    void replay_withAnotherCut() {
        List<SinkRecord> history = orders(60);
        write(history.subList(0, 35), "max.object.records", "10");
        write(history.subList(0, 50), "max.object.records", "7");
        write(history.subList(20, 60), "max.object.records", "3");

        assertOnceBelow(60);
        assertThat(bucket.keys()).contains(key(0), key(10), key(20), key(30), key(35), key(42), key(49), key(50));
    }

    @Test
    void replay_fromWithinAnObject() {
        List<SinkRecord> history = orders(30);
        write(history.subList(0, 20), "max.object.records", "10");
        write(history.subList(13, 30), "max.object.records", "10");

        assertOnceBelow(30);
    }

    @Test
    void replay_inAnotherFormat() {
        List<SinkRecord> history = orders(30);
        write(history.subList(0, 20), "max.object.records", "8", "format", "json");
        write(history, "max.object.records", "8", "format", "avro");
        write(history, "format", "json", "compression", "none");

        assertOnceBelow(30);
    }

    @Test
    void replays_ofEveryKind() {
        long seed = Long.getLong("millrace.seed", new Random().nextLong());
        Random random = new Random(seed);
        List<SinkRecord> history = orders(400);
        int end = 0;
        while (end < 400) {
            int from = Math.max(0, end - random.nextInt(60));
            end = Math.min(400, from + 1 + random.nextInt(120));
            write(
                    history.subList(from, end),
                    "max.object.records",
                    Integer.toString(1 + random.nextInt(40)),
                    "format",
                    random.nextBoolean() ? "json" : "avro");
            end = Math.max(end, bucket.offsets().size());
        }

        assertThat(bucket.offsets())
                .as("seed %d", seed)
                .containsExactlyElementsOf(LongStream.range(0, 400).boxed().toList());
    }

    @Test
    void chain_goesOnFarBehindItsLastObject() {
        Orders orders = new Orders();
        orders.create(1, "first", 1, null);
        write(orders.take());
        for (int i = 0; i < 3_000; i++) {
            orders.tombstone(1);
        }
        orders.take();
        orders.create(2, "second", 2, null);
        write(orders.take());

        assertThat(bucket.keys()).containsExactly(key(0), key(1));
        assertThat(bucket.offsets()).containsExactly(0L, 3_001L);
    }

    @Test
    void chain_beginsAtTheFirstRowIfThereIsNoObject() {
        write(orders(20).subList(13, 20));

        assertThat(bucket.keys()).containsExactly(key(13));
    }

    /** A page of names is a thousand. */
    @Test
    void chain_ofMoreObjectsThanAPageHasNames() {
        List<SinkRecord> history = orders(1_203);
        write(history.subList(0, 1_201), "max.object.records", "1");
        write(history.subList(1_100, 1_203), "max.object.records", "100");

        assertOnceBelow(1_203);
    }

    @Test
    void otherTask_hasCutEarlier() {
        List<SinkRecord> history = orders(30);
        try (TaskRun late = patient("max.object.records", "10")) {
            late.put(history.subList(0, 10)).drain();
            late.put(history.subList(10, 19));
            write(history.subList(10, 15), "max.object.records", "5");

            late.put(history.subList(19, 20));
            await().pollInSameThread().until(() -> {
                late.pollNothing();
                return late.takeSeeks().equals(Map.of(PARTITION, 15L));
            });
            assertThat(late.offsets())
                    .as("nothing beyond is committed before it has come again")
                    .isEqualTo(Map.of(PARTITION, 15L));
            late.put(history.subList(15, 25)).drain();
        }

        assertThat(bucket.keys()).containsExactly(key(0), key(10), key(15));
        assertOnceBelow(25);
    }

    @Test
    void otherTask_hasCutLater() {
        List<SinkRecord> history = orders(40);
        try (TaskRun late = patient("max.object.records", "10")) {
            late.put(history.subList(0, 10)).drain();
            late.put(history.subList(10, 19));
            write(history.subList(10, 25), "max.object.records", "15");

            late.put(history.subList(19, 20)).drain();
            late.put(history.subList(20, 35)).drain();
            assertThat(late.takeSeeks()).isEmpty();
        }

        assertThat(bucket.keys()).containsExactly(key(0), key(10), key(25));
        assertOnceBelow(35);
    }

    @Test
    void otherTask_hasCutLaterAndMoreRowsAreHeld() {
        List<SinkRecord> history = orders(40);
        try (TaskRun late = patient("max.object.records", "10")) {
            late.put(history.subList(0, 10)).drain();
            write(history.subList(10, 25), "max.object.records", "15");

            // One object that is full and one that is not, taken in one batch.
            late.put(history.subList(10, 23));
            await().pollInSameThread().until(() -> {
                late.pollNothing();
                return late.takeSeeks().equals(Map.of(PARTITION, 20L));
            });
            late.put(history.subList(20, 35)).drain();
        }

        assertThat(bucket.keys()).containsExactly(key(0), key(10), key(25));
        assertOnceBelow(35);
    }

    @Test
    void otherTask_hasStoredTheSame() {
        List<SinkRecord> history = orders(20);
        try (TaskRun late = patient("max.object.records", "10")) {
            late.put(history.subList(0, 10)).drain();
            write(history.subList(10, 20), "max.object.records", "10");
            late.put(history.subList(10, 20)).drain();
        }

        assertOnceBelow(20);
    }

    /** As when a task is cut off and does not know that it has lost its partition. */
    @Test
    void twoTasks_writeTheSameLogAtOnce() {
        long seed = Long.getLong("millrace.seed", new Random().nextLong());
        Random random = new Random(seed);
        List<SinkRecord> history = orders(600);
        int[] next = {0, 0};
        try (TaskRun first = bucket.task("max.object.records", "17", "max.latency.ms", "30");
                TaskRun second = bucket.task("max.object.records", "11", "max.latency.ms", "20", "format", "json")) {
            List<TaskRun> tasks = List.of(first, second);
            await().atMost(Duration.ofSeconds(60))
                    .pollInSameThread()
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> {
                        for (int i = 0; i < 2; i++) {
                            Long back = tasks.get(i).takeSeeks().get(PARTITION);
                            next[i] = back == null ? next[i] : Math.toIntExact(back);
                            int end = Math.min(history.size(), next[i] + random.nextInt(25));
                            tasks.get(i).put(history.subList(next[i], end));
                            next[i] = end;
                        }
                        Map<TopicPartition, Long> all = Map.of(PARTITION, (long) history.size());
                        return first.offsets().equals(all) && second.offsets().equals(all);
                    });
        }

        assertThat(bucket.offsets())
                .as("seed %d", seed)
                .containsExactlyElementsOf(LongStream.range(0, 600).boxed().toList());
    }

    @Test
    void foreignObject_isNotReplaced() {
        bucket.put(key(0), "not ours");
        try (TaskRun task = bucket.task()) {
            assertThatThrownBy(() -> task.put(orders(3)).drain())
                    .isInstanceOf(ConnectException.class)
                    .message()
                    .contains("s3.foreign-object", key(0), "'object.prefix'");
        }
        assertThat(bucket.objects())
                .singleElement()
                .satisfies(object -> assertThat(object.content()).asString().isEqualTo("not ours"));
    }

    @Test
    void otherFilesInTheFolder_areIgnored() {
        bucket.put(FOLDER + "README.md", "hello");
        bucket.put(FOLDER + "00-notes.txt", "hello");
        write(orders(3));
        bucket.delete(FOLDER + "README.md");
        bucket.delete(FOLDER + "00-notes.txt");

        assertOnceBelow(3);
    }

    @Test
    void topicsThatShareAFolder_areRefused() {
        List<SinkRecord> records = orders(3);
        write(records, "object.prefix", "all");
        List<SinkRecord> others = records.stream()
                .map(record -> new SinkRecord(
                        "other.topic",
                        0,
                        record.keySchema(),
                        record.key(),
                        record.valueSchema(),
                        record.value(),
                        record.kafkaOffset()))
                .toList();
        try (TaskRun task = bucket.task("object.prefix", "all")) {
            assertThatThrownBy(() -> task.put(others).drain())
                    .isInstanceOf(ConnectException.class)
                    .message()
                    .contains("s3.shared-folder", "other.topic-0", "'object.partition.format'");
        }
        write(others, "object.prefix", "all", "object.partition.format", "topic_and_number");

        assertThat(bucket.keys())
                .containsExactly(
                        "all/0/00000000000000000000.jsonl.gz", "all/other.topic-0/00000000000000000000.jsonl.gz");
    }
}
