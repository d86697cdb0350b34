/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Configuration of a Debezium source that reads a database of a {@link PostgresServer}; each method gives a new one.
 *
 * @param config configuration of the connector, for {@link ConnectRest#put}
 */
public record DebeziumPostgresSource(Map<String, String> config) {
    /** Copies the configuration. */
    public DebeziumPostgresSource {
        config = Map.copyOf(config);
    }

    /**
     * The folder to put into a worker's plugin path.
     *
     * @return folder of plugins, one sub-folder each
     * @throws ServerFailure if the build has not made it
     */
    public static Path pluginPath() {
        return BuiltServers.folder("debezium-postgres", "plugins");
    }

    /**
     * A source of all tables of a database, with a snapshot first.
     *
     * @param server the database's server, with {@code wal_level=logical}
     * @param database name of the database; slot and publication are named after it, hence one source each
     * @param serverName start of all topic names: {@code <serverName>.<schema>.<table>}
     * @return the configuration
     */
    public static DebeziumPostgresSource of(PostgresServer server, String database, String serverName) {
        return new DebeziumPostgresSource(Map.of(
                        "connector.class",
                        "io.debezium.connector.postgresql.PostgresConnector",
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
                        "database.dbname",
                        database,
                        "topic.prefix",
                        serverName,
                        "plugin.name",
                        "pgoutput",
                        "publication.autocreate.mode",
                        "filtered"))
                .slot("slot_" + database)
                .with("publication.name", "publication_" + database)
                .snapshot("initial");
    }

    /**
     * Reads these tables only.
     *
     * @param tables regular expressions of {@code schema.table}
     * @return a new configuration
     */
    public DebeziumPostgresSource tables(String... tables) {
        return with("table.include.list", String.join(",", tables));
    }

    /**
     * Uses another replication slot.
     *
     * @param name lower-case letters, digits and underscores
     * @return a new configuration
     */
    public DebeziumPostgresSource slot(String name) {
        return with("slot.name", name);
    }

    /**
     * Chooses what is read before the changes.
     *
     * @param mode such as {@code initial}, {@code no_data}
     * @return a new configuration
     */
    public DebeziumPostgresSource snapshot(String mode) {
        return with("snapshot.mode", mode);
    }

    /**
     * Sends heartbeats, so that the slot moves on while the tables rest.
     *
     * @param interval time between two
     * @return a new configuration
     */
    public DebeziumPostgresSource heartbeat(Duration interval) {
        return with("heartbeat.interval.ms", Long.toString(interval.toMillis()));
    }

    /**
     * Has the source set the replica identity of its tables at start.
     *
     * @param identities pairs such as {@code public.orders:FULL}
     * @return a new configuration
     */
    public DebeziumPostgresSource replicaIdentity(String... identities) {
        return with("replica.identity.autoset.values", String.join(",", identities));
    }

    /**
     * Sets any other key.
     *
     * @param key key of the connector
     * @param value its value
     * @return a new configuration
     */
    public DebeziumPostgresSource with(String key, String value) {
        Map<String, String> changed = new TreeMap<>(config);
        changed.put(key, value);
        return new DebeziumPostgresSource(changed);
    }
}
