/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.rig;

import io.millrace.benchmarks.endtoend.event.RowShape;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A table that is written to while something is measured; it notes by itself when each of its rows came. Confined to one
 * thread.
 */
public final class TargetTable implements AutoCloseable {
    private final Connection connection;
    private final String name;
    private final RowShape shape;

    private TargetTable(Connection connection, String name, RowShape shape) {
        this.connection = connection;
        this.name = name;
        this.shape = shape;
    }

    /**
     * Creates the table anew, after a checkpoint: none is due while something is measured then.
     *
     * @param connection where; stays the caller's
     * @param name of the table
     * @param shape of its rows
     * @return the table, empty
     * @throws SQLException if the server refuses
     */
    static TargetTable create(Connection connection, String name, RowShape shape) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + name);
            statement.execute("CREATE TABLE " + name + " (" + shape.columnsSql()
                    + ", written_at timestamptz NOT NULL DEFAULT clock_timestamp())");
            statement.execute("CHECKPOINT");
        }
        return new TargetTable(connection, name, shape);
    }

    /**
     * The table's name.
     *
     * @return name, without a schema
     */
    public String name() {
        return name;
    }

    /**
     * Which event has written a row last.
     *
     * @param id the row's key
     * @return the event's number, or -1 if there is no such row
     * @throws SQLException if the server does not answer
     */
    public long revision(long id) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT revision FROM " + name + " WHERE id = ?")) {
            statement.setLong(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : -1;
            }
        }
    }

    /**
     * What the table holds, in short.
     *
     * @param rows how many rows
     * @param checksum a sum of hashes of all columns of all rows; 0 if there are none
     */
    public record Content(long rows, BigDecimal checksum) {}

    /**
     * What the table holds now.
     *
     * @return its content
     * @throws SQLException if the server does not answer
     */
    public Content content() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*), coalesce(sum(hashtextextended(ROW("
                        + shape.namesSql() + ")::text, 0)::numeric), 0) FROM " + name)) {
            row.next();
            return new Content(row.getLong(1), row.getBigDecimal(2));
        }
    }

    /**
     * How long it took from the first row to the last.
     *
     * <p>By the clock at each row's insertion. Rows that are updated later keep that time: where there are such, the end is
     * the last commit.
     *
     * @param updates whether rows were updated, too
     * @return seconds
     * @throws SQLException if the server does not answer
     */
    public double seconds(boolean updates) throws SQLException {
        String last = updates ? "greatest(max(written_at), max(pg_xact_commit_timestamp(xmin)))" : "max(written_at)";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT extract(epoch FROM " + last + " - min(written_at))::float8 FROM " + name)) {
            row.next();
            return row.getDouble(1);
        }
    }

    /**
     * When each row was committed, by the server's clock.
     *
     * @param rows how many there are, with ids from 0
     * @return µs since the epoch by id; 0 where there is no row
     * @throws SQLException if the server does not answer
     */
    public long[] commitMicros(int rows) throws SQLException {
        long[] micros = new long[rows];
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT id, (extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000000)::bigint FROM "
                                + name)) {
            while (row.next()) {
                micros[Math.toIntExact(row.getLong(1))] = row.getLong(2);
            }
        }
        return micros;
    }

    /** Drops the table. */
    @Override
    public void close() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE " + name);
        }
    }
}
