/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.dlq.DeadLetterQueue;
import io.millrace.dlq.LetterRefusedException;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterCodec;
import io.millrace.dlq.letter.LetterWriter;
import io.millrace.dlq.letter.PayloadFidelity;
import io.millrace.dlq.topic.TopicDestination;
import io.millrace.dlq.topic.TopicSettings;
import io.millrace.testkit.server.KafkaBroker;
import io.millrace.testkit.server.KafkaTopics;
import io.millrace.testkit.server.TestServers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Letters on a topic of a real cluster. */
class LetterTopicIT {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private static TopicDestination destination(String bootstrap, String topic, boolean create) {
        Map<String, Object> client = new HashMap<>();
        client.put("bootstrap.servers", bootstrap);
        client.put("max.block.ms", 1_000);
        client.put("request.timeout.ms", 1_000);
        client.put("delivery.timeout.ms", 2_000);
        client.put("linger.ms", 0);
        client.put("default.api.timeout.ms", 5_000);
        return new TopicDestination(
                new TopicSettings(
                        topic, client, create, OptionalInt.of(1), Duration.ofMillis(-1), Duration.ofSeconds(5)),
                new LetterWriter(FailedRecords.CONNECTOR, 0, "millrace/test"));
    }

    /** Text that no compression makes much smaller. */
    private static String random(int length) {
        StringBuilder text = new StringBuilder(length);
        new Random(1).ints(length, 'a', 'z' + 1).forEach(text::appendCodePoint);
        return text.toString();
    }

    @Test
    void topicThatTakesLess_getsLettersThatReferToTheirRecords() throws Exception {
        String bootstrap = TestServers.kafka().bootstrapServers();
        try (KafkaTopics topics = TestServers.kafka().topics()) {
            String topic = topics.createUnique("small", 1) + "-x";
            topics.create(topic, 1, Map.of("max.message.bytes", "6000"));
            TopicDestination destination = destination(bootstrap, topic, false);
            destination
                    .send(FailedRecords.failed(1, "jdbc.22001", "too long", random(50_000)))
                    .get(30, TimeUnit.SECONDS);
            destination.close();

            DeadLetter letter = LetterCodec.decode(topics.read(topic, 1, WITHIN).get(0));
            assertThat(letter.record().fidelity()).isEqualTo(PayloadFidelity.REFERENCE);
            assertThat(letter.coordinates()).hasToString("orders-0@1");
        }
    }

    @Test
    void topicThatTakesNotEvenAReference_refuses() {
        String bootstrap = TestServers.kafka().bootstrapServers();
        try (KafkaTopics topics = TestServers.kafka().topics()) {
            String topic = topics.createUnique("tiny", 1) + "-x";
            topics.create(topic, 1, Map.of("max.message.bytes", "100"));
            TopicDestination destination = destination(bootstrap, topic, false);

            assertThatThrownBy(() -> destination.send(FailedRecords.failed(1)).get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(LetterRefusedException.class)
                    .hasMessageContaining("max.message.bytes");
            destination.close();
        }
    }

    @Test
    void clusterIsDown_streamWaitsAndNothingIsSkipped() {
        List<Long> safe = new ArrayList<>();
        try (KafkaBroker broker = KafkaBroker.start();
                DeadLetterQueue<Long> queue = new DeadLetterQueue<>(
                        List.of(destination(broker.bootstrapServers(), "letters", true)), InstantSource.system())) {
            queue.send(FailedRecords.failed(1), 1L);
            pollUntil(queue, safe, 1);

            broker.kill();
            queue.send(FailedRecords.failed(2), 2L);
            queue.send(FailedRecords.failed(3), 3L);
            await().atMost(Duration.ofSeconds(60)).pollInSameThread().until(() -> {
                queue.poll(safe::add);
                return queue.waiting() > 0;
            });
            assertThat(safe).containsExactly(1L);

            broker.restart();
            pollUntil(queue, safe, 3);
            try (KafkaTopics topics = broker.topics()) {
                assertThat(topics.read("letters", 3, WITHIN).stream()
                                .map(record ->
                                        LetterCodec.decode(record).coordinates().offset())
                                .distinct())
                        // Each letter is tried again for itself, so readers sort by the records' offsets.
                        .containsExactlyInAnyOrder(1L, 2L, 3L);
            }
        }
    }

    private static void pollUntil(DeadLetterQueue<Long> queue, List<Long> safe, int count) {
        await().atMost(Duration.ofSeconds(60)).pollInSameThread().until(() -> {
            queue.poll(safe::add);
            return safe.size() == count;
        });
    }
}
