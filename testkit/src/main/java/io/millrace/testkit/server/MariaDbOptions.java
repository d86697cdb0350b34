/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings of a {@link MariaDbServer}, as in an option file.
 *
 * @param settings names and values; those given here win over the defaults
 */
public record MariaDbOptions(Map<String, String> settings) {
    /** Copies the settings. */
    public MariaDbOptions {
        settings = Map.copyOf(settings);
    }

    /**
     * Durable as in production, with a row-based binary log for a change data capture source.
     *
     * @return the defaults
     */
    public static MariaDbOptions defaults() {
        return new MariaDbOptions(Map.of(
                "innodb_flush_log_at_trx_commit", "1",
                "server_id", "1",
                "log_bin", "binlog",
                "binlog_format", "ROW",
                "binlog_row_image", "FULL",
                "character_set_server", "utf8mb4",
                "innodb_buffer_pool_size", "128M"));
    }

    /**
     * The same with one setting changed or added.
     *
     * @param name as in an option file, with underscores
     * @param value as in an option file
     * @return new options
     */
    public MariaDbOptions with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(settings);
        changed.put(name, value);
        return new MariaDbOptions(changed);
    }
}
