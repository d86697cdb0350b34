/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.rig;

import io.millrace.benchmarks.endtoend.event.EventBytes;
import io.millrace.benchmarks.endtoend.event.Form;
import io.millrace.benchmarks.endtoend.event.RowShape;
import io.millrace.benchmarks.endtoend.event.Workload;
import io.millrace.testkit.server.AvroConverterPlugin;
import io.millrace.testkit.server.ConnectCluster;
import io.millrace.testkit.server.ConnectOptions;
import io.millrace.testkit.server.ConnectRest;
import io.millrace.testkit.server.ConnectWorker;
import io.millrace.testkit.server.DebeziumJdbcSink;
import io.millrace.testkit.server.ElasticsearchServer;
import io.millrace.testkit.server.Jvm;
import io.millrace.testkit.server.KafkaBroker;
import io.millrace.testkit.server.KafkaOptions;
import io.millrace.testkit.server.KafkaTopics;
import io.millrace.testkit.server.PostgresOptions;
import io.millrace.testkit.server.PostgresServer;
import io.millrace.testkit.server.S3Server;
import io.millrace.testkit.server.SinkPlugins;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL, Kafka and one distributed Connect worker with the sinks in its plugin path, set up as in production.
 * Confined to one thread.
 */
public final class Rig implements AutoCloseable {
    private static final int HEAP_MEGABYTES = 1024;
    private static final int WORKER_HEAP_MEGABYTES = 2048;
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseG1GC",
            "-XX:MaxGCPauseMillis=20",
            "-XX:InitiatingHeapOccupancyPercent=35",
            "-XX:+ExplicitGCInvokesConcurrent");

    /** What Kafka's own start scripts give to a broker. */
    private static final Jvm JVM = new Jvm(HEAP_MEGABYTES, OPTIONS).with("-Xms" + HEAP_MEGABYTES + "m");

    /** What they give to a Connect worker. */
    private static final Jvm WORKER = new Jvm(WORKER_HEAP_MEGABYTES, OPTIONS).with("-Xms256m");

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final PostgresServer postgres;
    private final KafkaBroker kafka;
    private final ConnectCluster cluster;
    private final WorkerCost cost;
    private final KafkaTopics topics;
    private final SchemaRegistryStub registry = SchemaRegistryStub.start();
    private final boolean orderly;
    private @Nullable ElasticsearchServer elasticsearch;
    private @Nullable S3Server s3;
    private final String database;
    private final Connection connection;
    private final Map<String, LoadedTopic> loaded = new HashMap<>();

    private Rig(PostgresServer postgres, KafkaBroker kafka, ConnectCluster cluster, boolean orderly)
            throws SQLException {
        this.orderly = orderly;
        this.postgres = postgres;
        this.kafka = kafka;
        this.cluster = cluster;
        this.cost = WorkerCost.open(cluster.workers().get(0));
        this.topics = kafka.topics();
        this.database = postgres.createDatabase("bench");
        this.connection = postgres.connect(database);
    }

    /**
     * Starts the servers.
     *
     * @param project the repository's root, built
     * @param plugins an empty folder for what goes onto the plugin path
     * @param workerOptions further options of the worker's JVM
     * @return the rig
     * @throws SQLException if PostgreSQL does not answer
     */
    public static Rig start(Path project, Path plugins, List<String> workerOptions) throws SQLException {
        PostgresServer postgres = PostgresServer.start(PostgresOptions.defaults()
                .with("track_commit_timestamp", "on")
                .with("max_wal_size", "8GB")
                .with("checkpoint_timeout", "30min"));
        KafkaBroker kafka = KafkaBroker.start(KafkaOptions.defaults().with(JVM));
        Jvm worker = WORKER;
        for (String option : workerOptions) {
            worker = worker.with(option);
        }
        SinkPlugins.unpack(project, plugins);
        AvroConverterPlugin.install(plugins);
        ConnectCluster cluster = ConnectCluster.start(
                kafka.bootstrapServers(),
                1,
                ConnectOptions.of(plugins, DebeziumJdbcSink.pluginPath()).with(worker));
        return new Rig(postgres, kafka, cluster, !workerOptions.isEmpty());
    }

    /**
     * A topic with a workload's events; it is filled when it is first asked for.
     *
     * @param workload the events
     * @param form what they look like
     * @return the topic
     */
    public LoadedTopic load(Workload workload, Form form) {
        return loaded.computeIfAbsent(workload + "/" + form, fresh -> fill(workload, form));
    }

    private LoadedTopic fill(Workload workload, Form form) {
        String topic = newTopic(workload, form);
        EventBytes bytes = EventBytes.of(topic, workload, form, registry);
        long size = 0;
        try (TopicWriter writer = TopicWriter.filling(kafka.bootstrapServers())) {
            for (int i = 0; i < workload.records(); i++) {
                byte[] value = bytes.value(i);
                size += value.length;
                writer.send(topic, bytes.key(i), value);
            }
            writer.flush();
        }
        return new LoadedTopic(topic, workload, form, (double) size / workload.records());
    }

    /**
     * Creates an empty topic of one partition.
     *
     * @param workload the events that will be sent
     * @param form what they look like
     * @return its name
     */
    public String newTopic(Workload workload, Form form) {
        String topic =
                "bench.public." + workload.name() + "_" + form.id().replace('-', '_') + "_" + NAMES.incrementAndGet();
        topics.create(topic, 1, Map.of());
        return topic;
    }

    /**
     * Makes the bytes of records.
     *
     * @param topic name
     * @param workload the events
     * @param form what they look like
     * @return what makes them
     */
    public EventBytes bytes(String topic, Workload workload, Form form) {
        return EventBytes.of(topic, workload, form, registry);
    }

    /**
     * Sends records at once.
     *
     * @return a writer; the caller closes it
     */
    public TopicWriter promptWriter() {
        return TopicWriter.prompt(kafka.bootstrapServers());
    }

    /**
     * A new table to write to.
     *
     * @param shape of its rows
     * @return the table; the caller closes it
     * @throws SQLException if the server refuses
     */
    public TargetTable table(RowShape shape) throws SQLException {
        return TargetTable.create(connection, "t_" + NAMES.incrementAndGet(), shape);
    }

    /**
     * The Elasticsearch node; it is started when it is first asked for.
     *
     * @return it, ready
     */
    public ElasticsearchServer elasticsearch() {
        ElasticsearchServer running = elasticsearch;
        if (running == null) {
            running = ElasticsearchServer.start(JVM, Map.of());
            elasticsearch = running;
        }
        return running;
    }

    /**
     * A new index to write to.
     *
     * @return the index, empty; the caller closes it
     */
    public SearchIndex index() {
        return SearchIndex.create(elasticsearch().rest(), "index_" + NAMES.incrementAndGet());
    }

    /**
     * The S3 store; it is started when it is first asked for.
     *
     * @return it, ready
     */
    public S3Server s3() {
        S3Server running = s3;
        if (running == null) {
            running = S3Server.start(JVM);
            s3 = running;
        }
        return running;
    }

    /**
     * A new bucket to write to.
     *
     * @return the bucket, empty; the caller closes it
     */
    public Bucket bucket() {
        return Bucket.create(s3());
    }

    /**
     * How far a sink has committed.
     *
     * @param group its consumers' group
     * @param topic of one partition
     * @return the next offset to read, 0 if nothing was committed
     */
    public long committed(String group, String topic) {
        return topics.committed(group).getOrDefault(new TopicPartition(topic, 0), 0L);
    }

    /**
     * A further connection to the database.
     *
     * @return it; the caller closes it
     * @throws SQLException if the server refuses
     */
    public Connection connect() throws SQLException {
        return postgres.connect(database);
    }

    /**
     * The database that sinks write to.
     *
     * @return where it is
     */
    public Place place() {
        return new Place(
                postgres.jdbcUrl(database),
                postgres.user(),
                postgres.password(),
                registry.url(),
                registry.apicurioUrl());
    }

    /**
     * What sinks must know of the servers.
     *
     * @param jdbcUrl of the database
     * @param user who logs in
     * @param password of that user
     * @param registryUrl root of the schema registry's API, as Confluent's
     * @param apicurioUrl root of the schema registry's API, as Apicurio's
     */
    public record Place(String jdbcUrl, String user, String password, String registryUrl, String apicurioUrl) {}

    /**
     * What is measured on.
     *
     * @return facts for people
     * @throws SQLException if PostgreSQL does not answer
     */
    public Map<String, String> facts() throws SQLException {
        Map<String, String> facts = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('server_version'), "
                        + "current_setting('fsync'), current_setting('synchronous_commit'), "
                        + "current_setting('shared_buffers')")) {
            row.next();
            facts.put(
                    "PostgreSQL",
                    row.getString(1) + ", fsync " + row.getString(2) + ", synchronous_commit " + row.getString(3)
                            + ", shared_buffers " + row.getString(4) + ", max_wal_size 8GB");
        }
        facts.put(
                "Worker",
                "one, distributed, -Xmx" + WORKER.heapMegabytes() + "m " + String.join(" ", WORKER.options()));
        facts.put("Broker", "one, topics of one partition, filled with lz4");
        facts.put("JDK", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put("Plugins", String.join(", ", rest().versions()));
        return facts;
    }

    /**
     * The worker's REST interface.
     *
     * @return a client
     */
    public ConnectRest rest() {
        return cluster.rest();
    }

    /**
     * What the worker uses up.
     *
     * @return its meter
     */
    public WorkerCost cost() {
        return cost;
    }

    @Override
    public void close() throws SQLException {
        cost.close();
        if (orderly) {
            // What options of the JVM have begun, such as a flight recording, is written when it ends in good order.
            cluster.workers().forEach(ConnectWorker::stop);
        }
        cluster.close();
        if (elasticsearch != null) {
            elasticsearch.close();
        }
        if (s3 != null) {
            s3.close();
        }
        topics.close();
        kafka.close();
        connection.close();
        postgres.close();
        registry.close();
    }
}
