/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads one topic without a group, and goes on with what comes. Confined to one thread. */
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    /** Whoever closes a consumer waits for the fetch that is under way, which a broker holds back for so long. */
    private static final int BRIEF_FETCH_WAIT_MS = 100;
    /** Kafka's own; a reader that stays asks the broker often enough. */
    private static final int LASTING_FETCH_WAIT_MS = 500;

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> begins;
    private final Map<TopicPartition, Long> ends;

    TopicReader(TopicSettings settings) {
        this(settings.client(), settings.topic());
    }

    /** One that is kept open for what comes. */
    static TopicReader lasting(TopicSettings settings) {
        return new TopicReader(settings.client(), settings.topic(), LASTING_FETCH_WAIT_MS);
    }

    /**
     * Begins where the topic begins; to be closed soon.
     *
     * @param client settings of Kafka clients; must hold {@code bootstrap.servers}
     * @throws UnknownTopicOrPartitionException if there is no such topic
     */
    public TopicReader(Map<String, Object> client, String topic) {
        this(client, topic, BRIEF_FETCH_WAIT_MS);
    }

    private TopicReader(Map<String, Object> client, String topic, int fetchWaitMillis) {
        this.consumer = new KafkaConsumer<>(consumerConfig(client, fetchWaitMillis));
        try {
            List<TopicPartition> partitions = partitions(topic);
            consumer.assign(partitions);
            this.begins = consumer.beginningOffsets(partitions, ANSWER);
            this.ends = consumer.endOffsets(partitions, ANSWER);
            begins.forEach(consumer::seek);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private List<TopicPartition> partitions(String topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        List<PartitionInfo> known = consumer.partitionsFor(topic, ANSWER);
        if (known == null || known.isEmpty()) {
            throw new UnknownTopicOrPartitionException("Topic '" + topic + "' is not there");
        }
        for (PartitionInfo info : known) {
            partitions.add(new TopicPartition(topic, info.partition()));
        }
        return partitions;
    }

    private static Map<String, Object> consumerConfig(Map<String, Object> client, int fetchWaitMillis) {
        Map<String, Object> config = new HashMap<>(client);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, fetchWaitMillis);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return config;
    }

    /** Goes on elsewhere in some of the partitions. */
    public void goOnAt(Map<Integer, Long> offsets) {
        for (TopicPartition partition : ends.keySet()) {
            Long offset = offsets.get(partition.partition());
            if (offset != null) {
                consumer.seek(partition, offset);
            }
        }
    }

    /** Leaves out what was there at the beginning, except for the last records of each partition. */
    public void goOnWithLast(long last) {
        ends.forEach(
                (partition, end) -> consumer.seek(partition, Math.max(begins.getOrDefault(partition, 0L), end - last)));
    }

    /** Some more records; none if none have come for a moment. */
    public Iterable<ConsumerRecord<byte[], byte[]>> poll() {
        return consumer.poll(POLL);
    }

    /** For each partition the offset behind the last record that was there at the beginning. */
    public Map<Integer, Long> ends() {
        Map<Integer, Long> byNumber = new HashMap<>();
        ends.forEach((partition, end) -> byNumber.put(partition.partition(), end));
        return byNumber;
    }

    /** Number of records that were there at the beginning, as far as offsets tell. */
    public long total() {
        long total = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            total += end.getValue() - begins.getOrDefault(end.getKey(), 0L);
        }
        return total;
    }

    /** Whether everything has been read that was there at the beginning. */
    public boolean isAtEnd() {
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            if (consumer.position(end.getKey(), ANSWER) < end.getValue()) {
                return false;
            }
        }
        return true;
    }

    /** Has a call that is under way on another thread, or the next one, end with an exception. Any thread. */
    void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
