/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.batch;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lane's connection: borrowed from the pool with the first use and kept, together with its prepared statements, until
 * something goes wrong with it. So there is no round trip beside the lane's own statements. Confined to its lane, but for
 * {@link #abort}.
 */
public final class LaneConnection {
    private static final Logger LOG = LoggerFactory.getLogger(LaneConnection.class);
    private static final int MOST_STATEMENTS = 256;

    /**
     * What is done once with each connection or statement.
     *
     * @param <T> connection or statement
     */
    @FunctionalInterface
    public interface Preparation<T> {
        void apply(T subject) throws SQLException;
    }

    private final HikariDataSource pool;
    private final Preparation<Connection> borrowed;
    private final Preparation<PreparedStatement> prepared;
    private final Map<String, PreparedStatement> statements = new LinkedHashMap<>(16, 0.75f, true);

    private long transactions;

    /** Also read by {@link #abort}. */
    private volatile @Nullable Connection connection;

    public LaneConnection(HikariDataSource pool) {
        this(pool, connection -> {}, statement -> {});
    }

    /**
     * @param borrowed done with each connection that comes from the pool
     * @param prepared done with each statement that is prepared
     */
    public LaneConnection(
            HikariDataSource pool, Preparation<Connection> borrowed, Preparation<PreparedStatement> prepared) {
        this.pool = pool;
        this.borrowed = borrowed;
        this.prepared = prepared;
    }

    /** The connection, in a transaction or about to begin one. */
    public Connection open() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = pool.getConnection();
            connection = open;
            borrowed.apply(open);
        }
        return open;
    }

    /** A statement that stays prepared. */
    public PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = open().prepareStatement(sql);
            prepared.apply(statement);
            statements.put(sql, statement);
            if (statements.size() > MOST_STATEMENTS) {
                Iterator<PreparedStatement> eldest = statements.values().iterator();
                PreparedStatement unused = eldest.next();
                eldest.remove();
                unused.close();
            }
        }
        return statement;
    }

    /**
     * From now on each statement is a transaction by itself. Costs no round trip, unless a transaction is under way, which
     * is committed.
     */
    void beginSingle() throws SQLException {
        open().setAutoCommit(true);
    }

    /** The end of {@link #beginSingle}; a connection that cannot even do that is thrown away. */
    void endSingle() {
        Connection open = connection;
        if (open == null) {
            return;
        }
        transactions++;
        try {
            open.setAutoCommit(false);
        } catch (SQLException e) {
            LOG.debug("Cannot go back to transactions of several statements; the connection is thrown away", e);
            discard();
        }
    }

    public void commit() throws SQLException {
        transactions++;
        open().commit();
    }

    /** Whether a connection is the one that {@link #open} would return. */
    public boolean isOpen(@Nullable Connection subject) {
        return subject != null && connection == subject;
    }

    /** How many transactions have ended, in whichever way and on whichever connection: tells one from another. */
    public long transactions() {
        return transactions;
    }

    /** Takes back what has not been committed; a connection that cannot even do that is thrown away. */
    public void rollback() {
        Connection open = connection;
        if (open == null) {
            return;
        }
        transactions++;
        try {
            open.rollback();
        } catch (SQLException e) {
            LOG.debug("Cannot roll back; the connection is thrown away", e);
            discard();
        }
    }

    /** Statements are prepared anew from now on: the tables they speak of may have changed. */
    public void forgetStatements() {
        for (PreparedStatement statement : statements.values()) {
            try {
                statement.close();
            } catch (SQLException e) {
                LOG.debug("Cannot close a statement", e);
            }
        }
        statements.clear();
    }

    /** Throws the connection away; the next use gets another. */
    public void discard() {
        Connection open = connection;
        connection = null;
        transactions++;
        statements.clear();
        if (open != null) {
            pool.evictConnection(open);
        }
    }

    /** Gives the connection back. */
    public void close() {
        Connection open = connection;
        if (open == null) {
            return;
        }
        rollback();
        forgetStatements();
        connection = null;
        try {
            open.close();
        } catch (SQLException e) {
            LOG.debug("Cannot give a connection back", e);
        }
    }

    /** Cuts the connection while it is in use. Any thread. */
    public void abort() {
        Connection open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("Cannot abort a connection", e);
            }
        }
    }
}
