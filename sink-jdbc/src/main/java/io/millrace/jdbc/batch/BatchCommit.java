/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.batch;

import io.millrace.sink.spi.Batch;
import io.millrace.sink.spi.WriteResult;
import java.sql.SQLException;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** How the transaction of a batch ends. Confined to its lane. */
public interface BatchCommit {
    /**
     * What is to be written of a batch: mostly all of it.
     *
     * @return {@code null} if all of it is durable already
     */
    @Nullable
    Batch begin(Batch batch) throws SQLException;

    /** Whether even a batch of which nothing could be written must be committed, to be sure that it was ours. */
    default boolean storesProgress() {
        return true;
    }

    /** Whether a statement which is all that a batch comes to may commit itself. */
    default boolean commitsItself(Batch batch) {
        return !storesProgress();
    }

    /**
     * Commits what was written of a batch.
     *
     * @param durable whether the entry at a position was written, or was not needed any more
     * @param result what to answer then
     */
    WriteResult commit(Batch batch, IntPredicate durable, WriteResult result) throws SQLException, PlanException;

    /**
     * What to answer for a whole batch.
     *
     * @param left what {@link #begin} left of it
     * @param result the answer for that
     */
    WriteResult end(Batch whole, @Nullable Batch left, WriteResult result);

    /** Ends transactions and nothing else. */
    static BatchCommit plain(LaneConnection connection) {
        return endedBy(connection::commit, true);
    }

    /**
     * Takes everything back.
     *
     * @param last a statement to execute before, for what would only show at the end of the transaction; empty for none
     */
    static BatchCommit rehearsal(LaneConnection connection, String last) {
        return endedBy(
                () -> {
                    if (!last.isEmpty()) {
                        connection.prepare(last).execute();
                    }
                    connection.rollback();
                },
                false);
    }

    /** How a transaction comes to its end. */
    interface End {
        void run() throws SQLException;
    }

    private static BatchCommit endedBy(End end, boolean lasts) {
        return new BatchCommit() {
            @Override
            public Batch begin(Batch batch) {
                return batch;
            }

            @Override
            public boolean storesProgress() {
                return false;
            }

            @Override
            public boolean commitsItself(Batch batch) {
                return lasts;
            }

            @Override
            public WriteResult commit(Batch batch, IntPredicate durable, WriteResult result) throws SQLException {
                end.run();
                return result;
            }

            @Override
            public WriteResult end(Batch whole, @Nullable Batch left, WriteResult result) {
                return result;
            }
        };
    }
}
