/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.batch;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariCredentialsProvider;
import com.zaxxer.hikari.util.Credentials;
import io.millrace.jdbc.JdbcSettings;
import java.util.function.Supplier;
import org.apache.kafka.common.config.types.Password;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings that pools of all databases have in common. Stateless. */
public final class ConnectionPool {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

    /** Keys with letters, letters that are replayed, and dry runs; each begins when it is first needed. */
    private static final int LETTER_LANES = 3;

    private ConnectionPool() {}

    /**
     * Settings of a pool that does not connect by itself and has a connection for each lane, for those that write what
     * belongs to dead letters, and one more.
     *
     * @param driver class of the driver
     * @param task for the name of the pool
     * @param current the settings as they are now: asked for the login whenever a connection is made
     */
    public static HikariConfig settings(
            JdbcSettings settings, String driver, String task, Supplier<JdbcSettings> current) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("millrace-" + task);
        config.setJdbcUrl(settings.url());
        config.setDriverClassName(driver);
        if (settings.user().isPresent()) {
            config.setCredentialsProvider(new CurrentLogin(login(settings), current));
        }
        config.setMaximumPoolSize(settings.lanes() + LETTER_LANES + 1);
        config.setMinimumIdle(0);
        config.setAutoCommit(false);
        config.setConnectionTimeout(settings.connectTimeout().toMillis());
        // A database that is down when the task starts is an outage like any other.
        config.setInitializationFailTimeout(-1);
        return config;
    }

    private static Credentials login(JdbcSettings settings) {
        return Credentials.of(
                settings.user().orElse(null),
                settings.password().map(Password::value).orElse(null));
    }

    /** Asks for the login anew for each connection, so that one which was rotated is used without a restart. Any thread. */
    private static final class CurrentLogin implements HikariCredentialsProvider {
        private final Supplier<JdbcSettings> current;
        private volatile Credentials last;

        CurrentLogin(Credentials first, Supplier<JdbcSettings> current) {
            this.last = first;
            this.current = current;
        }

        @Override
        public Credentials getCredentials() {
            try {
                last = login(current.get());
            } catch (RuntimeException e) {
                // The provider of secrets may be down while the database is not.
                LOG.warn("The login cannot be read anew; going on with the last one: {}", e.toString());
            }
            return last;
        }
    }
}
