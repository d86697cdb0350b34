/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.sink.config.ConfigFragment;
import io.millrace.sink.config.ConfigView;
import io.millrace.sink.config.Definitions;
import io.millrace.sink.config.Problems;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** The database and the connections to it. */
final class JdbcFragment implements ConfigFragment {
    static final String URL = "connection.url";
    static final String USER = "connection.user";
    static final String PASSWORD = "connection.password";
    static final String CONNECT_TIMEOUT = "connection.timeout.ms";
    static final String STATEMENT_TIMEOUT = "statement.timeout.ms";
    static final String SOCKET_TIMEOUT = "socket.timeout.ms";
    static final String LANES = "lanes";

    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(?i)[?&;]password=");

    private static final ConfigDef.Validator SUPPORTED_URL = Definitions.validator("jdbc:...", (key, value) -> {
        if (value != null && Databases.of(value.toString()).isEmpty()) {
            throw new ConfigException(key + " must be a JDBC URL such as 'jdbc:postgresql://host:5432/shop'");
        }
        if (value != null && PASSWORD_IN_URL.matcher(value.toString()).find()) {
            // Not repeated in the message: it would show the password.
            throw new ConfigException(
                    key + " holds a password, which would be shown to everybody; use '" + PASSWORD + "'");
        }
    });

    @Override
    public void define(ConfigDef definition) {
        new Definitions(definition, "Database")
                .add(
                        URL,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        SUPPORTED_URL,
                        Importance.HIGH,
                        "URL",
                        "JDBC URL of the database, for example 'jdbc:postgresql://host:5432/shop'. Parameters of the driver"
                                + " may follow, TLS among them. 'jdbc:postgresql:' is PostgreSQL, 'jdbc:mariadb:' and"
                                + " 'jdbc:mysql:' are MariaDB and MySQL; with any other, standard SQL is used. Only"
                                + " PostgreSQL's driver is part of the plugin: put others beside its jars.")
                .add(USER, Type.STRING, null, Definitions.notBlank(), Importance.HIGH, "User", "Name to log in with.")
                .add(PASSWORD, Type.PASSWORD, null, null, Importance.HIGH, "Password", "Password to log in with.")
                .add(
                        CONNECT_TIMEOUT,
                        Type.LONG,
                        5_000L,
                        Range.atLeast(250),
                        Importance.LOW,
                        "Connect timeout",
                        "Longest wait in ms for a connection. After that the database counts as down, and is tried again.")
                .add(
                        STATEMENT_TIMEOUT,
                        Type.LONG,
                        60_000L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Statement timeout",
                        "Longest run in ms of one statement; the server ends it then, and it is tried again.")
                .add(
                        SOCKET_TIMEOUT,
                        Type.LONG,
                        90_000L,
                        Range.atLeast(1_000),
                        Importance.LOW,
                        "Socket timeout",
                        "Longest wait in ms for the server to send anything. Must be above the statement timeout.")
                .add(
                        LANES,
                        Type.INT,
                        1,
                        Range.between(1, 64),
                        Importance.MEDIUM,
                        "Lanes",
                        "How many connections a task writes with at the same time. Events of one key always take the same"
                                + " one. With one lane, every batch is a single transaction over all tables.");
    }

    @Override
    public void check(ConfigView config, Problems problems) {
        Number statement = config.number(STATEMENT_TIMEOUT);
        Number socket = config.number(SOCKET_TIMEOUT);
        if (statement != null && socket != null && socket.longValue() <= statement.longValue()) {
            problems.add(
                    SOCKET_TIMEOUT,
                    "is " + socket + ", which is not above '" + STATEMENT_TIMEOUT + "' (" + statement
                            + "): a slow statement would look like a dead connection");
        }
        String url = config.text(URL);
        if (url != null && Databases.driver(url).isEmpty()) {
            Databases.of(url)
                    .ifPresent(database -> problems.add(
                            URL,
                            "needs a JDBC driver that is not there: put the jar of " + database.jar()
                                    + " into the 'lib' of the plugin's folder, beside the connector's own, and restart the"
                                    + " worker"));
        }
        if (config.posted(PASSWORD) != null && config.posted(USER) == null) {
            if (url != null && !url.contains("user=")) {
                problems.add(USER, "must be set, since '" + PASSWORD + "' is");
            }
        }
    }

    /** The settings of a configuration that has been checked. */
    static JdbcSettings read(AbstractConfig config) {
        Password password = config.getPassword(PASSWORD);
        return new JdbcSettings(
                config.getString(URL),
                Optional.ofNullable(config.getString(USER)),
                Optional.ofNullable(password),
                Duration.ofMillis(config.getLong(CONNECT_TIMEOUT)),
                Duration.ofMillis(config.getLong(STATEMENT_TIMEOUT)),
                Duration.ofMillis(config.getLong(SOCKET_TIMEOUT)),
                config.getInt(LANES),
                TableFragment.read(config),
                SchemaFragment.read(config),
                PostgresFragment.read(config),
                DeliveryFragment.read(config),
                LetterLedgerFragment.read(config));
    }
}
