/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class PostgresServerIT {
    @Test
    void kill_committedRowsAreThereAfterRestartOnTheSamePort() throws SQLException {
        try (PostgresServer server = PostgresServer.start()) {
            String database = server.createDatabase("kill");
            try (Connection connection = server.connect(database)) {
                execute(connection, "CREATE TABLE t (id int PRIMARY KEY)");
                execute(connection, "INSERT INTO t VALUES (7)");

                server.kill();

                assertThat(server.running()).isFalse();
                assertThatThrownBy(() -> execute(connection, "SELECT 1")).isInstanceOf(SQLException.class);
            }
            server.restart();
            try (Connection connection = server.connect(database)) {
                assertThat(text(connection, "SELECT id FROM t")).isEqualTo("7");
            }
        }
    }

    @Test
    void stop_endsInGoodOrderWhileAClientIsConnected() throws SQLException {
        try (PostgresServer server = PostgresServer.start()) {
            try (Connection connection = server.connect("postgres")) {
                assertThat(connection.isValid(1)).isTrue();
                server.stop();
            }
            assertThat(server.running()).isFalse();
            server.restart();
            try (Connection connection = server.connect("postgres")) {
                assertThat(connection.isValid(1)).isTrue();
            }
        }
    }

    @Test
    void suspend_openConnectionWaitsUntilResume() throws SQLException {
        PostgresServer server = TestServers.postgres();
        String url = server.jdbcUrl("postgres") + "?socketTimeout=1";
        try (Connection impatient = DriverManager.getConnection(url, server.user(), server.password());
                Connection patient = server.connect("postgres")) {
            server.suspend();
            try {
                assertThatThrownBy(() -> execute(impatient, "SELECT 1"))
                        .isInstanceOf(SQLException.class)
                        .hasRootCauseMessage("Read timed out");
            } finally {
                server.resume();
            }
            assertThat(text(patient, "SELECT 'still here'")).isEqualTo("still here");
        }
    }

    @Test
    void defaults_areDurableAndDecodeLogically() throws SQLException {
        PostgresServer server = TestServers.postgres();
        try (Connection connection = server.connect(server.createDatabase("defaults"))) {
            assertThat(text(connection, "SHOW fsync")).isEqualTo("on");
            assertThat(text(connection, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(text(connection, "SHOW wal_level")).isEqualTo("logical");
        }
    }

    @Test
    void options_reachTheServer() throws SQLException {
        PostgresOptions options =
                PostgresOptions.defaults().with("fsync", "off").with("max_connections", "17");
        try (PostgresServer server = PostgresServer.start(options);
                Connection connection = server.connect("postgres")) {
            assertThat(text(connection, "SHOW fsync")).isEqualTo("off");
            assertThat(text(connection, "SHOW max_connections")).isEqualTo("17");
        }
    }

    @Test
    void connect_wrongPasswordIsRefused() {
        PostgresServer server = TestServers.postgres();
        assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), "wrong"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void start_unknownSettingFailsWithTheEndOfTheLog() {
        PostgresOptions options = PostgresOptions.defaults().with("no_such_setting", "1");
        assertThatThrownBy(() -> PostgresServer.start(options))
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("ended with exit code 1")
                .hasMessageContaining("unrecognized configuration parameter \"no_such_setting\"");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
