/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to the database of letters. Confined to one thread. */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final TableSettings settings;

    Connections(TableSettings settings) {
        this.settings = settings;
    }

    /** Longest wait for the answer to a statement, in s. */
    int seconds() {
        return (int) Math.max(1, settings.timeout().toSeconds());
    }

    /** A new connection whose waits are all bounded. */
    Connection connect() throws SQLException {
        Driver driver = driver(settings.url());
        if (driver == null) {
            throw new SQLException("No JDBC driver beside the plugin's jars takes 'dlq.jdbc.url'; put the database's"
                    + " driver into the plugin's folder 'lib'");
        }
        Properties login = new Properties();
        settings.user().ifPresent(user -> login.setProperty("user", user));
        settings.password().ifPresent(password -> login.setProperty("password", password));
        boolean postgres = LetterDialect.of(settings.url()) == LetterDialect.POSTGRESQL;
        String wait = Long.toString(settings.timeout().toMillis());
        login.setProperty("connectTimeout", postgres ? Integer.toString(seconds()) : wait);
        login.setProperty(
                "socketTimeout", postgres ? Integer.toString(2 * seconds()) : Long.toString(2_000L * seconds()));
        if (postgres) {
            login.setProperty("loginTimeout", Integer.toString(seconds()));
            login.setProperty("logServerErrorDetail", "false");
            login.setProperty("ApplicationName", "dead letters");
        }
        Connection connection = driver.connect(settings.url(), login);
        if (connection == null) {
            throw new SQLException("The driver " + driver.getClass().getName() + " does not connect to 'dlq.jdbc.url'");
        }
        return connection;
    }

    /** The plugin's own drivers are asked: the worker's list of drivers may hold another plugin's. */
    static @Nullable Driver driver(String url) throws SQLException {
        Iterator<Driver> drivers = ServiceLoader.load(Driver.class, Connections.class.getClassLoader())
                .iterator();
        while (true) {
            try {
                if (!drivers.hasNext()) {
                    return null;
                }
                Driver driver = drivers.next();
                if (driver.acceptsURL(url)) {
                    return driver;
                }
            } catch (ServiceConfigurationError e) {
                LOG.warn("A JDBC driver cannot be used", e);
            }
        }
    }
}
