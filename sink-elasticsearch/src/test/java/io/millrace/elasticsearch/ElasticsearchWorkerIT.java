/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.events.CapturedEvents;
import io.millrace.testkit.proxy.FaultProxy;
import io.millrace.testkit.server.ConnectCluster;
import io.millrace.testkit.server.ConnectOptions;
import io.millrace.testkit.server.ConnectRest;
import io.millrace.testkit.server.KafkaBroker;
import io.millrace.testkit.server.KafkaTopics;
import io.millrace.testkit.server.ServerFailure;
import io.millrace.testkit.server.TestServers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zip on a real worker, which knows nothing but what is in it. */
class ElasticsearchWorkerIT {
    private static final Duration WITHIN = Duration.ofSeconds(60);

    @TempDir
    private static Path plugins;

    private static ConnectCluster cluster;

    private final TestIndex index = new TestIndex();

    @BeforeAll
    static void startWorker() throws IOException {
        unzip(Path.of(
                System.getProperty("millrace.root"),
                "sink-elasticsearch",
                "target",
                "millrace-sink-elasticsearch-" + System.getProperty("millrace.version") + ".zip"));
        cluster = ConnectCluster.start(TestServers.kafka().bootstrapServers(), 1, ConnectOptions.of(plugins));
    }

    @AfterAll
    static void closeWorker() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static void unzip(Path zip) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = plugins.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    copy(in, file);
                }
            }
        }
    }

    private static void copy(InputStream in, Path file) throws IOException {
        Files.copy(in, file);
    }

    private Map<String, String> config(String... settings) {
        Map<String, String> config = index.config(settings);
        config.put("name", "to-elasticsearch");
        config.put("connector.class", ElasticsearchSinkConnector.class.getName());
        config.put("tasks.max", "1");
        for (String side : List.of("key", "value")) {
            config.put(side + ".converter", "org.apache.kafka.connect.json.JsonConverter");
            config.put(side + ".converter.schemas.enable", "true");
            config.put(side + ".converter.replace.null.with.default", "false");
        }
        return config;
    }

    @Test
    void events_becomeDocuments() {
        KafkaBroker kafka = TestServers.kafka();
        CapturedEvents captured = new CapturedEvents();
        ConnectRest rest = cluster.rest();
        try (KafkaTopics topics = kafka.topics()) {
            topics.create("pg.public.orders", 1, Map.of());
            topics.produce(Stream.of(
                            "pg-orders-r-snapshot",
                            "pg-orders-c-insert-all-types",
                            "pg-orders-u-toast-unchanged",
                            "pg-orders-pkchange-1-delete-old-key",
                            "pg-orders-pkchange-2-tombstone-old-key",
                            "pg-orders-pkchange-3-create-new-key",
                            "pg-orders-c-nan-infinity")
                    .map(name -> captured.load(name).producerRecord("pg.public.orders"))
                    .toList());
            rest.put("to-elasticsearch", config("topics", "pg.public.orders"));
            rest.awaitRunning("to-elasticsearch", 1, WITHIN);

            // There is no index before the first event.
            await().atMost(WITHIN)
                    .ignoreException(ServerFailure.class)
                    .untilAsserted(() -> assertThat(index.documents("orders")).containsOnlyKeys("2", "4", "1000"));
            await().atMost(WITHIN).untilAsserted(() -> assertThat(topics.committed("connect-to-elasticsearch"))
                    .containsValue(7L));
            rest.delete("to-elasticsearch");
        }
    }

    @Test
    void validation_asksTheCluster() throws Exception {
        assertThat(cluster.rest().validate(config("topics", "t"))).isEmpty();
        assertThat(cluster.rest().validate(config("topics", "t", "connection.url", "http://no-such-host.invalid:9200")))
                .containsOnlyKeys("connection.url");
        try (FaultProxy proxy =
                FaultProxy.before("127.0.0.1", index.server().url().getPort())) {
            proxy.refuse();
            assertThat(cluster.rest()
                            .validate(config("topics", "t", "connection.url", "http://127.0.0.1:" + proxy.port())))
                    .isEmpty();
        }
    }
}
