/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConnectClusterIT {
    private static final Duration WITHIN = Duration.ofSeconds(60);

    private static ConnectCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = ConnectCluster.start(
                TestServers.kafka().bootstrapServers(), 1, ConnectOptions.of(DebeziumPostgresSource.pluginPath()));
    }

    @AfterAll
    static void closeCluster() {
        cluster.close();
    }

    @Test
    void debezium_changesOfATableArriveOnItsTopic() throws Exception {
        PostgresServer postgres = TestServers.postgres();
        String database = postgres.createDatabase("source");
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement();
                KafkaTopics topics = TestServers.kafka().topics()) {
            statement.execute("CREATE TABLE orders (id int PRIMARY KEY, note text)");
            statement.execute("INSERT INTO orders VALUES (1, 'before')");

            ConnectRest rest = cluster.rest();
            rest.put("orders-source", source(postgres, database).config());
            rest.awaitRunning("orders-source", 1, WITHIN);
            topics.read("e2e.public.orders", 1, WITHIN);
            statement.execute("INSERT INTO orders VALUES (2, 'after')");
            statement.execute("UPDATE orders SET note = 'changed' WHERE id = 1");
            statement.execute("DELETE FROM orders WHERE id = 2");

            // The last one is the tombstone of the delete.
            List<ConsumerRecord<byte[], byte[]>> records = topics.read("e2e.public.orders", 5, WITHIN);
            assertThat(records)
                    .extracting(ConnectClusterIT::operation)
                    .containsExactly("r", "c", "u", "d", "tombstone");
            assertThat(payload(records.get(2)).at("/after/note").asText()).isEqualTo("changed");

            rest.pause("orders-source");
            rest.await("orders-source", status -> status.all("PAUSED", 1), WITHIN);
            rest.resume("orders-source");
            rest.awaitRunning("orders-source", 1, WITHIN);

            rest.stop("orders-source");
            rest.await("orders-source", status -> status.all("STOPPED", 0), WITHIN);
            assertThat(rest.offsets("orders-source").path("offsets")).hasSize(1);
            rest.delete("orders-source");
            assertThat(rest.connectors()).doesNotContain("orders-source");
        }
    }

    @Test
    void plugins_areFoundByTheirServiceFiles() {
        assertThat(cluster.rest().plugins())
                .contains(
                        "io.debezium.connector.postgresql.PostgresConnector",
                        "org.apache.kafka.connect.json.JsonConverter");
    }

    @Test
    void validate_namesTheKeysWithErrors() throws SQLException {
        PostgresServer postgres = TestServers.postgres();
        DebeziumPostgresSource good = source(postgres, postgres.createDatabase("valid"));

        assertThat(cluster.rest().validate(good.config())).isEmpty();
        assertThat(cluster.rest().validate(good.with("tasks.max", "0").config()))
                .hasEntrySatisfying(
                        "tasks.max",
                        messages ->
                                assertThat(messages).singleElement().asString().contains("at least 1"));
    }

    @Test
    void awaitRunning_failedTask_showsItsTrace() throws SQLException {
        PostgresServer postgres = TestServers.postgres();
        String database = postgres.createDatabase("failing");
        DebeziumPostgresSource failing =
                source(postgres, database).with("errors.max.retries", "0").with("converters", "missing");
        ConnectRest rest = cluster.rest();
        rest.put(
                "failing-source",
                failing.with("missing.type", "no.such.Converter").config());
        try {
            assertThatThrownBy(() -> rest.awaitRunning("failing-source", 1, WITHIN))
                    .isInstanceOf(ServerFailure.class)
                    .hasMessageContaining("FAILED")
                    .hasMessageContaining("no.such.Converter");
            assertThat(rest.awaitFailed("failing-source", WITHIN).traces()).contains("no.such.Converter");
        } finally {
            rest.delete("failing-source");
        }
    }

    @Test
    void jmx_workerMetricsAreReadable() throws IOException, MalformedObjectNameException {
        ConnectWorker worker = cluster.workers().get(0);
        try (JMXConnector connector = worker.openJmx()) {
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            assertThat(beans.queryNames(new ObjectName("kafka.connect:type=connect-worker-metrics"), null))
                    .hasSize(1);
        }
    }

    private static DebeziumPostgresSource source(PostgresServer postgres, String database) {
        return DebeziumPostgresSource.of(postgres, database, "e2e").tables("public.orders");
    }

    private static String operation(ConsumerRecord<byte[], byte[]> record) {
        return record.value() == null ? "tombstone" : payload(record).path("op").asText();
    }

    private static JsonNode payload(ConsumerRecord<byte[], byte[]> record) {
        try {
            return HttpJson.JSON.readTree(new String(record.value(), UTF_8)).path("payload");
        } catch (IOException failure) {
            throw new AssertionError("Not JSON: " + new String(record.value(), UTF_8), failure);
        }
    }
}
