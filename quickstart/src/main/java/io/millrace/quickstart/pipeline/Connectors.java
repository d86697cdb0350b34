/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.pipeline;

import io.millrace.quickstart.replica.ReplicaTarget;
import io.millrace.testkit.server.DebeziumPostgresSource;
import io.millrace.testkit.server.PostgresServer;
import java.util.Map;
import java.util.TreeMap;

/** Names and configurations of a pipeline's connectors. Immutable. */
final class Connectors {
    private final String pipeline;

    /** @param pipeline prefix of its topics and of its connectors' names */
    Connectors(String pipeline) {
        this.pipeline = pipeline;
    }

    String source() {
        return pipeline + "-source";
    }

    String sink(ReplicaTarget target) {
        return pipeline + "-to-" + target.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The topic of a table's events. */
    String topic(String table) {
        return pipeline + ".public." + table;
    }

    Map<String, String> sourceConfig(PostgresServer server, String database) {
        Map<String, String> config = new TreeMap<>(
                DebeziumPostgresSource.of(server, database, pipeline).config());
        config.putAll(converters());
        config.put("topic.creation.default.partitions", "2");
        config.put("topic.creation.default.replication.factor", "1");
        // By default the source hands over what it has read every half a second, and the producer waits a little, too.
        config.put("poll.interval.ms", "10");
        config.put("producer.override.linger.ms", "0");
        return config;
    }

    /** A target's configuration together with what all sinks have in common; the extra settings win. */
    Map<String, String> sinkConfig(ReplicaTarget target, Map<String, String> extra) {
        Map<String, String> config = new TreeMap<>(target.config());
        config.putAll(converters());
        config.put("topics.regex", pipeline + "\\.public\\..*");
        config.put("tasks.max", "1");
        config.putAll(extra);
        return config;
    }

    /** Connect's JsonConverter puts defaults where the source has NULL, on both ways, unless it is told not to. */
    private static Map<String, String> converters() {
        String converter = "org.apache.kafka.connect.json.JsonConverter";
        return Map.of(
                "key.converter", converter,
                "key.converter.schemas.enable", "true",
                "value.converter", converter,
                "value.converter.schemas.enable", "true",
                "value.converter.replace.null.with.default", "false");
    }
}
