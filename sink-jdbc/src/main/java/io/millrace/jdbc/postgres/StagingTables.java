/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.sink.spi.BatchWriter;
import io.millrace.sink.time.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The staging tables of a lane's connection: made before the first transaction that wants them, each used once in a
 * transaction, which empties it by its end. What cannot be staged goes as arrays, and one line of the log says so.
 * Confined to its lane.
 */
final class StagingTables {
    private static final Logger LOG = LoggerFactory.getLogger(StagingTables.class);

    /** Every one that there is costs a little with each commit that uses any. */
    private static final int MOST_TABLES = 64;

    /**
     * Transaction numbers cannot be taken into use again as long as a temporary table is older, and no vacuum but its own
     * session's can help.
     */
    private static final Duration LONGEST_LIFE = Duration.ofHours(1);

    /** Tables may get lost once, by whatever somebody did; again and again they do with a pooler. */
    private static final int MOST_LOSSES = 2;

    private final LaneConnection connection;
    private final TimeSource time;
    private final Set<String> there = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final Map<String, Long> used = new HashMap<>();
    private @Nullable Connection of;
    private long madeAt;
    private int losses;
    private boolean told;

    StagingTables(LaneConnection connection, TimeSource time) {
        this.connection = connection;
        this.time = time;
    }

    /** Whether a table is there, and empty in the transaction under way. */
    boolean isFree(StagingTable table) {
        Long last = used.get(table.name());
        return connection.isOpen(of)
                && there.contains(table.name())
                && !refused.contains(table.name())
                && (last == null || last != connection.transactions());
    }

    void use(StagingTable table) {
        used.put(table.name(), connection.transactions());
    }

    /** Makes a table if that is necessary and possible; to be called between transactions. */
    void make(StagingTable table) throws SQLException {
        Connection open = connection.open();
        if (of != open) {
            forget();
            of = open;
        }
        if (there.contains(table.name())
                || refused.contains(table.name())
                || there.size() >= MOST_TABLES
                || losses >= MOST_LOSSES) {
            return;
        }
        try (Statement statement = open.createStatement()) {
            statement.execute(table.create());
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            refuse(table, e);
            return;
        }
        if (there.isEmpty()) {
            madeAt = time.nanos();
        }
        there.add(table.name());
    }

    /**
     * Judges why rows could not be copied to a table.
     *
     * @return what to throw: the same, or something that says that it makes sense to try again at once
     */
    SQLException failed(StagingTable table, SQLException error) throws SQLException {
        if (isLost(error)) {
            losses++;
            there.remove(table.name());
            if (losses >= MOST_LOSSES) {
                tell("temporary tables vanish from its connection, as with a pooler that shares connections", error);
            }
        } else {
            refuse(table, error);
        }
        return JdbcFailures.copyGivenUp(error);
    }

    private static boolean isLost(SQLException error) {
        return "42P01".equals(error.getSQLState()) || "3F000".equals(error.getSQLState());
    }

    /** @throws SQLException the same, if it says nothing about the table */
    private void refuse(StagingTable table, SQLException error) throws SQLException {
        if (!speaksOfTable(error)) {
            throw error;
        }
        refused.add(table.name());
        tell(JdbcFailures.message(error), error);
    }

    /** Connections, locks, timeouts, conflicts and read-only servers would stop arrays as well. */
    private static boolean speaksOfTable(SQLException error) {
        String state = error.getSQLState();
        return state != null
                && state.length() == 5
                && switch (state.substring(0, 2)) {
                    case "08", "25", "40", "55", "57" -> false;
                    default -> true;
                };
    }

    private void tell(String why, SQLException error) {
        if (told) {
            LOG.debug("Rows are not copied: {}", why, error);
        } else {
            told = true;
            LOG.warn(
                    "Large batches are written as arrays, although 'copy.min.values' asks for COPY (0 would not): {}",
                    why);
        }
    }

    /** When {@link #drop} is due. */
    long dropAt() {
        return there.isEmpty() ? BatchWriter.NEVER : madeAt + LONGEST_LIFE.toNanos();
    }

    /** Drops all tables; who wants them makes them again. */
    void drop() {
        if (connection.isOpen(of)) {
            try (Statement statement = connection.open().createStatement()) {
                for (String name : there) {
                    statement.execute(StagingTable.drop(name));
                }
                connection.commit();
            } catch (SQLException e) {
                LOG.debug("Temporary tables cannot be dropped; their connection is", e);
                connection.discard();
            }
        }
        there.clear();
        used.clear();
    }

    private void forget() {
        there.clear();
        refused.clear();
        used.clear();
    }
}
