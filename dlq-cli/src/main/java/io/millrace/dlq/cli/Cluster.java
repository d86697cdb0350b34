/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.ControlTopics;
import io.millrace.dlq.topic.TopicReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The cluster with the letters. Confined to the main thread. */
final class Cluster implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 30;
    private static final String CLIENT_ID = "dlq";

    private final Map<String, Object> clients;
    private final String letters;
    private final ControlTopics control;
    private @Nullable Admin admin;
    private @Nullable Producer<byte[], byte[]> producer;

    /**
     * @param clients settings of all Kafka clients
     * @param letters topic of the letters
     * @param control the topics beside it
     */
    Cluster(Map<String, Object> clients, String letters, ControlTopics control) {
        this.clients = clients;
        this.letters = letters;
        this.control = control;
    }

    String letters() {
        return letters;
    }

    ControlTopics control() {
        return control;
    }

    Admin admin() {
        Admin open = admin;
        if (open == null) {
            Map<String, Object> config = new HashMap<>(clients);
            config.putIfAbsent("client.id", CLIENT_ID);
            config.putIfAbsent("default.api.timeout.ms", 20_000);
            config.putIfAbsent("request.timeout.ms", 10_000);
            open = Admin.create(config);
            admin = open;
        }
        return open;
    }

    /** Reads a topic, which must be there. */
    TopicReader reader(String topic) {
        Map<String, Object> config = new HashMap<>(clients);
        config.putIfAbsent("client.id", CLIENT_ID);
        config.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        return new TopicReader(config, topic);
    }

    /** A consumer that belongs to no group and creates no topics. */
    Consumer<byte[], byte[]> consumer() {
        Map<String, Object> config = new HashMap<>(clients);
        config.putIfAbsent("client.id", CLIENT_ID);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A producer that writes each record once and waits for all replicas. */
    Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            Map<String, Object> config = new HashMap<>(clients);
            config.putIfAbsent("client.id", CLIENT_ID);
            config.put(ProducerConfig.ACKS_CONFIG, "all");
            config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
            config.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 20_000);
            config.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 40_000);
            open = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
            producer = open;
        }
        return open;
    }

    /** A topic, or {@code null} if there is none of that name. */
    @Nullable
    TopicDescription topic(String name) {
        try {
            return admin().describeTopics(List.of(name))
                    .allTopicNames()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .get(name);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return null;
            }
            throw failed("topic '" + name + "' cannot be looked up", e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw failed("topic '" + name + "' cannot be looked up", e);
        }
    }

    /** Waits for the answer to a question. */
    <T> T await(KafkaFuture<T> answer, String what) {
        try {
            return answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw failed(what, e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw failed(what, e);
        }
    }

    private static DlqException failed(String what, @Nullable Throwable cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return DlqException.unreachable(what, cause);
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close();
        }
        if (admin != null) {
            admin.close();
        }
    }
}
