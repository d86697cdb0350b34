/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.ansi;

import io.millrace.jdbc.batch.SqlErrors;
import io.millrace.jdbc.batch.SqlErrors.Meaning;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the SQLStates of the standard mean, and failing that JDBC's own classes of exceptions. Immutable and thread-safe.
 *
 * <p>Nothing is known about what a database says in its messages, so those about rows, which may quote values, are not
 * passed on.
 */
final class AnsiErrors implements SqlErrors.Table {
    private static final Map<String, Meaning> STATES = Map.of(
            "23503", Meaning.DEPENDENCY, // others refer to the row, or the row refers to what is not there
            "23505", Meaning.DEPENDENCY, // another row has the unique value, still
            "23506", Meaning.DEPENDENCY, // as 23503
            "57014", Meaning.TRANSIENT); // cancelled

    private static final Map<String, Meaning> CLASSES = Map.of(
            "08", Meaning.TARGET_DOWN, // connection
            "21", Meaning.RECORD, // cardinality
            "22", Meaning.RECORD, // data
            "23", Meaning.RECORD, // constraint
            "25", Meaning.TARGET_DOWN, // a state of the transaction in which nothing can be written: read-only
            "28", Meaning.SYSTEMIC, // authorization
            "3D", Meaning.SYSTEMIC, // no such catalog
            "3F", Meaning.SYSTEMIC, // no such schema
            "40", Meaning.TRANSIENT, // rolled back
            "42", Meaning.SYSTEMIC); // syntax, unknown table or column, missing privilege

    private static final Set<Meaning> SPEAK_OF_ROWS = Set.of(Meaning.RECORD, Meaning.DEPENDENCY);

    private final boolean insertsOnly;

    /** @param insertsOnly whether rows are only ever created, so that a key which is taken stays taken */
    AnsiErrors(boolean insertsOnly) {
        this.insertsOnly = insertsOnly;
    }

    @Override
    public @Nullable Meaning meaning(SQLException error) {
        String state = String.valueOf(error.getSQLState());
        if (insertsOnly && "23505".equals(state)) {
            return Meaning.RECORD;
        }
        Meaning exact = STATES.get(state);
        if (exact == null && state.length() > 1) {
            exact = CLASSES.get(state.substring(0, 2));
        }
        if (exact != null) {
            return exact;
        }
        return byClass(error);
    }

    /** Where a database has SQLStates of its own, its driver may at least throw what JDBC has for them. */
    private static @Nullable Meaning byClass(SQLException error) {
        if (error instanceof SQLNonTransientConnectionException
                || error instanceof SQLTransientConnectionException
                || error instanceof SQLRecoverableException) {
            return Meaning.TARGET_DOWN;
        }
        if (error instanceof SQLTransientException) {
            return Meaning.TRANSIENT;
        }
        if (error instanceof SQLSyntaxErrorException || error instanceof SQLInvalidAuthorizationSpecException) {
            return Meaning.SYSTEMIC;
        }
        return error instanceof SQLDataException || error instanceof SQLIntegrityConstraintViolationException
                ? Meaning.RECORD
                : null;
    }

    @Override
    public String code(SQLException error) {
        return error.getSQLState() == null ? "vendor-" + error.getErrorCode() : error.getSQLState();
    }

    @Override
    public String message(SQLException error, @Nullable Meaning meaning) {
        return meaning == null || SPEAK_OF_ROWS.contains(meaning)
                ? "the database refused the row with SQLState " + error.getSQLState() + " and error "
                        + error.getErrorCode()
                : String.valueOf(error.getMessage());
    }
}
