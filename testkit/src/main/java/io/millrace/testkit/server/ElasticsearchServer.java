/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A single Elasticsearch node without security.
 *
 * <p>It is built from the server's jars and has no modules beyond HTTP: no scripts, no ingest pipelines, and
 * {@code GET /} is answered 405. Thread-safe.
 */
public final class ElasticsearchServer extends LocalServer {
    private static final String HOST = "127.0.0.1";
    private static final String MODULE = "transport-netty4";
    private static final Jvm JVM = Jvm.quick(512);

    private final URI url;

    private ElasticsearchServer(ServerProcess process, URI url) {
        super(process);
        this.url = url;
    }

    /**
     * Starts a node on a new data folder.
     *
     * @return the node, ready
     * @throws ServerFailure if it does not get ready; the message holds the end of its log
     */
    public static ElasticsearchServer start() {
        return start(JVM, Map.of());
    }

    /**
     * Starts a node on a new data folder.
     *
     * @param jvm how much its JVM may take
     * @param extraSettings node settings that win over the testkit's; one of an absent module is fatal
     * @return the node, ready
     * @throws ServerFailure if it does not get ready; the message holds the end of its log
     */
    public static ElasticsearchServer start(Jvm jvm, Map<String, String> extraSettings) {
        Path home = Scratch.folder("elasticsearch");
        int port = FreePort.pick();
        layOut(home);
        Map<String, String> settings = settings(port);
        settings.putAll(extraSettings);

        List<String> arguments = new ArrayList<>(List.of(home.toString()));
        settings.forEach((name, value) -> arguments.add(name + "=" + value));
        JavaCommand command = new JavaCommand(jvm, home).logging("org.elasticsearch.node");
        Launch launch = Launch.of(
                "elasticsearch",
                command.property("es.path.home", home)
                        .of(
                                BuiltServers.classPath("elasticsearch"),
                                "io.millrace.testkit.elasticsearch.ElasticsearchNode",
                                arguments.toArray(String[]::new)),
                home);
        URI url = URI.create("http://" + HOST + ":" + port);
        HttpJson http = new HttpJson(url, "application/json");
        ServerProcess process = new ServerProcess(launch, () -> healthy(http));
        process.start();
        return new ElasticsearchServer(process, url);
    }

    /**
     * Where clients find the node.
     *
     * @return the address, the same after every restart
     */
    public URI url() {
        return url;
    }

    /**
     * Plain access to the node.
     *
     * @return a client
     */
    public ElasticsearchRest rest() {
        return new ElasticsearchRest(url);
    }

    /** Restored indices must be there too: a node whose shards are still closed answers searches with errors. */
    private static boolean healthy(HttpJson http) throws IOException {
        HttpJson.Reply reply = http.send("GET", "/_cluster/health?timeout=1s", "");
        return reply.successful()
                && reply.body().path("status").asText().matches("yellow|green")
                && reply.body().path("initializing_shards").asInt() == 0;
    }

    private static Map<String, String> settings(int port) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("cluster.name", "millrace");
        settings.put("node.name", "millrace");
        settings.put("discovery.type", "single-node");
        settings.put("network.host", HOST);
        settings.put("http.port", Integer.toString(port));
        settings.put("transport.port", Integer.toString(FreePort.pick()));
        // A developer's full disk must not turn indices read-only.
        settings.put("cluster.routing.allocation.disk.threshold_enabled", "false");
        return settings;
    }

    /** The HTTP module has its own class loader: its jars are found by folder and must not be on the class path. */
    private static void layOut(Path home) {
        Path module = home.resolve("modules").resolve(MODULE);
        try {
            Files.createDirectories(module);
            Files.createDirectories(home.resolve("plugins"));
            Files.createDirectories(home.resolve("config"));
            List<Path> jars = BuiltServers.jars("elasticsearch", MODULE);
            for (Path jar : jars) {
                Files.copy(jar, module.resolve(jar.getFileName()));
            }
            Files.writeString(module.resolve("plugin-descriptor.properties"), descriptor(version(jars)));
        } catch (IOException failure) {
            throw new UncheckedIOException("Elasticsearch's home " + home + " could not be laid out", failure);
        }
    }

    private static String version(List<Path> jars) {
        return jars.stream()
                .map(jar -> jar.getFileName().toString())
                .filter(name -> name.startsWith(MODULE))
                .map(name -> name.substring(MODULE.length() + 1, name.length() - ".jar".length()))
                .findFirst()
                .orElseThrow(() -> new ServerFailure("No " + MODULE + " jar among " + jars));
    }

    private static String descriptor(String version) {
        return """
                name=%1$s
                description=Netty 4 based transport implementation
                version=%2$s
                elasticsearch.version=%2$s
                java.version=17
                classname=org.elasticsearch.transport.netty4.Netty4Plugin
                """
                .formatted(MODULE, version);
    }
}
