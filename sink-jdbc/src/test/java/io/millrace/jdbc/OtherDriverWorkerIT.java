/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.server.ConnectCluster;
import io.millrace.testkit.server.ConnectOptions;
import io.millrace.testkit.server.ConnectRest;
import io.millrace.testkit.server.KafkaTopics;
import io.millrace.testkit.server.TestServers;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zip on a real worker, with and without a driver beside its jars. */
class OtherDriverWorkerIT {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final String PLUGIN = "millrace-sink-jdbc-" + System.getProperty("millrace.version");

    @TempDir
    private Path plugins;

    private final MariaDatabase database = new MariaDatabase();

    private void unzip() throws IOException {
        Path zip = Path.of(System.getProperty("millrace.root"), "sink-jdbc", "target", PLUGIN + ".zip");
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = plugins.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(in, file);
                }
            }
        }
    }

    private static Path driver() throws URISyntaxException {
        return Path.of(org.mariadb.jdbc.Driver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private Map<String, String> config(String topic) {
        Map<String, String> config = database.config("topics", topic, "schema.evolution", "none");
        config.put("name", "to-mariadb");
        config.put("connector.class", JdbcSinkConnector.class.getName());
        config.put("tasks.max", "1");
        for (String side : List.of("key", "value")) {
            config.put(side + ".converter", "org.apache.kafka.connect.json.JsonConverter");
            config.put(side + ".converter.schemas.enable", "false");
        }
        return config;
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void driverBesideThePluginsJars_isFound() throws Exception {
        assertThat(SharedWorker.cluster().rest().validate(config("words")))
                .hasEntrySatisfying(
                        "connection.url",
                        messages ->
                                assertThat(messages).singleElement().asString().contains("mariadb-java-client", "lib"));
        unzip();
        Files.copy(driver(), plugins.resolve(PLUGIN).resolve("lib").resolve("mariadb-java-client.jar"));
        database.execute("CREATE TABLE words (id bigint PRIMARY KEY, word varchar(20), at datetime(3))");
        try (ConnectCluster with =
                        ConnectCluster.start(TestServers.kafka().bootstrapServers(), 1, ConnectOptions.of(plugins));
                KafkaTopics topics = TestServers.kafka().topics()) {
            topics.create("words", 1, Map.of());
            topics.produce(List.of(
                    new ProducerRecord<>("words", bytes("{\"id\":1}"), bytes("{\"id\":1,\"word\":\"é\"}")),
                    new ProducerRecord<>(
                            "words",
                            bytes("{\"id\":2}"),
                            bytes("{\"id\":2,\"word\":\"two\",\"at\":\"2026-01-02T03:04:05.6\"}")),
                    new ProducerRecord<>("words", bytes("{\"id\":1}"), null)));
            ConnectRest rest = with.rest();
            assertThat(rest.validate(config("words"))).isEmpty();
            rest.put("to-mariadb", config("words"));
            rest.awaitRunning("to-mariadb", 1, WITHIN);
            await().atMost(WITHIN).untilAsserted(() -> assertThat(topics.committed("connect-to-mariadb"))
                    .containsValue(3L));
            rest.delete("to-mariadb");
        }
        assertThat(database.query("SELECT id, word, CAST(at AS CHAR) AS at FROM words"))
                .containsExactly(Map.of("id", "2", "word", "two", "at", "2026-01-02 03:04:05.600"));
    }
}
