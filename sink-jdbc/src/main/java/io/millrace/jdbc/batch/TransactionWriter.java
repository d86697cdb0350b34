/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.batch;

import io.millrace.dlq.Failure;
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
 * <p>First all statements are executed as they are; one that stands alone commits itself. If one fails for the sake of a
 * record, the transaction is begun anew, and now each statement that fails is cut in halves behind savepoints until the
 * record to blame stands alone: f bad records in a batch of n cost some f · log n statements, and all others are committed
 * together.
 *
 * @param <P> a database's kind of plan
 */
public final class TransactionWriter<P extends Plan> implements BatchWriter {
    private final LaneConnection connection;
    private final BatchCommit commit;
    private final Groups<P> groups;
    private final GroupStatements<P> statements;
    private final Refusals<P> refusals;
    private final FailureClassifier failures;
    private volatile boolean writing;

    /** Ends transactions and nothing else, and answers what the database says. */
    public TransactionWriter(
            LaneConnection connection, Plans<P> plans, GroupStatements<P> statements, FailureClassifier failures) {
        this(connection, BatchCommit.plain(connection), plans, statements, Refusals.asTheyAre(), failures);
    }

    /**
     * @param commit how transactions end
     * @param refusals what is done about entries that are refused
     */
    public TransactionWriter(
            LaneConnection connection,
            BatchCommit commit,
            Plans<P> plans,
            GroupStatements<P> statements,
            Refusals<P> refusals,
            FailureClassifier failures) {
        this.connection = connection;
        this.commit = commit;
        this.groups = new Groups<>(plans);
        this.statements = statements;
        this.refusals = refusals;
        this.failures = failures;
    }

    @Override
    public WriteResult write(Batch batch) throws SQLException, PlanException {
        writing = true;
        try {
            Batch left = commit.begin(batch);
            return commit.end(batch, left, left == null ? WriteResult.ALL_WRITTEN : writeInTransaction(left));
        } catch (SQLException | PlanException | RuntimeException e) {
            giveUp(e);
            throw e;
        } finally {
            writing = false;
        }
    }

    @Override
    public long wakeAt() {
        return statements.wakeAt();
    }

    @Override
    public void wakeUp() throws SQLException {
        writing = true;
        try {
            statements.wakeUp();
        } catch (SQLException | RuntimeException e) {
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
        statements.prepare(parts);
        Outcome[] outcomes = new Outcome[0];
        try {
            if (parts.size() == 1 && commit.commitsItself(batch) && statements.isSingle(parts.get(0))) {
                outcomes = executeSingle(batch, parts.get(0), outcomes);
            } else {
                for (Group<P> group : parts) {
                    outcomes = executeWhole(batch, group, outcomes);
                }
            }
        } catch (SQLException e) {
            Failure failure = failures.classify(e);
            if (!isRecordsFault(failure)) {
                throw e;
            }
            connection.rollback();
            boolean alone = batch.size() == 1 && !refusals.isDue(batch, 0, failure);
            if (alone && !commit.storesProgress()) {
                return WriteResult.each(List.of(Outcome.failed(refusals.refused(batch, parts.get(0), 0, failure))));
            }
            return isolate(batch, parts);
        }
        return commit(batch, outcomes);
    }

    private WriteResult commit(Batch batch, Outcome[] outcomes) throws SQLException, PlanException {
        if (outcomes.length == 0) {
            return commit.commit(batch, entry -> true, WriteResult.ALL_WRITTEN);
        }
        return commit.commit(
                batch,
                entry -> !(outcomes[entry] instanceof Outcome.Failed),
                WriteResult.each(Arrays.asList(outcomes)));
    }

    /** In one round trip with its transaction: committing what is committed already costs none. */
    private Outcome[] executeSingle(Batch batch, Group<P> group, Outcome[] outcomes)
            throws SQLException, PlanException {
        connection.beginSingle();
        try {
            return executeWhole(batch, group, outcomes);
        } finally {
            connection.endSingle();
        }
    }

    /** Returns the outcomes, which are made only when there is something to say. */
    private Outcome[] executeWhole(Batch batch, Group<P> group, Outcome[] outcomes) throws SQLException, PlanException {
        Outcomes told = new Outcomes(batch.size(), outcomes);
        statements.execute(batch, group, 0, group.size(), told::set);
        return told.all;
    }

    private WriteResult isolate(Batch batch, List<Group<P>> parts) throws SQLException, PlanException {
        Outcomes outcomes = new Outcomes(batch.size(), new Outcome[0]);
        for (Group<P> group : parts) {
            isolate(batch, group, 0, group.size(), outcomes);
        }
        try {
            return commit(batch, outcomes.all);
        } catch (SQLException e) {
            Failure failure = failures.classify(e);
            if (!isRecordsFault(failure)) {
                throw e;
            }
            // A deferred constraint speaks only now and does not say of whom: the core will find out.
            connection.rollback();
            return WriteResult.nothing(failure);
        }
    }

    private void isolate(Batch batch, Group<P> group, int from, int to, Outcomes outcomes)
            throws SQLException, PlanException {
        Connection open = connection.open();
        Savepoint before = open.setSavepoint();
        try {
            statements.execute(batch, group, from, to, outcomes::set);
            open.releaseSavepoint(before);
        } catch (SQLException e) {
            Failure failure = failures.classify(e);
            if (!isRecordsFault(failure)) {
                throw e;
            }
            open.rollback(before);
            open.releaseSavepoint(before);
            if (to - from == 1) {
                int entry = group.entries()[from];
                outcomes.set(entry, Outcome.failed(refusals.refused(batch, group, entry, failure)));
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
