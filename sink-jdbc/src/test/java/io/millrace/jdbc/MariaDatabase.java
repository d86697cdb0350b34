/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.testkit.server.MariaDbServer;
import io.millrace.testkit.server.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** A fresh database, on the suite's MariaDB if no other is given. One test each. */
final class MariaDatabase extends SqlDatabase {
    private final MariaDbServer server;
    private final String name;

    MariaDatabase() {
        this(TestServers.mariadb());
    }

    MariaDatabase(MariaDbServer server) {
        this.server = server;
        try {
            name = server.createDatabase("jdbc");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    String name() {
        return name;
    }

    @Override
    public Connection connect() throws SQLException {
        return server.connect(name);
    }

    @Override
    Map<String, String> address() {
        return address(server.jdbcUrl(name), server.user(), server.password());
    }
}
