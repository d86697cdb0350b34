/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.batch;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.SafeText;
import io.millrace.sink.spi.FailureClassifier;
import io.millrace.sink.spi.Scope;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Classifies what goes wrong with a database by that database's table of errors. Immutable and thread-safe. */
public final class SqlErrors implements FailureClassifier {
    /** What an error means; see the classes of failures in the design. */
    public enum Meaning {
        TRANSIENT,
        TARGET_DOWN,
        SYSTEMIC,
        RECORD,
        DEPENDENCY
    }

    /** A database's errors. Thread-safe. */
    public interface Table {
        /** What an error that has an SQLState means; {@code null} if the table does not know. */
        @Nullable
        Meaning meaning(SQLException error);

        /** The end of the failure's code: the SQLState or the vendor's number. */
        String code(SQLException error);

        /** What the server says, without any values of rows. */
        String message(SQLException error, @Nullable Meaning meaning);
    }

    /** Codes of ours, and numbers of MySQL's for logins and databases. */
    private static final Set<String> WHOLE =
            Set.of("no-ledger-table", "ledger-rows-gone", "1044", "1045", "1049", "1251", "1698");

    private final Table table;

    public SqlErrors(Table table) {
        this.table = table;
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
        if (decisive.getSQLState() == null && decisive.getErrorCode() == 0) {
            return new Failure.TargetDown(
                    FailureCode.of("jdbc", "no-connection"), String.valueOf(decisive.getMessage()), error);
        }
        Meaning meaning = table.meaning(decisive);
        FailureCode code = FailureCode.of("jdbc", table.code(decisive));
        String message = table.message(decisive, meaning);
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
        return scopeOf(failure);
    }

    /** A login or a database that is not there concerns all tables, and so does our own table of progress. */
    public static Scope scopeOf(Failure failure) {
        String code = failure.code().value();
        String detail = code.substring(code.indexOf('.') + 1);
        boolean whole = failure instanceof Failure.TargetDown
                || WHOLE.contains(detail)
                || (detail.length() == 5 && (detail.startsWith("28") || detail.startsWith("3D")));
        return whole ? Scope.TARGET : Scope.DESTINATION;
    }

    /** The innermost SQLException that says something: a pool wraps what the server said. */
    private static @Nullable SQLException decisive(Throwable error) {
        SQLException found = null;
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && (found == null || sql.getSQLState() != null)) {
                found = sql;
            }
        }
        return found;
    }
}
