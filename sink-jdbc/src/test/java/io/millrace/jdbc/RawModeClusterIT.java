/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.server.ApicurioRegistry;
import io.millrace.testkit.server.AvroConverterPlugin;
import io.millrace.testkit.server.ConnectCluster;
import io.millrace.testkit.server.DebeziumPostgresSource;
import io.millrace.testkit.server.PostgresServer;
import io.millrace.testkit.server.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A real source, a real worker, the connector from its zip, in raw mode: what arrives is what the source has. With JSON
 * always, and with Avro behind a real registry where there is a Java that it runs on; {@link RawModeIT} does the same against
 * a stub of the registry on any.
 */
class RawModeClusterIT {
    private static final Duration WITHIN = Duration.ofMinutes(2);
    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";
    private static Optional<ApicurioRegistry> registry = Optional.empty();

    private final ConnectCluster cluster = SharedWorker.cluster();
    private final PostgresServer postgres = TestServers.postgres();

    @BeforeAll
    static void startRegistry() {
        registry = ApicurioRegistry.start();
    }

    @AfterAll
    static void closeRegistry() {
        registry.ifPresent(ApicurioRegistry::close);
    }

    @TestFactory
    List<DynamicTest> rows_areThoseOfTheSource() {
        List<DynamicTest> tests = new ArrayList<>();
        tests.add(
                DynamicTest.dynamicTest("JSON", () -> replicate("rawjson", Map.of(), Map.of("decode.format", "auto"))));
        registry.ifPresent(real -> tests.add(DynamicTest.dynamicTest(
                "Avro, real registry",
                () -> replicate(
                        "rawavro",
                        converters(real),
                        Map.of(
                                "decode.format",
                                "avro",
                                "schema.registry.url",
                                real.confluentApi().toString())))));
        return tests;
    }

    private static Map<String, String> converters(ApicurioRegistry registry) {
        Map<String, String> config = new HashMap<>();
        for (String converter : List.of("key.converter", "value.converter")) {
            config.put(converter, AvroConverterPlugin.CONVERTER);
            String prefix = converter + ".apicurio.registry.";
            config.put(prefix + "url", registry.ownApi().toString());
            config.put(prefix + "auto-register", "true");
            config.put(prefix + "as-confluent", "true");
            config.put(prefix + "use-id", "contentId");
            config.put(prefix + "headers.enabled", "false");
        }
        return config;
    }

    private void replicate(String name, Map<String, String> source, Map<String, String> sink) throws Exception {
        Database target = new Database();
        String database = postgres.createDatabase(name);
        String table = "CREATE TABLE orders (id bigint, part smallint, note text, amount numeric(12,4), free numeric,"
                + " doc jsonb, at timestamptz, day date, uid uuid, raw bytea, tags text[], nums int[], flag boolean,"
                + " ratio double precision, PRIMARY KEY (id, part))";
        target.execute(table);
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(table);
            insert(statement, 1, 40);
            Map<String, String> config = new HashMap<>(
                    DebeziumPostgresSource.of(postgres, database, name).config());
            config.putAll(source);
            cluster.rest().put(name + "-source", config);
            Map<String, String> sinkConfig = new HashMap<>(target.config());
            sinkConfig.remove("name");
            sinkConfig.putAll(sink);
            sinkConfig.putAll(Map.of(
                    "connector.class",
                    JdbcSinkConnector.class.getName(),
                    "topics",
                    name + ".public.orders",
                    "table.name.format",
                    "orders",
                    "key.converter",
                    BYTES,
                    "value.converter",
                    BYTES,
                    "header.converter",
                    BYTES));
            cluster.rest().awaitRunning(name + "-source", 1, WITHIN);
            cluster.rest().put(name + "-sink", sinkConfig);
            awaitEqual(target, database);
            insert(statement, 41, 60);
            statement.execute("UPDATE orders SET note = note || '!', amount = -amount WHERE id % 3 = 0");
            statement.execute("UPDATE orders SET id = id + 1000 WHERE id % 7 = 0");
            statement.execute("DELETE FROM orders WHERE id % 5 = 0");
            statement.execute(
                    "UPDATE orders SET note = NULL, doc = NULL, amount = NULL, tags = NULL WHERE id % 11 = 0");
            // A new schema in mid-topic; the target has the column already.
            target.execute("ALTER TABLE orders ADD added text DEFAULT 'd'");
            statement.execute("ALTER TABLE orders ADD added text DEFAULT 'd'");
            insert(statement, 61, 80);
            statement.execute("UPDATE orders SET added = 'changed' WHERE id = 61");
            awaitEqual(target, database);
        } finally {
            cluster.rest().delete(name + "-source");
            cluster.rest().delete(name + "-sink");
        }
    }

    /** Debezium leaves zeros at the end of a number without a declared scale out, so there are none. */
    private static void insert(Statement statement, int from, int to) throws SQLException {
        statement.execute("INSERT INTO orders SELECT g, g % 4, 'note ' || g, g * 1.25, (g || '.' || g || '1')::numeric,"
                + " '{\"g\": [1, null]}',"
                + " timestamptz '2026-01-01 00:00:00.123456+00' + g * interval '1 hour', date '2026-01-01' + g,"
                + " gen_random_uuid(), decode(lpad(to_hex(g), 8, '0'), 'hex'), ARRAY['a', NULL, g::text], ARRAY[g, -g],"
                + " g % 2 = 0, g / 3.0 FROM generate_series(" + from + ", " + to + ") AS g");
    }

    private void awaitEqual(Database target, String database) {
        String rows = "SELECT t::text AS r FROM orders AS t ORDER BY id, part";
        await("the rows of " + database).atMost(WITHIN).untilAsserted(() -> assertThat(target.query(rows))
                .isEqualTo(query(database, rows)));
    }

    private List<Map<String, String>> query(String database, String sql) throws SQLException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'");
            try (var result = statement.executeQuery(sql)) {
                while (result.next()) {
                    rows.add(Map.of("r", result.getString(1)));
                }
            }
        }
        return rows;
    }
}
