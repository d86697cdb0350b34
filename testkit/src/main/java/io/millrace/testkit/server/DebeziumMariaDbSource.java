/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Configuration of a Debezium source that reads a database of a {@link MariaDbServer}; each method gives a new one.
 *
 * @param config configuration of the connector, for {@link ConnectRest#put}
 */
public record DebeziumMariaDbSource(Map<String, String> config) {
    /** Copies the configuration. */
    public DebeziumMariaDbSource {
        config = Map.copyOf(config);
    }

    /**
     * The folder to put into a worker's plugin path.
     *
     * @return folder of plugins, one sub-folder each
     * @throws ServerFailure if the build has not made it
     */
    public static Path pluginPath() {
        return BuiltServers.folder("debezium-mariadb", "plugins");
    }

    /**
     * A source of all tables of a database, with a snapshot first.
     *
     * @param server the database's server, with a row-based binary log
     * @param database name of the database
     * @param serverName start of all topic names: {@code <serverName>.<database>.<table>}
     * @param bootstrapServers where it keeps the history of the schema, in a topic of its own
     * @return the configuration
     */
    public static DebeziumMariaDbSource of(
            MariaDbServer server, String database, String serverName, String bootstrapServers) {
        return new DebeziumMariaDbSource(Map.of(
                        "connector.class",
                        "io.debezium.connector.mariadb.MariaDbConnector",
                        "tasks.max",
                        "1",
                        "database.hostname",
                        "127.0.0.1",
                        "database.port",
                        Integer.toString(server.port()),
                        "database.user",
                        server.user(),
                        "database.password",
                        server.password(),
                        "database.include.list",
                        database,
                        "topic.prefix",
                        serverName,
                        "schema.history.internal.kafka.bootstrap.servers",
                        bootstrapServers,
                        "schema.history.internal.kafka.topic",
                        "schema-history-" + serverName))
                // Replicas of one server need an id of their own each.
                .with(
                        "database.server.id",
                        Integer.toString(ThreadLocalRandom.current().nextInt(1_000, 1_000_000)))
                .with("snapshot.mode", "initial");
    }

    /**
     * Reads these tables only.
     *
     * @param tables regular expressions of {@code database.table}
     * @return a new configuration
     */
    public DebeziumMariaDbSource tables(String... tables) {
        return with("table.include.list", String.join(",", tables));
    }

    /**
     * Sets any other key.
     *
     * @param key key of the connector
     * @param value its value
     * @return a new configuration
     */
    public DebeziumMariaDbSource with(String key, String value) {
        Map<String, String> changed = new TreeMap<>(config);
        changed.put(key, value);
        return new DebeziumMariaDbSource(changed);
    }
}
