/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectFailoverIT {
    private static final Duration WITHIN = Duration.ofSeconds(60);

    @Test
    void killOfTheWorkerWithTheTask_otherWorkerGoesOn() throws SQLException {
        PostgresServer postgres = TestServers.postgres();
        String database = postgres.createDatabase("failover");
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement();
                KafkaTopics topics = TestServers.kafka().topics();
                ConnectCluster cluster = ConnectCluster.start(
                        TestServers.kafka().bootstrapServers(),
                        2,
                        ConnectOptions.of(DebeziumPostgresSource.pluginPath()))) {
            statement.execute("CREATE TABLE orders (id int PRIMARY KEY)");
            statement.execute("INSERT INTO orders VALUES (1)");
            cluster.rest()
                    .put(
                            "failover-source",
                            DebeziumPostgresSource.of(postgres, database, "failover")
                                    .config());
            ConnectorStatus before = cluster.rest().awaitRunning("failover-source", 1, WITHIN);
            topics.read("failover.public.orders", 1, WITHIN);
            String lost = before.tasks().get(0).worker();

            cluster.worker(lost).kill();

            ConnectorStatus after = cluster.rest()
                    .await(
                            "failover-source",
                            status -> status.all("RUNNING", 1)
                                    && !status.tasks().get(0).worker().equals(lost),
                            WITHIN);
            assertThat(after.tasks().get(0).worker()).isNotEqualTo(lost);
            statement.execute("INSERT INTO orders VALUES (2)");
            topics.read("failover.public.orders", 2, WITHIN);
        }
    }
}
