/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.ControlTopics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster, which letters. */
final class ClusterOptions {
    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "Kafka cluster with the letters. If not given, what --command-config says.")
    @Nullable
    String bootstrapServer;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Properties for the Kafka clients: security and whatever else the cluster asks for.")
    @Nullable
    Path commandConfig;

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            description = "Topic of the letters ('dlq.topic.name'). If not given, --connect-url is asked.")
    @Nullable
    String topic;

    @Option(names = "--connector", paramLabel = "NAME", description = "Only letters of this connector.")
    @Nullable
    String connector;

    @Option(
            names = "--connect-url",
            paramLabel = "URL",
            description = "REST interface of a Connect worker, to look settings of --connector up.")
    @Nullable
    String connectUrl;

    @Option(
            names = "--ledger-topic",
            paramLabel = "NAME",
            description = "Ledger, if it is not the topic of the letters with '.ledger' behind it.")
    @Nullable
    String ledgerTopic;

    @Option(names = "--commands-topic", paramLabel = "NAME", description = "The same for commands.")
    @Nullable
    String commandsTopic;

    @Option(names = "--audit-topic", paramLabel = "NAME", description = "The same for the audit.")
    @Nullable
    String auditTopic;

    @Option(names = "--json", description = "JSON for scripts in place of tables: one object a line.")
    boolean json;

    /** What --command-config says. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        if (commandConfig != null) {
            Properties file = new Properties();
            try (InputStream in = Files.newInputStream(commandConfig)) {
                file.load(in);
            } catch (IOException e) {
                throw DlqException.unreachable("--command-config cannot be read", e);
            }
            file.forEach((key, value) -> settings.put((String) key, value));
        }
        return settings;
    }

    /** Settings of the Kafka clients. */
    Map<String, Object> clients() {
        Map<String, Object> clients = settings();
        clients.keySet().removeIf(key -> key.startsWith("schema.registry."));
        if (bootstrapServer != null) {
            clients.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer);
        }
        if (!clients.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            throw DlqException.usage("give --bootstrap-server, or 'bootstrap.servers' in --command-config");
        }
        return clients;
    }

    Cluster open() {
        Map<String, Object> clients = clients();
        Map<String, String> config = Map.of();
        if (connectUrl != null && connector != null) {
            config = new ConnectRest(connectUrl).config(connector);
        } else if (topic == null) {
            throw DlqException.usage("give --topic, or --connector with --connect-url");
        }
        String letters = topic == null ? config.get("dlq.topic.name") : topic;
        if (letters == null) {
            throw DlqException.usage("connector '" + connector + "' has no 'dlq.topic.name'; give --topic");
        }
        ControlTopics byDefault = ControlTopics.of(letters);
        return new Cluster(
                clients,
                letters,
                new ControlTopics(
                        first(ledgerTopic, config.get("dlq.ledger.topic.name"), byDefault.ledger()),
                        first(commandsTopic, config.get("dlq.commands.topic.name"), byDefault.commands()),
                        first(auditTopic, config.get("dlq.audit.topic.name"), byDefault.audit())));
    }

    private static String first(@Nullable String given, @Nullable String configured, String byDefault) {
        if (given != null) {
            return given;
        }
        return configured == null ? byDefault : configured;
    }
}
