/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.topic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the topic for letters, and those beside it. Confined to one thread. */
final class LetterTopic {
    private static final Logger LOG = LoggerFactory.getLogger(LetterTopic.class);
    private static final long TIMEOUT_SECONDS = 30;

    private LetterTopic() {}

    /**
     * Creates the topic if it is missing. Not being allowed to is no failure yet: an operator may have created it, and
     * if not, the first letter says so.
     *
     * @throws KafkaException if the cluster does not answer: whoever went on then might have the broker create the topic by
     *     itself, with settings of its own
     */
    static void createIfMissing(TopicSettings settings) throws InterruptedException {
        createIfMissing(settings, Optional.empty(), retention(settings.retention()));
    }

    /** The same with other settings of the topic. */
    static void createIfMissing(TopicSettings settings, Optional<Integer> partitions, Map<String, String> configs)
            throws InterruptedException {
        NewTopic topic = new NewTopic(
                settings.topic(),
                partitions,
                settings.replicationFactor().isPresent()
                        ? Optional.of((short) settings.replicationFactor().getAsInt())
                        : Optional.empty());
        topic.configs(configs);
        try (Admin admin = Admin.create(settings.client())) {
            KafkaException failure =
                    failureOf(admin.createTopics(List.of(topic)).all());
            if (failure == null) {
                LOG.info("Created dead-letter topic '{}', {}", settings.topic(), configs);
            } else if (failure instanceof RetriableException
                    && failureOf(admin.describeTopics(List.of(settings.topic())).allTopicNames()) != null) {
                throw failure;
            } else if (!(failure instanceof TopicExistsException)) {
                LOG.warn(
                        "Could not create dead-letter topic '{}'; going on in case it is there",
                        settings.topic(),
                        failure);
            }
        }
    }

    /** The setting of a topic whose records are deleted after a time. */
    static Map<String, String> retention(Duration time) {
        return Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(time.toMillis()));
    }

    private static @Nullable KafkaException failureOf(KafkaFuture<?> answer) throws InterruptedException {
        try {
            answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            return new org.apache.kafka.common.errors.TimeoutException(
                    "The cluster has not answered within " + TIMEOUT_SECONDS + " s", e);
        }
    }
}
