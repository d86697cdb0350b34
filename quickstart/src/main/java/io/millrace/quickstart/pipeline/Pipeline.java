/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.quickstart.compare.Table;
import io.millrace.quickstart.replica.ReplicaTarget;
import io.millrace.quickstart.shop.Catalogue;
import io.millrace.quickstart.shop.Shop;
import io.millrace.testkit.server.ConnectCluster;
import io.millrace.testkit.server.ConnectOptions;
import io.millrace.testkit.server.ConnectWorker;
import io.millrace.testkit.server.DebeziumPostgresSource;
import io.millrace.testkit.server.Jvm;
import io.millrace.testkit.server.KafkaTopics;
import io.millrace.testkit.server.SinkPlugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A store, its change events, and the sinks that carry them to all targets, on Connect workers of its own.
 *
 * <p>Confined to one thread, but for the shop, which has its own.
 */
public final class Pipeline implements AutoCloseable {
    private static final Duration RUNNING_WITHIN = Duration.ofSeconds(60);
    private static final Duration COPIED_WITHIN = Duration.ofMinutes(2);
    private static final int WORKER_HEAP_MEGABYTES = 1024;

    private final PipelineOptions options;
    private final Connectors names;
    private final Servers servers;
    private final String database;
    private final Shop shop;
    private final Connection reader;
    private final List<Table> tables;
    private final List<ReplicaTarget> targets;
    private final ConnectCluster cluster;
    private final KafkaTopics topics;
    private final SinkMetrics metrics;

    private Pipeline(
            Servers servers,
            PipelineOptions options,
            String database,
            Shop shop,
            List<ReplicaTarget> targets,
            ConnectCluster cluster)
            throws SQLException {
        this.options = options;
        this.names = new Connectors(options.name());
        this.servers = servers;
        this.database = database;
        this.shop = shop;
        this.reader = servers.source().connect(database);
        this.tables = Catalogue.tables(reader);
        this.targets = targets;
        this.cluster = cluster;
        this.topics = servers.kafka().topics();
        this.metrics = new SinkMetrics(cluster);
    }

    /**
     * Opens the store and starts the workers, with the sinks from their zips, as soon as the servers allow it. Nothing
     * flows yet.
     *
     * @param servers the servers, which may be on their way
     * @param options what it is like
     * @param ports where the sinks find their targets
     * @return the pipeline
     * @throws SQLException if a database does not answer
     */
    public static Pipeline start(Servers servers, PipelineOptions options, Targets.Ports ports) throws SQLException {
        Path project = Path.of(System.getProperty("millrace.root"));
        Path plugins = SinkPlugins.unpack(project, options.folder().resolve("plugins"));
        CompletableFuture<ConnectCluster> cluster = servers.background(() -> {
            ConnectCluster started = ConnectCluster.start(
                    servers.kafka().bootstrapServers(),
                    options.workers(),
                    ConnectOptions.of(DebeziumPostgresSource.pluginPath(), plugins)
                            .with(Jvm.fast(WORKER_HEAP_MEGABYTES)));
            servers.report("Kafka Connect", started.restUrl().toString());
            return started;
        });
        String database = servers.source().createDatabase(options.name());
        Shop shop = Shop.open(servers.source().connect(database), options.seed());
        List<ReplicaTarget> targets = Targets.open(servers, options.name(), ports);
        return new Pipeline(servers, options, database, shop, targets, Servers.await(cluster));
    }

    /**
     * Registers the source connector and, once its topics are there, the sinks; then waits until the store's first rows
     * are in all targets.
     *
     * @param running is told about each connector that runs, in one line
     * @throws IOException if a configuration cannot be written to its file
     * @throws SQLException if the source does not answer
     */
    public void connect(Consumer<String> running) throws IOException, SQLException {
        register(names.source(), names.sourceConfig(servers.source(), database), running);
        // Sinks with a topics.regex look for new topics every few minutes only.
        Drain drain = drain();
        drain.awaitTopics(RUNNING_WITHIN);
        for (ReplicaTarget target : targets) {
            register(names.sink(target), names.sinkConfig(target, options.sinkSettings()), running);
        }
        long rows = 0;
        for (Table table : tables) {
            rows += Catalogue.count(reader, table);
        }
        drain.awaitSnapshot(rows, COPIED_WITHIN);
        running.accept(String.format("%-24s copied to all targets", rows + " first rows"));
    }

    private void register(String connector, Map<String, String> config, Consumer<String> running) throws IOException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", connector);
        body.put("config", config);
        String json =
                new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(body);
        Files.createDirectories(options.folder().resolve("connectors"));
        Files.writeString(configFile(connector), json + System.lineSeparator());
        cluster.rest().create(json);
        cluster.rest().awaitRunning(connector, Integer.parseInt(config.getOrDefault("tasks.max", "1")), RUNNING_WITHIN);
        running.accept(String.format("%-24s running", connector));
    }

    private Path configFile(String connector) {
        return options.folder().resolve("connectors").resolve(connector + ".json");
    }

    /**
     * The store.
     *
     * @return the shop, open
     */
    public Shop shop() {
        return shop;
    }

    /**
     * The source's tables.
     *
     * @return tables in the order in which they are shown
     */
    public List<Table> tables() {
        return tables;
    }

    /**
     * The systems that the sinks write to.
     *
     * @return targets in the order in which they are shown
     */
    public List<ReplicaTarget> targets() {
        return targets;
    }

    /**
     * The broker, for those who look at dead letters.
     *
     * @return host and port
     */
    public String kafka() {
        return servers.kafka().bootstrapServers();
    }

    /**
     * The workers.
     *
     * @return the cluster
     */
    public ConnectCluster cluster() {
        return cluster;
    }

    /**
     * A connection to the source, for reading.
     *
     * @return the connection, closed with this
     */
    public Connection source() {
        return reader;
    }

    /**
     * What a target's sink says about itself.
     *
     * @param target one of the targets
     * @return its metrics now
     */
    public SinkMetrics.Sample sample(ReplicaTarget target) {
        return metrics.read(names.sink(target));
    }

    /**
     * Fails if a connector or a task has failed.
     *
     * @throws IllegalStateException with the trace
     */
    public void checkRunning() {
        drain().checkRunning();
    }

    /**
     * Names of the sinks' connectors.
     *
     * @return names in the order of the targets
     */
    public List<String> sinks() {
        return targets.stream().map(names::sink).toList();
    }

    /**
     * A way to wait until everything has come through.
     *
     * @return it
     */
    public Drain drain() {
        List<String> tableTopics =
                tables.stream().map(table -> names.topic(table.name())).toList();
        return new Drain(shop, reader, cluster, topics, names.source(), sinks(), tableTopics);
    }

    /**
     * Reads all tables of the source and of every target, and compares them.
     *
     * @return the verdict
     * @throws IOException if a target does not answer
     * @throws SQLException if a database does not answer
     */
    public Verdict compare() throws IOException, SQLException {
        return Verdict.of(reader, tables, targets);
    }

    /**
     * Where things are.
     *
     * @return lines to print
     */
    public List<String> whereabouts() {
        return Whereabouts.of(servers, cluster, database, targets, options.folder());
    }

    /**
     * Keeps what the workers have written to their logs, which would go with this JVM.
     *
     * @throws IOException if a file cannot be copied
     */
    public void saveLogs() throws IOException {
        int number = 0;
        for (ConnectWorker worker : cluster.workers()) {
            Path file = options.folder().resolve("connect-" + ++number + ".log");
            Files.copy(worker.log(), file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Ends the workers and closes all connections; the servers stay. */
    @Override
    public void close() throws IOException, SQLException {
        metrics.close();
        cluster.close();
        topics.close();
        for (ReplicaTarget target : targets) {
            target.close();
        }
        shop.close();
        reader.close();
    }
}
