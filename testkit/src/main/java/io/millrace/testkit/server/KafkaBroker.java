/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/** A Kafka broker that is its own controller, with every replication factor 1. Thread-safe. */
public final class KafkaBroker extends LocalServer {
    private static final String HOST = "127.0.0.1";

    private final String bootstrapServers;

    private KafkaBroker(ServerProcess process, String bootstrapServers) {
        super(process);
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker with the default options on a new log folder.
     *
     * @return the broker, ready
     * @throws ServerFailure if it does not get ready; the message holds the end of its log
     */
    public static KafkaBroker start() {
        return start(KafkaOptions.defaults());
    }

    /**
     * Starts a broker on a new log folder.
     *
     * @param options settings of the broker and of its JVM
     * @return the broker, ready
     * @throws ServerFailure if it does not get ready; the message holds the end of its log
     */
    public static KafkaBroker start(KafkaOptions options) {
        Path folder = Scratch.folder("kafka");
        String address = HOST + ":" + FreePort.pick();
        Map<String, String> settings = settings(address, HOST + ":" + FreePort.pick(), folder.resolve("logs"));
        settings.putAll(options.settings());
        Path properties = SettingsFile.write(folder, "server.properties", settings);

        JavaCommand command = new JavaCommand(options.jvm(), folder)
                .logging("kafka.server.KafkaRaftServer", "org.apache.kafka.metadata.storage");
        Launch launch = Launch.of(
                "kafka",
                command.of(
                        BuiltServers.classPath("kafka"),
                        "io.millrace.testkit.kafka.KafkaNode",
                        properties.toString(),
                        Uuid.randomUuid().toString()),
                folder);
        ServerProcess process = new ServerProcess(launch, () -> answers(address));
        process.start();
        return new KafkaBroker(process, address);
    }

    /**
     * Where clients find the broker.
     *
     * @return host and port, the same after every restart
     */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /**
     * Opens plain access to this broker's topics.
     *
     * @return topics; the caller closes them
     */
    public KafkaTopics topics() {
        return new KafkaTopics(bootstrapServers);
    }

    private static Map<String, String> settings(String address, String controller, Path logs) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("listeners", "PLAINTEXT://" + address + ",CONTROLLER://" + controller);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("controller.quorum.voters", "1@" + controller);
        settings.put("log.dirs", logs.toString());
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            settings.put(topic + ".replication.factor", "1");
            settings.put(topic + ".num.partitions", "1");
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        // A group of one or two members has nobody to wait for.
        settings.put("group.initial.rebalance.delay.ms", "0");
        // Tests that kill a member set a short session; the default would refuse it.
        settings.put("group.min.session.timeout.ms", "1000");
        // A broker that was killed comes back under the same id: its old session must not keep it out for long.
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");
        // The default takes 128 MiB of the heap at once.
        settings.put("log.cleaner.dedupe.buffer.size", "2097152");
        return settings;
    }

    /** A listening port is not enough: the broker must be registered and unfenced. */
    private static boolean answers(String address) throws IOException {
        Properties properties = new Properties();
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "5000");
        properties.put(AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, "50");
        properties.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "50");
        try (Admin admin = Admin.create(properties)) {
            return !admin.describeCluster().nodes().get(6, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException notYet) {
            throw new IOException(notYet);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }
}
