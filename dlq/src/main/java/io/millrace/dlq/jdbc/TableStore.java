/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.jdbc;

import io.millrace.dlq.LetterRefusedException;
import io.millrace.dlq.SafeText;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.store.LetterStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Letters as rows, one transaction for those that come together. A letter that is there already is left as it is.
 * Confined to one thread.
 */
public final class TableStore implements LetterStore {
    private static final Logger LOG = LoggerFactory.getLogger(TableStore.class);

    /** SQLStates' classes that speak of the row: trying again is no use. */
    private static final Set<String> OF_THE_ROW = Set.of("22", "23", "54");

    private final TableSettings settings;
    private final LetterDialect dialect;
    private final Connections connections;
    private @Nullable Connection connection;
    private boolean created;

    /** @param settings for a database that {@link TableSettings#isSupported is supported} */
    public TableStore(TableSettings settings) {
        this.settings = settings;
        this.dialect = Objects.requireNonNull(LetterDialect.of(settings.url()), "checked with the configuration");
        this.connections = new Connections(settings);
    }

    @Override
    public String name() {
        return settings.toString();
    }

    @Override
    public void store(List<DeadLetter> letters) throws SQLException {
        try {
            insert(open(), letters);
        } catch (SQLException e) {
            // Whatever state it is in: the next letters get a new one.
            disconnect();
            SQLException decisive = decisive(e);
            String state = String.valueOf(decisive.getSQLState());
            if (state.length() == 5 && OF_THE_ROW.contains(state.substring(0, 2))) {
                throw new LetterRefusedException(
                        name() + " refuses the letter with SQLState " + state + ": "
                                + SafeText.withoutValues(String.valueOf(decisive.getMessage()))
                                + "; compare its columns with those in the documentation",
                        e);
            }
            throw e;
        }
    }

    /** A batch's exception says what the statement's does only by reference. */
    private static SQLException decisive(SQLException error) {
        SQLException next = error.getNextException();
        return next == null || next.getSQLState() == null ? error : next;
    }

    private void insert(Connection open, List<DeadLetter> letters) throws SQLException {
        try (PreparedStatement insert = open.prepareStatement(dialect.insert(settings.table()))) {
            insert.setQueryTimeout(connections.seconds());
            for (DeadLetter letter : letters) {
                for (int i = 0; i < LetterColumn.ALL.size(); i++) {
                    LetterColumn.ALL.get(i).bind(insert, i + 1, letter, dialect);
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
        open.commit();
    }

    private Connection open() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connections.connect();
            connection = open;
            createOnce(open);
            open.setAutoCommit(false);
        }
        return open;
    }

    /** Not being allowed to is no failure yet: the table may be there, and if not, the first letter says so. */
    private void createOnce(Connection open) throws SQLException {
        if (!settings.create() || created) {
            return;
        }
        open.setAutoCommit(true);
        try (Statement ddl = open.createStatement()) {
            ddl.setQueryTimeout(connections.seconds());
            for (String statement : dialect.create(settings.table())) {
                ddl.execute(statement);
            }
        } catch (SQLException e) {
            if (open.isClosed()) {
                throw e;
            }
            LOG.warn("Could not create {} for dead letters; going on in case it is there", name(), e);
        }
        created = true;
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("A connection that is given up does not close", e);
            }
        }
    }

    @Override
    public void close() {
        disconnect();
    }
}
