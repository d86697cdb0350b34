/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.copy;

import io.millrace.benchmarks.data.EventBatch;
import io.millrace.benchmarks.data.OrderRecords;
import io.millrace.benchmarks.data.RecordShape;
import io.millrace.testkit.server.PostgresServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** A database that is written to in one way, by some connections at the same time. One thread. */
final class CopyWay implements AutoCloseable {
    private static final String TABLE = "orders";

    private final PostgresServer server;
    private final String database;
    private final ExecutorService threads;
    private final List<CopyLane> lanes = new ArrayList<>();
    private long next;

    CopyWay(
            PostgresServer server,
            RecordShape shape,
            String mode,
            int copyFrom,
            int connections,
            ExecutorService threads)
            throws SQLException {
        this.server = server;
        this.threads = threads;
        this.database = server.createDatabase("way");
        execute(OrderRecords.createTable(TABLE, shape.wholeRow()));
        for (int i = 0; i < connections; i++) {
            lanes.add(new CopyLane(server.jdbcUrl(database), server.user(), server.password(), mode, copyFrom, i));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Makes rows be there, not timed. */
    void fill(RecordShape shape, int rows) throws Exception {
        execute("TRUNCATE " + TABLE);
        write(shape.wholeRow(), 0, Math.min(rows, 5_000), rows);
        execute("VACUUM ANALYZE " + TABLE);
        next = 0;
    }

    /**
     * What writing took, in nanoseconds.
     *
     * @param time from the first statement to the last answer
     * @param processors time of processors, for the writers' threads and the server's processes for them
     */
    record Cost(long time, long processors) {}

    /**
     * Writes {@code rows} further rows with each connection.
     *
     * @param among how many rows there are, which are gone through again and again; 0 if they are new
     */
    Cost go(RecordShape shape, int size, int rows, int among) throws Exception {
        if (among > 0 && next + rows > among) {
            next = 0;
        }
        long first = next;
        next += rows;
        return write(shape, first, size, rows);
    }

    private Cost write(RecordShape shape, long first, int size, int rows) throws Exception {
        List<List<EventBatch>> all = new ArrayList<>();
        for (CopyLane lane : lanes) {
            all.add(lane.batches(shape, first, size, rows / size));
        }
        List<Callable<Long>> writes = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            CopyLane lane = lanes.get(i);
            List<EventBatch> batches = all.get(i);
            writes.add(() -> {
                long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                lane.write(batches);
                return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
            });
        }
        long processors = -serverNanos();
        long begin = System.nanoTime();
        List<Future<Long>> written = threads.invokeAll(writes);
        long time = System.nanoTime() - begin;
        processors += serverNanos();
        for (Future<Long> one : written) {
            processors += one.get();
        }
        return new Cost(time, processors);
    }

    /** How long the server's processes for this database have had a processor; lanes stay with theirs. */
    private long serverNanos() throws SQLException, IOException {
        long sum = 0;
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pid FROM pg_stat_activity WHERE datname = '" + database
                        + "' AND application_name LIKE 'millrace%'")) {
            while (rows.next()) {
                String times = Files.readString(Path.of("/proc/" + rows.getInt(1) + "/schedstat"));
                sum += Long.parseLong(times.substring(0, times.indexOf(' ')));
            }
        }
        return sum;
    }

    @Override
    public void close() {
        lanes.forEach(CopyLane::close);
    }
}
