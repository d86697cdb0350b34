/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Creates, fills and reads topics in plain bytes. Thread-safe. */
public final class KafkaTopics implements AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final String bootstrapServers;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    /**
     * Opens access to a broker, which may also be behind a fault proxy as far as the first connection goes.
     *
     * @param bootstrapServers host and port of the broker
     */
    public KafkaTopics(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(properties());
        this.producer = new KafkaProducer<>(properties(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Creates a topic.
     *
     * @param topic name
     * @param partitions number of partitions
     * @param settings topic settings, such as {@code cleanup.policy}
     * @throws ServerFailure if the broker refuses, for instance as the topic exists
     */
    public void create(String topic, int partitions, Map<String, String> settings) {
        NewTopic wanted = new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(settings);
        await(
                "Topic " + topic + " was not created",
                admin.createTopics(List.of(wanted)).all());
    }

    /**
     * Creates a topic under a name that no other call of this JVM has given.
     *
     * @param prefix start of the name
     * @param partitions number of partitions
     * @return the topic's name
     */
    public String createUnique(String prefix, int partitions) {
        return createUnique(prefix, partitions, Map.of());
    }

    /**
     * Creates a topic with settings under a name that no other call of this JVM has given.
     *
     * @param prefix start of the name
     * @param partitions number of partitions
     * @param settings topic settings; {@code retention.ms} of {@code -1} where records are as old as a test likes, since
     *     the broker deletes those of years ago half a minute after its start
     * @return the topic's name
     */
    public String createUnique(String prefix, int partitions, Map<String, String> settings) {
        String topic = prefix + "-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet();
        create(topic, partitions, settings);
        return topic;
    }

    /**
     * The names of all topics, internal ones left out.
     *
     * @return names
     */
    public List<String> names() {
        return List.copyOf(await("Topics were not listed", admin.listTopics().names()));
    }

    /**
     * Sends records in the given order and waits until the broker has them all.
     *
     * @param records what to send
     * @return where each of them went, in the same order
     */
    public List<RecordMetadata> produce(List<ProducerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
        producer.flush();
        return sent.stream()
                .map(each -> await("A record was not accepted", each))
                .toList();
    }

    /**
     * Reads the first records of a topic, all partitions, each from its beginning.
     *
     * @param topic name
     * @param count how many records to wait for
     * @param within how long to wait
     * @return at least {@code count} records, ordered within each partition
     * @throws ServerFailure if fewer arrive in time
     */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic, int count, Duration within) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        Properties properties = properties();
        // Closing waits for the fetch that is under way.
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "20");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Patience patience = Patience.of(within);
            if (!patience.until(() -> !partitions(consumer, topic).isEmpty())) {
                throw new ServerFailure("Topic " + topic + " did not appear within " + within.toSeconds() + " s.");
            }
            List<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            boolean complete = patience.until(() -> {
                consumer.poll(POLL).forEach(records::add);
                return records.size() >= count;
            });
            if (!complete) {
                throw new ServerFailure("Topic " + topic + " gave " + records.size() + " of " + count
                        + " records within " + within.toSeconds() + " s.");
            }
        }
        return records;
    }

    /**
     * The offset after the last record of each partition.
     *
     * @param topic name
     * @return next offset by partition
     */
    public Map<TopicPartition, Long> nextOffsets(String topic) {
        Map<String, TopicDescription> described = await(
                "Topic " + topic + " was not described",
                admin.describeTopics(List.of(topic)).allTopicNames());
        int partitions = described.values().iterator().next().partitions().size();
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, partitions)
                .boxed()
                .collect(Collectors.toMap(each -> new TopicPartition(topic, each), each -> OffsetSpec.latest()));
        return await(
                        "Offsets of " + topic + " were not listed",
                        admin.listOffsets(latest).all())
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /**
     * What a consumer group has committed.
     *
     * @param group the group's id; a sink connector's is {@code connect-<name>}
     * @return next offset to read, by partition; partitions without a commit are left out
     */
    public Map<TopicPartition, Long> committed(String group) {
        Map<TopicPartition, OffsetAndMetadata> committed = await(
                "Offsets of group " + group + " were not listed",
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        return committed.entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /** Closes the clients; the topics stay. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return properties;
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        List<PartitionInfo> known = consumer.listTopics(POLL.multipliedBy(50)).getOrDefault(topic, List.of());
        return known.stream()
                .map(each -> new TopicPartition(topic, each.partition()))
                .toList();
    }

    private <T> T await(String complaint, KafkaFuture<T> future) {
        return await(complaint, future.toCompletionStage().toCompletableFuture());
    }

    private <T> T await(String complaint, Future<T> future) {
        try {
            return future.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new ServerFailure(complaint + " by " + bootstrapServers + ": " + failure, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerFailure(complaint + " by " + bootstrapServers + ": interrupted", interrupted);
        }
    }
}
