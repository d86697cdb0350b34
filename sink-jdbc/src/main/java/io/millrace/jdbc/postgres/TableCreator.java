/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.batch.TableName;
import io.millrace.sink.record.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates tables and adds columns. Stateless.
 *
 * <p>Several tasks may find the same table missing at the same moment, and {@code CREATE TABLE IF NOT EXISTS} alone fails
 * then: so it is done under an advisory lock, in a transaction of its own, and what is there by then is left alone. Only
 * the key is NOT NULL, and no defaults are set: those of the source that come along are not to be trusted.
 */
final class TableCreator {
    private static final Logger LOG = LoggerFactory.getLogger(TableCreator.class);
    private static final long LOCK = 0x6d696c6c72616365L;

    private TableCreator() {}

    /**
     * @param key columns of the key; none for a table without
     * @param others all other columns
     */
    static void createTable(Connection connection, TableName table, List<Column> key, List<Column> others)
            throws SQLException, PlanException {
        List<String> parts = new ArrayList<>();
        for (Column column : key) {
            parts.add(definition(table, column) + " NOT NULL");
        }
        for (Column column : others) {
            parts.add(definition(table, column));
        }
        if (!key.isEmpty()) {
            parts.add("PRIMARY KEY ("
                    + String.join(
                            ", ",
                            key.stream()
                                    .map(column -> TableName.quote(column.name()))
                                    .toList()) + ")");
        }
        run(connection, "CREATE TABLE IF NOT EXISTS " + table.sql() + " (" + String.join(", ", parts) + ")");
    }

    static void addColumns(Connection connection, TableName table, List<Column> columns)
            throws SQLException, PlanException {
        List<String> parts = new ArrayList<>();
        for (Column column : columns) {
            parts.add("ADD COLUMN IF NOT EXISTS " + definition(table, column));
        }
        run(connection, "ALTER TABLE " + table.sql() + " " + String.join(", ", parts));
    }

    private static String definition(TableName table, Column column) throws PlanException {
        String type = DdlTypes.sql(column.type());
        if (type == null) {
            throw new PlanException(
                    "no-column-type",
                    "there is no type for a new column '" + column.name() + "' of table '" + table
                            + "': its values are " + column.type().describe()
                            + ". Create the column by hand as json, jsonb or text");
        }
        return TableName.quote(column.name()) + " " + type;
    }

    private static void run(Connection connection, String ddl) throws SQLException {
        // Whatever the transaction has read so far is not needed any more, and nothing was written before a plan is
        // made.
        connection.rollback();
        LOG.info("Changing the database: {}", ddl);
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(?)");
                Statement statement = connection.createStatement()) {
            lock.setLong(1, LOCK);
            lock.execute();
            statement.execute(ddl);
            connection.commit();
        }
    }
}
