/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.jdbc.ansi.AnsiDialect;
import io.millrace.jdbc.mysql.MySqlDialect;
import io.millrace.jdbc.mysql.SecondaryKeys;
import io.millrace.jdbc.postgres.PostgresTarget;
import io.millrace.jdbc.rowwise.Dialect;
import io.millrace.jdbc.rowwise.RowwiseTarget;
import io.millrace.sink.spi.Target;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The databases: which one a URL speaks of, how it is written, and whose driver is needed. */
enum Databases {
    POSTGRESQL("jdbc:postgresql:.+", "the PostgreSQL driver, which is part of the plugin"),
    MYSQL(
            "jdbc:(mariadb|mysql):.+",
            "MariaDB Connector/J (mariadb-java-client) for 'jdbc:mariadb:', or MySQL Connector/J (mysql-connector-j) for"
                    + " 'jdbc:mysql:'"),
    OTHER("jdbc:[^:]+:.+", "the database's JDBC driver");

    private static final Logger LOG = LoggerFactory.getLogger(Databases.class);

    private final Pattern url;
    private final String jar;

    Databases(String url, String jar) {
        this.url = Pattern.compile(url);
        this.jar = jar;
    }

    /** The database of a URL, or empty if it is no JDBC URL. */
    static Optional<Databases> of(String url) {
        for (Databases database : values()) {
            if (database.url.matcher(url).matches()) {
                return Optional.of(database);
            }
        }
        return Optional.empty();
    }

    /** Whether it is known how columns are changed there. */
    boolean evolves() {
        return this != OTHER;
    }

    /** What has to be put beside the plugin's jars. */
    String jar() {
        return jar;
    }

    /** Makes a target, which does not connect yet. */
    Target target(JdbcSettings settings, SecondaryKeys secondaryKeys, String task, Supplier<JdbcSettings> current) {
        return switch (this) {
            case POSTGRESQL -> new PostgresTarget(settings, task, current);
            case MYSQL -> rowwise(new MySqlDialect(settings.insertMode(), secondaryKeys), settings, task, current);
            case OTHER -> rowwise(new AnsiDialect(settings), settings, task, current);
        };
    }

    private Target rowwise(Dialect dialect, JdbcSettings settings, String task, Supplier<JdbcSettings> current) {
        String driver = driver(settings.url())
                .orElseThrow(() -> new IllegalStateException("No driver for the URL: " + jar + " is needed"));
        return new RowwiseTarget(dialect, settings, driver, task, current);
    }

    /** Class of the driver on the plugin's own class path that takes a URL. */
    static Optional<String> driver(String url) {
        Iterator<Driver> drivers = ServiceLoader.load(Driver.class, Databases.class.getClassLoader())
                .iterator();
        while (true) {
            try {
                if (!drivers.hasNext()) {
                    return Optional.empty();
                }
                Driver driver = drivers.next();
                if (driver.acceptsURL(url)) {
                    return Optional.of(driver.getClass().getName());
                }
            } catch (ServiceConfigurationError | SQLException e) {
                // Another driver may still take it.
                LOG.warn("A JDBC driver cannot be used", e);
            }
        }
    }
}
