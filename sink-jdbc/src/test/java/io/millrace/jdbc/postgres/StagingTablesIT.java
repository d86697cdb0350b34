/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.sink.spi.BatchWriter;
import io.millrace.testkit.server.PostgresServer;
import io.millrace.testkit.server.TestServers;
import io.millrace.testkit.simulation.ManualTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When staging tables are there, on a real server. */
class StagingTablesIT {
    private final HikariDataSource pool = pool();
    private final LaneConnection connection = new LaneConnection(pool);
    private final ManualTime time = new ManualTime();
    private final StagingTables tables = new StagingTables(connection, time);
    private final StagingTable one = table("one");
    private final StagingTable other = table("other");

    private static HikariDataSource pool() {
        PostgresServer server = TestServers.postgres();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl("postgres"));
        config.setUsername(server.user());
        config.setPassword(server.password());
        config.setMaximumPoolSize(1);
        config.setAutoCommit(false);
        return new HikariDataSource(config);
    }

    private static StagingTable table(String name) {
        return new StagingTable(
                name,
                "CREATE TEMPORARY TABLE IF NOT EXISTS pg_temp." + name + " (f0 int8) ON COMMIT DELETE ROWS",
                new CopyTarget("COPY pg_temp." + name + " FROM STDIN (FORMAT binary)", 1, 0, false));
    }

    @AfterEach
    void close() {
        connection.close();
        pool.close();
    }

    private long there() throws SQLException {
        try (Statement statement = connection.open().createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void table_isFreeOnceInATransaction() throws Exception {
        assertThat(tables.isFree(one)).isFalse();
        tables.make(one);
        tables.make(other);
        assertThat(tables.isFree(one)).isTrue();

        tables.use(one);
        assertThat(tables.isFree(one)).isFalse();
        assertThat(tables.isFree(other)).isTrue();
        connection.commit();
        assertThat(tables.isFree(one)).isTrue();
        tables.use(one);
        connection.rollback();
        assertThat(tables.isFree(one)).isTrue();
        assertThat(there()).isEqualTo(2);
    }

    @Test
    void tables_areDroppedAfterAnHourAndMadeAgain() throws Exception {
        assertThat(tables.dropAt()).isEqualTo(BatchWriter.NEVER);
        tables.make(one);
        time.advance(Duration.ofMinutes(59));
        tables.make(other);
        long due = tables.dropAt();
        assertThat(Duration.ofNanos(due - time.nanos())).isEqualTo(Duration.ofMinutes(1));

        time.advanceTo(due);
        tables.drop();
        assertThat(there()).isZero();
        assertThat(tables.isFree(one)).isFalse();
        assertThat(tables.dropAt()).isEqualTo(BatchWriter.NEVER);
        tables.make(other);
        assertThat(tables.isFree(other)).isTrue();
        assertThat(there()).isEqualTo(1);
    }

    @Test
    void otherConnection_hasNone() throws Exception {
        tables.make(one);
        connection.discard();
        assertThat(tables.isFree(one)).isFalse();
        connection.open();
        assertThat(tables.isFree(one)).isFalse();
        tables.drop();
        tables.make(one);
        assertThat(tables.isFree(one)).isTrue();
    }

    @Test
    void tableThatIsRefused_isTriedAgainOnTheNextConnectionOnly() throws Exception {
        StagingTable tooWide = new StagingTable("wide", "CREATE TEMPORARY TABLE wide (a no_such_type)", one.copy());
        tables.make(tooWide);
        assertThat(tables.isFree(tooWide)).isFalse();
        tables.make(one);
        SQLException rowTooBig = new SQLException("row is too big", "54000");
        assertThat(tables.failed(one, rowTooBig).getSQLState()).isEqualTo("MR001");
        connection.rollback();
        assertThat(tables.isFree(one)).isFalse();

        connection.discard();
        tables.make(one);
        assertThat(tables.isFree(one)).isTrue();
    }

    @Test
    void whatSaysNothingOfTheTable_isThrownAsItIs() throws Exception {
        tables.make(one);
        SQLException lost = new SQLException("gone", "08006");
        assertThatThrownBy(() -> tables.failed(one, lost)).isSameAs(lost);
        assertThat(tables.isFree(one)).isTrue();
    }
}
