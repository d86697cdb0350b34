/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.dlq.control.LedgerCodec;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.OwnerEntry;
import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.postgres.type.Binding.Wire;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and writes entries of the ledger of dead letters, in the transaction under way. Confined to one thread. */
final class LetterLedgerRows {
    private static final Logger LOG = LoggerFactory.getLogger(LetterLedgerRows.class);
    private static final int FETCH_ROWS = 1_000;

    private final LaneConnection connection;
    private final LetterLedgerTable table;
    private final LedgerRows rows = new LedgerRows(Wire.TEXT, Wire.INT8, Wire.TEXT);

    LetterLedgerRows(LaneConnection connection, LetterLedgerTable table) {
        this.connection = connection;
        this.table = table;
    }

    /**
     * Writes entries of one partition.
     *
     * @return false if the partition is somebody else's by now: then the transaction must be rolled back
     * @throws PlanException if the row about its owner has been deleted
     */
    boolean write(List<LedgerEntry> entries) throws SQLException, PlanException {
        if (entries.size() == 1 && entries.get(0) instanceof OwnerEntry owner) {
            return write(owner);
        }
        // A statement cannot write a row twice, and what comes last counts.
        Map<String, LedgerEntry> byKey = new LinkedHashMap<>();
        entries.forEach(entry -> byKey.put(entry.key(), entry));
        rows.begin(byKey.size());
        long lowest = Long.MAX_VALUE;
        for (LedgerEntry entry : byKey.values()) {
            rows.text(entry.key()).number(entry.epoch()).bytes(LedgerCodec.encode(entry));
            lowest = Math.min(lowest, entry.epoch());
        }
        LedgerEntry first = entries.get(0);
        PreparedStatement statement = connection.prepare(table.write());
        int next = bindOwner(statement, first);
        statement.setString(next, table.connector());
        statement.setString(next + 1, first.topic());
        statement.setInt(next + 2, first.partition());
        rows.bind(statement, next + 3);
        return statement.executeUpdate() == byKey.size() || isStillOurs(first, lowest);
    }

    private boolean write(OwnerEntry owner) throws SQLException {
        PreparedStatement statement = connection.prepare(owner.confirmed() ? table.confirm() : table.claim());
        int next = bindOwner(statement, owner);
        statement.setLong(next++, owner.epoch());
        if (owner.confirmed()) {
            statement.setLong(next++, owner.epoch());
        }
        statement.setString(next, new String(LedgerCodec.encode(owner), UTF_8));
        return statement.executeUpdate() == 1;
    }

    /** Returns the index of the parameter behind. */
    private int bindOwner(PreparedStatement statement, LedgerEntry entry) throws SQLException {
        statement.setString(1, table.connector());
        statement.setString(2, entry.topic());
        statement.setInt(3, entry.partition());
        statement.setString(4, OwnerEntry.keyOf(table.connector(), entry.topic(), entry.partition()));
        return 5;
    }

    /** Returns false if not; throws if it is ours and rows were not written all the same. */
    private boolean isStillOurs(LedgerEntry entry, long epoch) throws SQLException, PlanException {
        PreparedStatement query = connection.prepare(table.owner());
        bindOwner(query, entry);
        try (ResultSet result = query.executeQuery()) {
            if (!result.next()) {
                throw new PlanException(
                        "ledger-rows-gone",
                        "table '" + table.name() + "' does not say any more whose " + entry.topic() + "-"
                                + entry.partition() + " of connector '" + table.connector()
                                + "' is: somebody deleted rows while the task was running. Restart the connector");
            }
            if (result.getLong(1) > epoch) {
                return false;
            }
        }
        throw new SQLException(
                "Table '" + table.name() + "' has entries of " + entry.topic() + "-" + entry.partition()
                        + " that are newer than its owner",
                "40001");
    }

    /** All entries of the connector, owners last. */
    List<LedgerEntry> read() throws SQLException {
        List<LedgerEntry> entries = new ArrayList<>();
        Map<TopicPartition, Long> highest = new HashMap<>();
        PreparedStatement query = connection.prepare(table.read());
        query.setFetchSize(FETCH_ROWS);
        query.setString(1, table.connector());
        try (ResultSet result = query.executeQuery()) {
            while (result.next()) {
                // Never an epoch that was used before, not even if the rows of owners were deleted by hand.
                highest.merge(
                        new TopicPartition(result.getString(1), result.getInt(2)),
                        Math.max(result.getLong(4), result.getLong(5)),
                        Math::max);
                add(result.getString(3), result.getString(6), entries);
            }
        }
        highest.forEach((partition, epoch) -> entries.add(
                new OwnerEntry(table.connector(), partition.topic(), partition.partition(), 0, false, epoch, 0)));
        return entries;
    }

    private void add(String key, String text, List<LedgerEntry> entries) {
        try {
            LedgerEntry entry = LedgerCodec.decode(key, text.getBytes(UTF_8));
            if (entry != null) {
                entries.add(entry);
            }
        } catch (IllegalArgumentException e) {
            LOG.warn("A row of table '{}' is left alone", table.name(), e);
        }
    }
}
