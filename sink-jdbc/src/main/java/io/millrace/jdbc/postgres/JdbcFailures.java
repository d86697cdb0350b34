/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.SafeText;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.batch.SqlErrors;
import io.millrace.sink.spi.FailureClassifier;
import io.millrace.sink.spi.Scope;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What PostgreSQL's SQLStates mean. Immutable and thread-safe.
 *
 * <p>A state is looked up whole first and then by its class, the first two characters. What is in neither table is
 * unclassified: retried for a while and then isolated.
 */
final class JdbcFailures implements FailureClassifier {
    private enum Meaning {
        TRANSIENT,
        TARGET_DOWN,
        SYSTEMIC,
        RECORD,
        DEPENDENCY
    }

    /** A state of our own: rows are written in another way from now on. */
    private static final String COPY_GIVEN_UP = "MR001";

    private static final Map<String, Meaning> STATES = Map.ofEntries(
            Map.entry("0A000", Meaning.SYSTEMIC), // feature not supported
            Map.entry(
                    "21000", Meaning.RECORD), // two rows of a statement are the same to the table: isolating parts them
            Map.entry("23503", Meaning.DEPENDENCY), // parent row missing
            Map.entry("23505", Meaning.DEPENDENCY), // another row has the unique value, still
            Map.entry("23P01", Meaning.DEPENDENCY), // another row excludes this one, still
            Map.entry("25006", Meaning.TARGET_DOWN), // read-only: an old primary after a failover
            Map.entry("3D000", Meaning.SYSTEMIC), // no such database
            Map.entry("3F000", Meaning.SYSTEMIC), // no such schema
            Map.entry("40001", Meaning.TRANSIENT), // serialization failure
            Map.entry("40003", Meaning.TRANSIENT), // statement completion unknown
            Map.entry("40P01", Meaning.TRANSIENT), // deadlock
            Map.entry("54000", Meaning.RECORD), // program limit: an index row too large, for example
            Map.entry("55006", Meaning.TRANSIENT), // object in use
            Map.entry("55P03", Meaning.TRANSIENT), // lock not available
            Map.entry("57014", Meaning.TRANSIENT), // cancelled: statement timeout
            Map.entry("57P01", Meaning.TARGET_DOWN), // shutting down
            Map.entry("57P02", Meaning.TARGET_DOWN), // crash shutdown
            Map.entry("57P03", Meaning.TARGET_DOWN), // starting up
            Map.entry("57P05", Meaning.TRANSIENT), // idle session timeout
            Map.entry("P0001", Meaning.RECORD), // a trigger objects
            Map.entry(JdbcFailures.COPY_GIVEN_UP, Meaning.TRANSIENT));

    private static final Map<String, Meaning> CLASSES = Map.of(
            "08", Meaning.TARGET_DOWN, // connection
            "22", Meaning.RECORD, // data
            "23", Meaning.RECORD, // constraint
            "28", Meaning.SYSTEMIC, // authorization
            "42", Meaning.SYSTEMIC, // unknown table or column, missing privilege
            "53", Meaning.TARGET_DOWN, // out of resources: disk, memory, connections
            "58", Meaning.TARGET_DOWN); // system error

    private static final Set<String> UNIQUE = Set.of("23505", "23P01");

    /** {@code RAISE EXCEPTION}, with a text of the user's own. */
    private static final String RAISED = "P0001";

    /** States of the class 08 in which the connection is at fault and not the server. */
    private static final Set<String> PROTOCOL_STATES = Set.of("08P01");

    private final boolean insertsOnly;

    /** @param insertsOnly whether rows are only ever created, so that a key which is taken stays taken */
    JdbcFailures(boolean insertsOnly) {
        this.insertsOnly = insertsOnly;
    }

    /** Rows that could not be copied go as arrays when they are tried again. */
    static SQLException copyGivenUp(SQLException why) {
        SQLException error = new SQLException("COPY is given up: " + message(why), COPY_GIVEN_UP);
        // No cause: that would be what decides.
        error.addSuppressed(why);
        return error;
    }

    /** Whether a failure says that another row has the value. */
    static boolean isTaken(FailureCode code) {
        return UNIQUE.contains(code.value().substring(code.value().indexOf('.') + 1));
    }

    @Override
    public Failure classify(Throwable error) {
        SQLException decisive = decisive(error);
        if (decisive == null) {
            return error instanceof PlanException plan
                    ? plan.failure()
                    : new Failure.Unclassified(
                            FailureCode.of("jdbc", "unknown"),
                            "unexpected " + error.getClass().getName() + ": "
                                    + SafeText.withoutValues(String.valueOf(error.getMessage())),
                            error);
        }
        String state = decisive.getSQLState();
        if (state == null) {
            return new Failure.TargetDown(
                    FailureCode.of("jdbc", "no-connection"), String.valueOf(decisive.getMessage()), error);
        }
        FailureCode code = FailureCode.of("jdbc", state);
        Meaning meaning = meaning(state);
        String message = meaning == null || meaning == Meaning.RECORD || meaning == Meaning.DEPENDENCY
                ? messageOfRow(decisive, state)
                : message(decisive);
        if (meaning == null) {
            return new Failure.Unclassified(code, message, error);
        }
        return switch (meaning) {
            case TRANSIENT -> new Failure.Transient(code, message, error);
            case TARGET_DOWN -> new Failure.TargetDown(code, message, error);
            case SYSTEMIC -> new Failure.Systemic(code, message, error);
            case RECORD -> new Failure.Rejected(code, message, error);
            case DEPENDENCY -> new Failure.Dependency(code, message, error);
        };
    }

    @Override
    public Scope scope(Failure failure) {
        return SqlErrors.scopeOf(failure);
    }

    private @Nullable Meaning meaning(String state) {
        if (insertsOnly && UNIQUE.contains(state)) {
            return Meaning.RECORD;
        }
        if (PROTOCOL_STATES.contains(state)) {
            return null;
        }
        Meaning exact = STATES.get(state);
        return exact != null || state.length() < 2 ? exact : CLASSES.get(state.substring(0, 2));
    }

    /** The innermost SQLException with a state: a pool wraps what the server said. */
    private static @Nullable SQLException decisive(Throwable error) {
        SQLException found = null;
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && (found == null || sql.getSQLState() != null)) {
                found = sql;
            }
        }
        return found;
    }

    /** The server's main message with names, but without its detail, which quotes values. */
    static String message(SQLException error) {
        ServerErrorMessage server = error instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        if (server == null || server.getMessage() == null) {
            return String.valueOf(error.getMessage());
        }
        StringBuilder text = new StringBuilder(server.getMessage());
        append(text, "table", server.getTable());
        append(text, "column", server.getColumn());
        append(text, "constraint", server.getConstraint());
        return text.toString();
    }

    /** What is said of a row quotes it, and what a trigger says of it nobody knows. */
    private static String messageOfRow(SQLException error, String state) {
        if (!RAISED.equals(state)) {
            return SafeText.withoutValues(message(error));
        }
        ServerErrorMessage server = error instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        String where = server == null ? null : server.getWhere();
        int end = where == null ? -1 : where.indexOf('\n');
        return "a trigger or function of the database refuses the row"
                + (where == null ? "" : " (" + SafeText.withoutValues(end < 0 ? where : where.substring(0, end)) + ")");
    }

    private static void append(StringBuilder text, String what, @Nullable String name) {
        if (name != null && text.indexOf("\"" + name + "\"") < 0) {
            text.append(" (").append(what).append(" \"").append(name).append("\")");
        }
    }
}
