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

class MariaDbServerIT {
    @Test
    void kill_committedRowsAreThereAfterRestartOnTheSamePort() throws SQLException {
        try (MariaDbServer server = MariaDbServer.start()) {
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
        try (MariaDbServer server = MariaDbServer.start()) {
            try (Connection connection = server.connect("mysql")) {
                assertThat(connection.isValid(1)).isTrue();
                server.stop();
            }
            assertThat(server.running()).isFalse();
            server.restart();
            try (Connection connection = server.connect("mysql")) {
                assertThat(connection.isValid(1)).isTrue();
            }
        }
    }

    @Test
    void defaults_areDurableAndLogRows() throws SQLException {
        MariaDbServer server = TestServers.mariadb();
        try (Connection connection = server.connect(server.createDatabase("defaults"))) {
            assertThat(text(connection, "SELECT @@innodb_flush_log_at_trx_commit"))
                    .isEqualTo("1");
            assertThat(text(connection, "SELECT @@binlog_format")).isEqualTo("ROW");
            assertThat(text(connection, "SELECT @@log_bin")).isEqualTo("1");
            assertThat(text(connection, "SELECT @@character_set_database")).isEqualTo("utf8mb4");
        }
    }

    @Test
    void connect_wrongPasswordIsRefused() {
        MariaDbServer server = TestServers.mariadb();
        assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl("mysql"), server.user(), "wrong"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("Access denied");
    }

    @Test
    void start_unknownSettingFailsWithTheEndOfTheLog() {
        MariaDbOptions options = MariaDbOptions.defaults().with("no_such_setting", "1");
        assertThatThrownBy(() -> MariaDbServer.start(options))
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("ended with exit code")
                .hasMessageContaining("no_such_setting");
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
