/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.topic;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Where letters go on Kafka and how. Immutable.
 *
 * @param topic name of the topic
 * @param client settings of the Kafka clients; must hold {@code bootstrap.servers}
 * @param create whether to create the topic when it is not there
 * @param replicationFactor of a topic we create; the broker's default if empty
 * @param retention of a topic we create, counted from the time of death
 * @param closeTimeout longest wait for letters under way on close
 */
public record TopicSettings(
        String topic,
        Map<String, Object> client,
        boolean create,
        OptionalInt replicationFactor,
        Duration retention,
        Duration closeTimeout) {

    public TopicSettings {
        client = Map.copyOf(client);
    }

    /** The same for a topic beside this one. */
    public TopicSettings named(String other) {
        return new TopicSettings(other, client, create, replicationFactor, retention, closeTimeout);
    }
}
