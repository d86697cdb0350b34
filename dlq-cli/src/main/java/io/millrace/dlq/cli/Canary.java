/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Writes a record that is no letter to the letters' topic, and reads it back. Confined to the main thread. */
final class Canary {
    private static final int MOST_POLLS = 40;

    private final Cluster cluster;

    Canary(Cluster cluster) {
        this.cluster = cluster;
    }

    Finding fly(long now) {
        byte[] song = ("canary of 'dlq doctor' at " + Times.show(now)).getBytes(UTF_8);
        try {
            RecordMetadata place = Sending.all(
                            cluster.producer(), List.of(new ProducerRecord<>(cluster.letters(), null, song)))
                    .get(0);
            return isHeard(place)
                    ? Finding.ok("canary", "written and read back at " + place)
                    : Finding.fail("canary", "written at " + place + ", and cannot be read back");
        } catch (DlqException | KafkaException e) {
            return Finding.fail("canary", String.valueOf(e.getMessage()));
        }
    }

    private boolean isHeard(RecordMetadata place) {
        TopicPartition partition = new TopicPartition(place.topic(), place.partition());
        try (Consumer<byte[], byte[]> consumer = cluster.consumer()) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, place.offset());
            for (int i = 0; i < MOST_POLLS; i++) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(250))) {
                    if (record.offset() == place.offset()) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
