/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/**
 * A topic as the cluster describes it. Immutable.
 *
 * @param settings its settings, defaults included
 * @param allowed what whoever asks may do with it; {@code null} if the cluster does not say
 */
record TopicSettingsView(
        String name, int partitions, int replicas, Map<String, String> settings, @Nullable Set<AclOperation> allowed) {

    /** Looks a topic up; {@code null} if there is none. */
    static @Nullable TopicSettingsView of(Cluster cluster, String name) {
        TopicDescription known = cluster.topic(name);
        if (known == null) {
            return null;
        }
        TopicDescription description = cluster.await(
                        cluster.admin()
                                .describeTopics(
                                        List.of(name), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                                .allTopicNames(),
                        "topic '" + name + "' cannot be described")
                .getOrDefault(name, known);
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        Config config = cluster.await(
                        cluster.admin().describeConfigs(List.of(resource)).all(),
                        "the settings of topic '" + name + "' cannot be read")
                .get(resource);
        Map<String, String> settings = new HashMap<>();
        if (config != null) {
            config.entries().forEach(entry -> settings.put(entry.name(), entry.value()));
        }
        return new TopicSettingsView(
                name,
                description.partitions().size(),
                description.partitions().get(0).replicas().size(),
                settings,
                description.authorizedOperations());
    }

    long number(String setting, long otherwise) {
        String value = settings.get(setting);
        return value == null ? otherwise : Long.parseLong(value);
    }

    /** ms; the greatest number if records are kept for ever. */
    long retention() {
        if (!settings.getOrDefault("cleanup.policy", "delete").contains("delete")) {
            return Long.MAX_VALUE;
        }
        long retention = number("retention.ms", -1);
        return retention < 0 ? Long.MAX_VALUE : retention;
    }

    boolean isCompacted() {
        return settings.getOrDefault("cleanup.policy", "").contains("compact");
    }

    /** Which of these operations are not allowed. */
    List<AclOperation> missing(AclOperation... wanted) {
        List<AclOperation> missing = new ArrayList<>();
        for (AclOperation operation : wanted) {
            if (allowed != null && !allowed.contains(operation)) {
                missing.add(operation);
            }
        }
        return missing;
    }
}
