/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** One distributed Connect worker; a {@link ConnectCluster} starts it. Thread-safe. */
public final class ConnectWorker extends LocalServer {
    private static final String HOST = "127.0.0.1";

    private final int restPort;
    private final int jmxPort;

    private ConnectWorker(ServerProcess process, int restPort, int jmxPort) {
        super(process);
        this.restPort = restPort;
        this.jmxPort = jmxPort;
    }

    static ConnectWorker start(String bootstrapServers, String group, ConnectOptions options) {
        Path folder = Scratch.folder("connect");
        int restPort = FreePort.pick();
        int jmxPort = FreePort.pick();
        Map<String, String> settings = settings(bootstrapServers, group, options);
        settings.put("listeners", "http://" + HOST + ":" + restPort);
        settings.putAll(options.settings());
        Path properties = SettingsFile.write(folder, "worker.properties", settings);

        JavaCommand command = new JavaCommand(options.jvm(), folder)
                .logging("org.apache.kafka.connect", "io.debezium", "io.millrace")
                .property("com.sun.management.jmxremote.host", HOST)
                .property("com.sun.management.jmxremote.port", jmxPort)
                .property("com.sun.management.jmxremote.rmi.port", jmxPort)
                .property("com.sun.management.jmxremote.authenticate", false)
                .property("com.sun.management.jmxremote.ssl", false)
                .property("java.rmi.server.hostname", HOST);
        Launch launch = Launch.of(
                "connect",
                command.of(
                        BuiltServers.classPath("kafka"),
                        "org.apache.kafka.connect.cli.ConnectDistributed",
                        properties.toString()),
                folder);
        HttpJson rest = new HttpJson(restUrl(restPort), "application/json");
        // Answers 200 only once the worker has joined its group and can take requests.
        ServerProcess process =
                new ServerProcess(launch, () -> rest.send("GET", "/health", "").successful());
        process.start();
        return new ConnectWorker(process, restPort, jmxPort);
    }

    /**
     * Root of the worker's REST interface.
     *
     * @return the address, the same after every restart
     */
    public URI restUrl() {
        return restUrl(restPort);
    }

    /**
     * The worker's REST interface.
     *
     * @return a client of this worker alone
     */
    public ConnectRest rest() {
        return new ConnectRest(restUrl());
    }

    /**
     * Where the worker's MBeans can be read, those of its connectors included.
     *
     * @return address for {@code JMXConnectorFactory}, without authentication
     */
    public JMXServiceURL jmxServiceUrl() {
        String address = "service:jmx:rmi:///jndi/rmi://" + HOST + ":" + jmxPort + "/jmxrmi";
        try {
            return new JMXServiceURL(address);
        } catch (MalformedURLException failure) {
            throw new IllegalStateException("Not a JMX address: " + address, failure);
        }
    }

    /**
     * Opens a connection to the worker's MBeans.
     *
     * @return a connection; the caller closes it
     * @throws IOException if the worker does not answer
     */
    @SuppressWarnings("BanJNDI") // The address is our own child's, on this machine.
    public JMXConnector openJmx() throws IOException {
        return JMXConnectorFactory.connect(jmxServiceUrl());
    }

    private static URI restUrl(int port) {
        return URI.create("http://" + HOST + ":" + port);
    }

    private static Map<String, String> settings(String bootstrapServers, String group, ConnectOptions options) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("group.id", group);
        for (String topic : new String[] {"config", "offset", "status"}) {
            settings.put(topic + ".storage.topic", group + "-" + topic);
            settings.put(topic + ".storage.replication.factor", "1");
        }
        settings.put("offset.storage.partitions", "1");
        settings.put("status.storage.partitions", "1");
        settings.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        settings.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        settings.put(
                "plugin.path", options.pluginPath().stream().map(Path::toString).collect(Collectors.joining(",")));
        settings.put("plugin.discovery", "service_load");
        settings.put("connector.client.config.override.policy", "All");
        settings.put(
                "offset.flush.interval.ms",
                Long.toString(options.offsetFlushInterval().toMillis()));
        // By default the tasks of a lost worker wait five minutes for its return.
        settings.put("scheduled.rebalance.max.delay.ms", "0");
        settings.put("session.timeout.ms", "6000");
        settings.put("heartbeat.interval.ms", "1500");
        return settings;
    }
}
