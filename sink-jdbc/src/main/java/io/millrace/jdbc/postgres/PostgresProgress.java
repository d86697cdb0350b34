/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.jdbc.batch.BatchCommit;
import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.postgres.Claims.Claim;
import io.millrace.jdbc.postgres.type.Binding.Wire;
import io.millrace.sink.ledger.OffsetSet;
import io.millrace.sink.ledger.OffsetSetCodec;
import io.millrace.sink.ledger.Progress;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.BatchProgress;
import io.millrace.sink.spi.Disowned;
import io.millrace.sink.spi.ProgressStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Keeps progress in a table of the database that is written to. Task thread only; it hands out the part of it that each
 * lane uses by itself.
 */
final class PostgresProgress implements ProgressStore {
    private final LaneConnection connection;
    private final LedgerTable table;
    private final int lanes;
    private final Claims claims = new Claims();
    private final LaneLedger own;
    private final LedgerRows keys = new LedgerRows(Wire.TEXT, Wire.INT4);
    private final OwnTable ownTable;

    PostgresProgress(HikariDataSource pool, LedgerTable table, int lanes) {
        this.connection = new LaneConnection(pool);
        this.ownTable = new OwnTable(connection, table.name(), "ledger.table", table.mayCreate(), table.ddl());
        this.table = table;
        this.lanes = lanes;
        this.own = new LaneLedger(connection, table, claims, LedgerTable.TASK_LANE);
    }

    /** How a lane's transactions end. */
    BatchCommit commitOf(LaneConnection laneConnection, int lane) {
        return new ExactlyOnceCommit(laneConnection, new LaneLedger(laneConnection, table, claims, lane));
    }

    /** Three round trips for any number of partitions, in one transaction. */
    @Override
    public Map<SourcePartition, Progress> takeOver(Collection<SourcePartition> assigned)
            throws SQLException, PlanException {
        try {
            ownTable.ensure();
            Map<TopicPartition, SourcePartition> sources = new HashMap<>();
            assigned.forEach(source -> sources.put(source.topicPartition(), source));
            List<TopicPartition> partitions = List.copyOf(sources.keySet());
            Map<TopicPartition, Long> epochs = claim(partitions);
            Map<TopicPartition, Progress> known = lock(partitions);
            dropLanes(partitions);
            begin(epochs, known);
            connection.commit();
            Map<SourcePartition, Progress> taken = new HashMap<>();
            sources.forEach((partition, source) -> {
                claims.add(source, new Claim(epochs.getOrDefault(partition, 0L), lanes));
                Progress progress = known.get(partition);
                if (progress != null) {
                    taken.put(source, progress);
                }
            });
            return taken;
        } finally {
            connection.close();
        }
    }

    private Map<TopicPartition, Long> claim(List<TopicPartition> partitions) throws SQLException {
        Map<TopicPartition, Long> epochs = new HashMap<>();
        try (ResultSet result = bound(table.claim(), 2, partitions).executeQuery()) {
            while (result.next()) {
                epochs.put(new TopicPartition(result.getString(1), result.getInt(2)), result.getLong(3));
            }
        }
        return epochs;
    }

    /** What all rows of each partition say together; partitions of which nothing is known are left out. */
    private Map<TopicPartition, Progress> lock(List<TopicPartition> partitions) throws SQLException {
        Map<TopicPartition, Progress> known = new HashMap<>();
        try (ResultSet result = bound(table.lock(), 2, partitions).executeQuery()) {
            while (result.next()) {
                long position = result.getLong(4);
                if (!result.wasNull()) {
                    known.merge(
                            new TopicPartition(result.getString(1), result.getInt(2)),
                            progress(result, position),
                            Progress::plus);
                }
            }
        }
        return known;
    }

    private static Progress progress(ResultSet result, long position) throws SQLException {
        OffsetSet applied = OffsetSetCodec.decode(result.getBytes(5), position);
        long markOffset = result.getLong(6);
        String mark = result.getString(7);
        return new Progress(position, applied, mark == null ? null : new Progress.Mark(markOffset, mark));
    }

    private void dropLanes(List<TopicPartition> partitions) throws SQLException {
        PreparedStatement statement = bound(table.dropLanes(), 3, partitions);
        statement.setInt(2, lanes);
        statement.executeUpdate();
    }

    /** The task's own row takes in what all rows said; those of lanes begin with nothing that it does not say. */
    private void begin(Map<TopicPartition, Long> epochs, Map<TopicPartition, Progress> known) throws SQLException {
        LedgerRows rows =
                new LedgerRows(Wire.TEXT, Wire.INT4, Wire.INT4, Wire.INT8, Wire.INT8, Wire.BYTEA, Wire.INT8, Wire.TEXT);
        rows.begin(epochs.size() * (lanes + 1));
        epochs.forEach((partition, epoch) -> {
            Progress progress = known.get(partition);
            for (int lane = LedgerTable.TASK_LANE; lane < lanes; lane++) {
                rows.text(partition.topic())
                        .integer(partition.partition())
                        .integer(lane)
                        .number(epoch);
                if (progress == null || lane != LedgerTable.TASK_LANE) {
                    rows.noNumber().bytes(new byte[0]).noNumber().text(null);
                } else {
                    rows.progress(progress);
                }
            }
        });
        PreparedStatement statement = connection.prepare(table.begin());
        statement.setString(1, table.connector());
        rows.bind(statement, 2);
        statement.executeUpdate();
    }

    private PreparedStatement bound(String sql, int index, List<TopicPartition> partitions) throws SQLException {
        keys.begin(partitions.size());
        for (TopicPartition partition : partitions) {
            keys.text(partition.topic()).integer(partition.partition());
        }
        PreparedStatement statement = connection.prepare(sql);
        statement.setString(1, table.connector());
        keys.bind(statement, index);
        return statement;
    }

    @Override
    public Map<SourcePartition, Disowned> store(Map<SourcePartition, Progress> moved)
            throws SQLException, PlanException {
        try {
            if (own.isInDoubt()) {
                own.hasCommitted();
            }
            List<BatchProgress> parts = new ArrayList<>();
            moved.forEach((source, progress) -> parts.add(new BatchProgress(source, progress)));
            Map<SourcePartition, Disowned> lost = own.store(parts);
            if (lost.isEmpty()) {
                own.commit();
            }
            return lost;
        } finally {
            connection.close();
        }
    }

    @Override
    public boolean keepsSourceMarks() {
        return table.sourceMarks();
    }

    @Override
    public void release(SourcePartition source) {
        claims.release(source);
    }

    /**
     * @param offsets where partitions are to go on; {@code null} for the offset that Kafka has; none at all if everything is
     *     to begin anew and Kafka has no offsets
     */
    void alter(Map<TopicPartition, @Nullable Long> offsets) throws SQLException, PlanException {
        try {
            if (!ownTable.exists()) {
                return;
            }
            if (offsets.isEmpty()) {
                forget();
                return;
            }
            List<TopicPartition> partitions = List.copyOf(offsets.keySet());
            claim(partitions);
            lock(partitions);
            dropLanes(partitions);
            LedgerRows rows = new LedgerRows(Wire.TEXT, Wire.INT4, Wire.INT8).begin(offsets.size());
            offsets.forEach((partition, offset) -> {
                rows.text(partition.topic()).integer(partition.partition());
                if (offset == null) {
                    rows.noNumber();
                } else {
                    rows.number(offset);
                }
            });
            PreparedStatement statement = connection.prepare(table.alter());
            statement.setString(1, table.connector());
            rows.bind(statement, 2);
            statement.executeUpdate();
            connection.commit();
        } finally {
            connection.close();
        }
    }

    private void forget() throws SQLException {
        // The task's own rows first, as everywhere: whoever has one has the partition.
        for (String sql : List.of(table.forget(), table.dropAllLanes())) {
            PreparedStatement statement = connection.prepare(sql);
            statement.setString(1, table.connector());
            statement.executeUpdate();
        }
        connection.commit();
    }
}
