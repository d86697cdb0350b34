/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.batch;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.sink.spi.Batch;
import io.millrace.sink.spi.BatchWriter;
import io.millrace.sink.spi.FailureClassifier;
import io.millrace.sink.spi.Outcome;
import io.millrace.sink.spi.WriteResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a batch in one transaction. Confined to its lane, but for {@link #close}.
 *
 * <p>First all statements are executed as they are. If one fails for the sake of a record, the transaction is begun anew,
 * and now each statement that fails is cut in halves behind savepoints until the record to blame stands alone: f bad
 * records in a batch of n cost some f · log n statements, and all others are committed together.
 *
 * @param <P> a database's kind of plan
 */
public final class TransactionWriter<P extends Plan> implements BatchWriter {
    private static final Outcome NO_ROW = Outcome.failed(new Failure.Dependency(
            FailureCode.of("jdbc", "no-row"),
            "the source left columns out that have not changed, and the row that would have them is not there",
            null));

    private final LaneConnection connection;
    private final Groups<P> groups;
    private final GroupStatements<P> statements;
    private final FailureClassifier failures;
    private volatile boolean writing;

    public TransactionWriter(
            LaneConnection connection, Groups<P> groups, GroupStatements<P> statements, FailureClassifier failures) {
        this.connection = connection;
        this.groups = groups;
        this.statements = statements;
        this.failures = failures;
    }

    @Override
    public WriteResult write(Batch batch) throws SQLException, PlanException {
        writing = true;
        try {
            return writeInTransaction(batch);
        } catch (SQLException | PlanException | RuntimeException e) {
            giveUp(e);
            throw e;
        } finally {
            writing = false;
        }
    }

    private void giveUp(Exception error) {
        if (failures.classify(error) instanceof Failure.TargetDown) {
            connection.discard();
        } else {
            connection.rollback();
        }
    }

    private WriteResult writeInTransaction(Batch batch) throws SQLException, PlanException {
        List<Group<P>> parts = groups.of(batch);
        Outcome[] outcomes = new Outcome[0];
        try {
            for (Group<P> group : parts) {
                outcomes = executeWhole(batch, group, outcomes);
            }
        } catch (SQLException e) {
            Failure failure = failures.classify(e);
            if (!isRecordsFault(failure)) {
                throw e;
            }
            connection.rollback();
            if (batch.size() == 1) {
                return WriteResult.each(List.of(Outcome.failed(failure)));
            }
            return isolate(batch, parts);
        }
        connection.commit();
        return outcomes.length == 0 ? WriteResult.ALL_WRITTEN : WriteResult.each(Arrays.asList(outcomes));
    }

    /** Returns the outcomes, which are made only when there is something to say. */
    private Outcome[] executeWhole(Batch batch, Group<P> group, Outcome[] outcomes) throws SQLException, PlanException {
        Outcomes told = new Outcomes(batch.size(), outcomes);
        statements.execute(batch, group, 0, group.size(), entry -> told.set(entry, NO_ROW));
        return told.all;
    }

    private WriteResult isolate(Batch batch, List<Group<P>> parts) throws SQLException, PlanException {
        Outcomes outcomes = new Outcomes(batch.size(), new Outcome[0]);
        for (Group<P> group : parts) {
            isolate(batch, group, 0, group.size(), outcomes);
        }
        try {
            connection.commit();
        } catch (SQLException e) {
            Failure failure = failures.classify(e);
            if (!isRecordsFault(failure)) {
                throw e;
            }
            // A deferred constraint speaks only now and does not say of whom: the core will find out.
            connection.rollback();
            return WriteResult.nothing(failure);
        }
        return outcomes.all.length == 0 ? WriteResult.ALL_WRITTEN : WriteResult.each(Arrays.asList(outcomes.all));
    }

    private void isolate(Batch batch, Group<P> group, int from, int to, Outcomes outcomes)
            throws SQLException, PlanException {
        Connection open = connection.open();
        Savepoint before = open.setSavepoint();
        try {
            statements.execute(batch, group, from, to, entry -> outcomes.set(entry, NO_ROW));
            open.releaseSavepoint(before);
        } catch (SQLException e) {
            Failure failure = failures.classify(e);
            if (!isRecordsFault(failure)) {
                throw e;
            }
            open.rollback(before);
            open.releaseSavepoint(before);
            if (to - from == 1) {
                outcomes.set(group.entries()[from], Outcome.failed(failure));
                return;
            }
            int middle = (from + to) >>> 1;
            isolate(batch, group, from, middle, outcomes);
            isolate(batch, group, middle, to, outcomes);
        }
    }

    private static boolean isRecordsFault(@Nullable Failure failure) {
        return failure instanceof Failure.Rejected || failure instanceof Failure.Dependency;
    }

    /** May be called while a write is under way that has taken too long: then it is made to fail. */
    @Override
    public void close() {
        if (writing) {
            connection.abort();
        } else {
            connection.close();
        }
    }

    /** One outcome per entry, all written until told otherwise; no array as long as nothing was told. */
    private static final class Outcomes {
        private final int size;
        private Outcome[] all;

        Outcomes(int size, Outcome[] all) {
            this.size = size;
            this.all = all;
        }

        void set(int entry, Outcome outcome) {
            if (all.length == 0) {
                all = new Outcome[size];
                Arrays.fill(all, Outcome.WRITTEN);
            }
            all[entry] = outcome;
        }
    }
}
