/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings of a {@link PostgresServer}, as in {@code postgresql.conf}.
 *
 * @param settings names and values; those given here win over the defaults
 */
public record PostgresOptions(Map<String, String> settings) {
    /** Copies the settings. */
    public PostgresOptions {
        settings = Map.copyOf(settings);
    }

    /**
     * Durable as in production ({@code fsync} and {@code synchronous_commit} on: figures must be honest, and for tests
     * the difference is small), with logical decoding for a change data capture source.
     *
     * @return the defaults
     */
    public static PostgresOptions defaults() {
        return new PostgresOptions(Map.of(
                "fsync", "on",
                "synchronous_commit", "on",
                "wal_level", "logical",
                "max_connections", "200",
                "max_replication_slots", "32",
                "max_wal_senders", "32",
                "shared_buffers", "128MB",
                "log_min_messages", "warning"));
    }

    /**
     * The same with one setting changed or added.
     *
     * @param name as in {@code postgresql.conf}
     * @param value as in {@code postgresql.conf}, without quotes
     * @return new options
     */
    public PostgresOptions with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(settings);
        changed.put(name, value);
        return new PostgresOptions(changed);
    }
}
