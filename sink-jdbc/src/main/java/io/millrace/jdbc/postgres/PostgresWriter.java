/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.dlq.Failure;
import io.millrace.jdbc.InsertMode;
import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.sink.spi.Batch;
import io.millrace.sink.spi.BatchWriter;
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
 */
final class PostgresWriter implements BatchWriter {
    private final LaneConnection connection;
    private final BatchCommit commit;
    private final Groups groups;
    private final Statements statements;
    private final LastResort lastResort;
    private final JdbcFailures failures;
    private volatile boolean writing;

    PostgresWriter(LaneConnection connection, BatchCommit commit, Planner planner, JdbcFailures failures) {
        this.connection = connection;
        this.commit = commit;
        this.groups = new Groups(planner);
        this.statements = new Statements(connection, planner);
        this.lastResort = new LastResort(connection, statements);
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

    private void giveUp(Exception error) {
        if (failures.classify(error) instanceof Failure.TargetDown) {
            connection.discard();
        } else {
            connection.rollback();
        }
    }

    private WriteResult writeInTransaction(Batch batch) throws SQLException, PlanException {
        List<Group> parts = groups.of(batch);
        Outcome[] outcomes = new Outcome[0];
        try {
            for (Group group : parts) {
                outcomes = executeWhole(batch, group, outcomes);
            }
        } catch (SQLException e) {
            Failure failure = failures.classify(e);
            if (!isRecordsFault(failure)) {
                throw e;
            }
            connection.rollback();
            boolean alone = batch.size() == 1 && !lastResort.isDue(batch, 0, failure);
            if (alone && !commit.storesProgress()) {
                return WriteResult.each(List.of(Outcome.failed(ofRow(failure, parts.get(0)))));
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

    /** Returns the outcomes, which are made only when there is something to say. */
    private Outcome[] executeWhole(Batch batch, Group group, Outcome[] outcomes) throws SQLException, PlanException {
        Outcomes told = new Outcomes(batch.size(), outcomes);
        statements.execute(batch, group, 0, group.size(), told::set);
        return told.all;
    }

    private WriteResult isolate(Batch batch, List<Group> parts) throws SQLException, PlanException {
        Outcomes outcomes = new Outcomes(batch.size(), new Outcome[0]);
        for (Group group : parts) {
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

    private void isolate(Batch batch, Group group, int from, int to, Outcomes outcomes)
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
                if (lastResort.isDue(batch, entry, failure)) {
                    lastResort.vacate(batch, group, entry);
                }
                outcomes.set(entry, Outcome.failed(ofRow(failure, group)));
                return;
            }
            int middle = (from + to) >>> 1;
            isolate(batch, group, from, middle, outcomes);
            isolate(batch, group, middle, to, outcomes);
        }
    }

    /** Where rows are only ever created, a value that is taken stays taken: there is nothing to wait for. */
    private static Failure ofRow(Failure failure, Group group) {
        boolean taken = group.kind() == Group.Kind.WRITE
                && group.plan().mode() == InsertMode.INSERT
                && failure instanceof Failure.Dependency
                && JdbcFailures.isTaken(failure.code());
        return taken ? new Failure.Rejected(failure.code(), failure.message(), failure.cause()) : failure;
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
