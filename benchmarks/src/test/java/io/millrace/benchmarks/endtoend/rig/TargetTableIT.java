/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.endtoend.event.PlainRows;
import io.millrace.benchmarks.endtoend.event.RowShape;
import io.millrace.benchmarks.endtoend.event.Workload;
import io.millrace.benchmarks.endtoend.subject.PlainUnnest;
import io.millrace.testkit.server.PostgresServer;
import io.millrace.testkit.server.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class TargetTableIT {
    private static final PostgresServer SERVER = TestServers.postgres();
    private static final RowShape WIDE = new RowShape(12, 40);

    private final String database;

    TargetTableIT() throws SQLException {
        database = SERVER.createDatabase("target_table");
    }

    private TargetTable filled(Connection connection, Workload workload, int batch, int connections)
            throws SQLException {
        TargetTable table = TargetTable.create(connection, "filled", workload.shape());
        new PlainUnnest(workload.shape(), table.name())
                .write(PlainRows.of(workload, batch), connections, () -> SERVER.connect(database));
        return table;
    }

    @Test
    void content_tellsASingleValueApart() throws SQLException {
        try (Connection connection = SERVER.connect(database);
                Statement statement = connection.createStatement()) {
            TargetTable table = filled(connection, Workload.inserts("wide", WIDE, 1_000), 300, 2);
            TargetTable.Content before = table.content();
            assertThat(before.rows()).isEqualTo(1_000);

            statement.execute("UPDATE filled SET amount = amount + 0.01 WHERE id = 17");

            assertThat(table.content().rows()).isEqualTo(1_000);
            assertThat(table.content()).isNotEqualTo(before);
        }
    }

    @Test
    void content_isTheSame_howeverEventsAreCut() throws SQLException {
        Workload hot = new Workload("hot", RowShape.USUAL, 500, 20);
        try (Connection connection = SERVER.connect(database)) {
            TargetTable.Content one = filled(connection, hot, 500, 1).content();
            TargetTable.Content other = filled(connection, hot, 7, 1).content();

            assertThat(other).isEqualTo(one);
            assertThat(other.rows()).isEqualTo(20);
        }
    }

    @Test
    void seconds_areFromTheFirstRowToTheLast_andRevisionIsOfTheLastEvent() throws SQLException {
        try (Connection connection = SERVER.connect(database);
                Statement statement = connection.createStatement()) {
            TargetTable table = filled(connection, Workload.inserts("few", RowShape.USUAL, 10), 10, 1);
            statement.execute("UPDATE filled SET written_at = '2026-01-01 00:00:00Z'");
            statement.execute("UPDATE filled SET written_at = '2026-01-01 00:00:02.5Z' WHERE id = 3");

            assertThat(table.seconds(false)).isEqualTo(2.5);
            assertThat(table.revision(3)).isEqualTo(3);
            assertThat(table.revision(10)).isEqualTo(-1);
        }
    }
}
