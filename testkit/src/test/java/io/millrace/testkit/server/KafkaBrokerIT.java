/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KafkaBrokerIT {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    @Test
    void kill_recordsAreThereAfterRestartOnTheSamePort() {
        try (KafkaBroker broker = KafkaBroker.start()) {
            try (KafkaTopics topics = broker.topics()) {
                topics.create("events", 1, Map.of());
                topics.produce(List.of(record("events", "a"), record("events", "b")));
            }

            broker.kill();
            broker.restart();

            try (KafkaTopics topics = broker.topics()) {
                topics.produce(List.of(record("events", "c")));
                assertThat(topics.read("events", 3, WITHIN))
                        .extracting(each -> new String(each.value(), UTF_8))
                        .containsExactly("a", "b", "c");
                assertThat(topics.nextOffsets("events"))
                        .containsExactly(Map.entry(new TopicPartition("events", 0), 3L));
            }
        }
    }

    @Test
    void topics_manyPartitions_allAreRead() {
        try (KafkaTopics topics = TestServers.kafka().topics()) {
            String topic = topics.createUnique("many", 3);
            topics.produce(List.of(record(topic, 0), record(topic, 1), record(topic, 2)));

            assertThat(topics.read(topic, 3, WITHIN))
                    .extracting(each -> each.partition() + "@" + each.offset())
                    .containsExactlyInAnyOrder("0@0", "1@0", "2@0");
            assertThat(topics.names()).contains(topic);
            assertThat(topics.committed("nobody")).isEmpty();
        }
    }

    @Test
    void read_tooFewRecords_saysHowMany() {
        try (KafkaTopics topics = TestServers.kafka().topics()) {
            String topic = topics.createUnique("few", 1);
            topics.produce(List.of(record(topic, "only")));

            assertThatThrownBy(() -> topics.read(topic, 2, Duration.ofMillis(500)))
                    .isInstanceOf(ServerFailure.class)
                    .hasMessageContaining("1 of 2 records");
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, String value) {
        return new ProducerRecord<>(topic, 0, null, value.getBytes(UTF_8));
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, int partition) {
        return new ProducerRecord<>(topic, partition, null, new byte[] {1});
    }
}
