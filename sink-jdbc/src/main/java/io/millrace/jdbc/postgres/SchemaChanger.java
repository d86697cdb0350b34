/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.DdlSettings;
import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.postgres.type.FieldEncoders;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes tables fit, or says how. Confined to its lane.
 *
 * <p>Several lanes and tasks may find the same table lacking at the same moment. So it is looked at once more under an
 * advisory lock, in one transaction with the change, and what is there by then is left alone. The wait for locks is short,
 * because everybody who wants the table waits behind it; whoever does not get them tries again later.
 */
final class SchemaChanger {
    /** Under a name of its own, so that it can be sent to the people who change tables. */
    private static final Logger DDL = LoggerFactory.getLogger("io.millrace.jdbc.ddl");

    private static final long LOCK = 0x6d696c6c72616365L;
    private static final int MOST_TRIES = 3;
    /** Somebody who does not know of our lock was quicker: the table, the column, or the type that goes with a table is there. */
    private static final Set<String> QUICKER = Set.of("42P07", "42701", "42710", "23505");
    /** The statement is wrong or refused: trying again will not help. */
    private static final Set<String> HOPELESS = Set.of("42", "0A", "2B", "3F", "22", "23", "54");

    private final LaneConnection connection;
    private final DdlSettings settings;
    private final FieldEncoders encoders;
    private final Set<String> logged = new HashSet<>();

    SchemaChanger(LaneConnection connection, DdlSettings settings, FieldEncoders encoders) {
        this.connection = connection;
        this.settings = settings;
        this.encoders = encoders;
    }

    /**
     * Makes a table fit and returns it as it is then.
     *
     * @param table as it is now, or {@code null} if it does not exist
     * @throws PlanException if it cannot be made to fit, or if others are to change it
     * @throws SQLException if the database does not answer, or has no time now
     */
    PgTable change(@Nullable PgTable table, Demand demand) throws SQLException, PlanException {
        if (!settings.execute()) {
            throw tell(needed(table, demand), demand);
        }
        for (int tries = 1; ; tries++) {
            // What the transaction has read so far is not needed any more, and nothing was written before a plan is
            // made.
            connection.rollback();
            String sql = "";
            try {
                lock();
                sql = needed(Catalogue.read(connection.open(), demand.table()), demand);
                if (!sql.isEmpty()) {
                    execute(sql);
                }
                PgTable changed = Catalogue.read(connection.open(), demand.table());
                connection.commit();
                connection.forgetStatements();
                if (changed == null) {
                    throw new PlanException(
                            "no-table", "table '" + demand.table() + "' was created and is not visible to the user");
                }
                return changed;
            } catch (SQLException e) {
                connection.rollback();
                String state = String.valueOf(e.getSQLState());
                if (!QUICKER.contains(state) || tries == MOST_TRIES) {
                    throw refused(e, state, sql, demand);
                }
            }
        }
    }

    /** Executes a statement that needs no look at the database before it, in a transaction of its own under the same lock. */
    static void run(Connection connection, String sql) throws SQLException {
        connection.rollback();
        DDL.info("Changing the database: {}", sql);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            statement.execute(sql);
            connection.commit();
        }
    }

    /** What is to be done to a table; empty if nothing. */
    private String needed(@Nullable PgTable table, Demand demand) throws PlanException {
        if (table == null) {
            return Ddl.create(demand);
        }
        Fit fit = Fit.of(table, demand, encoders);
        fit.requireNoMisfits();
        return fit.needsChange() ? Ddl.alter(fit, demand) : "";
    }

    private void lock() throws SQLException {
        Connection open = connection.open();
        try (Statement statement = open.createStatement()) {
            statement.execute(
                    "SET LOCAL lock_timeout = " + settings.lockTimeout().toMillis());
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
        }
    }

    private void execute(String sql) throws SQLException {
        DDL.info("Changing the database: {}", sql);
        try (Statement statement = connection.open().createStatement()) {
            statement.execute(sql);
        }
    }

    private PlanException tell(String sql, Demand demand) {
        if (logged.add(sql)) {
            DDL.warn("To be executed by hand ('schema.ddl' is 'log'): {};", sql);
        }
        return new PlanException(
                "ddl-needed",
                "table '" + demand.table() + "' does not fit its events, and 'schema.ddl' is 'log'; execute: " + sql);
    }

    private static PlanException hopeless(SQLException error, String state, String sql, Demand demand) {
        String message = JdbcFailures.message(error);
        if (state.equals("57014")) {
            return new PlanException(
                    "ddl-timeout",
                    "changing table '" + demand.table()
                            + "' took longer than 'statement.timeout.ms'; raise it, or execute by hand: " + sql);
        }
        return new PlanException(
                "ddl-refused",
                "table '" + demand.table() + "' cannot be changed: " + message + " [" + state + "]; the statement was: "
                        + sql);
    }

    /** Returns what is to be thrown if it is the database's. */
    private static SQLException refused(SQLException error, String state, String sql, Demand demand)
            throws PlanException {
        boolean decided = state.equals("57014") || HOPELESS.contains(state.substring(0, Math.min(2, state.length())));
        if (decided && !sql.isEmpty()) {
            throw hopeless(error, state, sql, demand);
        }
        return error;
    }
}
