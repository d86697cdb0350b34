/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import io.millrace.dlq.jdbc.TableSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** Tables and files for letters. */
public final class LetterStoreFragment implements ConfigFragment {
    static final String MAX_BYTES = "dlq.letter.max.bytes";
    static final String URL = "dlq.jdbc.url";
    static final String USER = "dlq.jdbc.user";
    static final String PASSWORD = "dlq.jdbc.password";
    static final String TABLE = "dlq.jdbc.table";
    static final String CREATE = "dlq.jdbc.create";
    static final String TIMEOUT = "dlq.jdbc.timeout.ms";
    static final String FOLDER = "dlq.file.folder";

    @Override
    public void define(ConfigDef definition) {
        new Definitions(definition, "Dead letters in tables and files")
                .add(
                        MAX_BYTES,
                        Type.LONG,
                        10L << 20,
                        Range.atLeast(1_024),
                        Importance.LOW,
                        "Largest letter",
                        "Greatest letter in bytes for 'jdbc', 'file' and 's3'. Of a larger one the stack trace and the message"
                                + " are cut, then the record is left out and the letter only refers to it. Topics have"
                                + " 'dlq.kafka.max.request.size' for that.")
                .add(
                        URL,
                        Type.STRING,
                        null,
                        Definitions.validator("JDBC URL", LetterStoreFragment::checkUrl),
                        Importance.MEDIUM,
                        "Database",
                        "JDBC URL of the PostgreSQL, MariaDB or MySQL database with the table of letters. Its driver must be in"
                                + " the plugin's folder; PostgreSQL's comes with the JDBC sink.")
                .add(
                        USER,
                        Type.STRING,
                        null,
                        Definitions.notBlank(),
                        Importance.MEDIUM,
                        "User",
                        "Login to that database.")
                .add(PASSWORD, Type.PASSWORD, null, null, Importance.MEDIUM, "Password", "Goes with the user.")
                .add(
                        TABLE,
                        Type.STRING,
                        "dead_letters",
                        Definitions.validator("name or schema.name", LetterStoreFragment::checkTable),
                        Importance.MEDIUM,
                        "Table",
                        "Table of letters, one row each, with its schema before a dot if that is not the connection's.")
                .add(
                        CREATE,
                        Type.BOOLEAN,
                        true,
                        null,
                        Importance.LOW,
                        "Create table",
                        "Whether to create the table with the first letter if it is not there.")
                .add(
                        TIMEOUT,
                        Type.LONG,
                        10_000L,
                        Range.between(1_000, 600_000),
                        Importance.LOW,
                        "Timeout",
                        "Longest wait in ms for a connection to that database and for a statement.")
                .add(
                        FOLDER,
                        Type.STRING,
                        null,
                        Definitions.validator("absolute path", LetterStoreFragment::checkFolder),
                        Importance.MEDIUM,
                        "Folder",
                        "Folder for files of letters. On a disk that outlives the worker and its host, or letters do not.");
    }

    private static void checkUrl(String key, @Nullable Object value) {
        if (value != null && !TableSettings.isSupported(value.toString())) {
            // The URL itself may hold a password.
            throw new ConfigException("Invalid value for configuration " + key
                    + ": must begin with jdbc:postgresql:, jdbc:mariadb: or jdbc:mysql:");
        }
    }

    private static void checkTable(String key, @Nullable Object value) {
        if (value != null && !TableSettings.isTableName(value.toString())) {
            throw new ConfigException(
                    key, value, "must be a name of letters, digits, _ and $, with a schema before a dot at most");
        }
    }

    private static void checkFolder(String key, @Nullable Object value) {
        if (value == null) {
            return;
        }
        try {
            if (!Path.of(value.toString()).isAbsolute()) {
                throw new ConfigException(key, value, "must be an absolute path: a worker may run in any folder");
            }
        } catch (InvalidPathException e) {
            throw new ConfigException(key, value, "is no path: " + e.getReason());
        }
    }

    @Override
    public void check(ConfigView config, Problems problems) {
        List<String> kinds = config.list(DeadLetterFragment.DESTINATIONS);
        needs(config, kinds, DeadLetterFragment.Kind.JDBC, URL, problems);
        needs(config, kinds, DeadLetterFragment.Kind.FILE, FOLDER, problems);
        if (config.posted(PASSWORD) != null && config.posted(USER) == null) {
            problems.add(USER, "must be set, since '" + PASSWORD + "' is");
        }
    }

    private static void needs(
            ConfigView config, List<String> kinds, DeadLetterFragment.Kind kind, String key, Problems problems) {
        String name = Definitions.name(kind);
        boolean set = config.posted(key) != null;
        if (kinds.contains(name) && !set) {
            problems.add(key, "must be set, since '" + DeadLetterFragment.DESTINATIONS + "' lists '" + name + "'");
        }
        // Where the list itself was refused, nothing is known about what it says.
        boolean listRefused = kinds.isEmpty() && config.posted(DeadLetterFragment.DESTINATIONS) != null;
        if (!kinds.contains(name) && set && !listRefused) {
            problems.add(
                    key,
                    "is set, but '" + DeadLetterFragment.DESTINATIONS + "' does not list '" + name
                            + "'; add it, or remove the setting");
        }
    }

    static TableSettings table(AbstractConfig config) {
        return new TableSettings(
                config.getString(URL),
                Optional.ofNullable(config.getString(USER)),
                Optional.ofNullable(config.getPassword(PASSWORD)).map(Password::value),
                config.getString(TABLE),
                config.getBoolean(CREATE),
                Duration.ofMillis(config.getLong(TIMEOUT)));
    }
}
