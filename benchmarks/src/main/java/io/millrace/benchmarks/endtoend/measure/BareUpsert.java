/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.measure;

import io.millrace.benchmarks.endtoend.result.Figures;
import io.millrace.benchmarks.endtoend.rig.Rig;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * How long an upsert of one row takes with nothing around it, and how much of that comes after the server has noted the
 * time of the commit: its log is written to the disk then, and the answer sent. Stateless.
 */
final class BareUpsert {
    private static final int WARM_UP = 100;
    private static final int COUNT = 400;
    private static final long EVERY_NANOS = 2_000_000;

    private BareUpsert() {}

    static Map<String, Double> measure(Rig rig) throws SQLException {
        String table = "bare_upserts";
        try (Connection connection = rig.connect();
                Statement plain = connection.createStatement()) {
            plain.execute("DROP TABLE IF EXISTS " + table);
            plain.execute("CREATE TABLE " + table + " (id bigint PRIMARY KEY, note text)");
            long[] acknowledged = new long[COUNT];
            double[] times = new double[COUNT];
            upserts(connection, table, acknowledged, times);
            double[] behind = new double[COUNT];
            try (ResultSet rows = plain.executeQuery(
                    "SELECT id, (extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000000)::bigint FROM " + table
                            + " WHERE id >= 0")) {
                while (rows.next()) {
                    int id = Math.toIntExact(rows.getLong(1));
                    behind[id] = (acknowledged[id] - rows.getLong(2)) / 1_000.0;
                }
            }
            plain.execute("DROP TABLE " + table);
            return Map.of(
                    Figures.BARE, Percentiles.of(times).at(50),
                    Figures.ACKNOWLEDGE, Percentiles.of(behind).at(50));
        }
    }

    private static void upserts(Connection connection, String table, long[] acknowledged, double[] times)
            throws SQLException {
        WallClock clock = WallClock.now();
        try (PreparedStatement upsert = connection.prepareStatement(
                "INSERT INTO " + table + " VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET note = EXCLUDED.note")) {
            long due = System.nanoTime();
            for (int i = -WARM_UP; i < COUNT; i++) {
                due += EVERY_NANOS;
                while (due - System.nanoTime() > 0) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                upsert.setLong(1, i);
                upsert.setString(2, "please leave the parcel with the neighbours");
                long before = System.nanoTime();
                upsert.executeUpdate();
                long after = System.nanoTime();
                if (i >= 0) {
                    times[i] = (after - before) / 1_000_000.0;
                    acknowledged[i] = clock.micros(after);
                }
            }
        }
    }
}
