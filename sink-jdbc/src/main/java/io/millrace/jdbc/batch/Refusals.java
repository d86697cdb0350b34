/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.batch;

import io.millrace.dlq.Failure;
import io.millrace.sink.spi.Batch;
import java.sql.SQLException;

/**
 * What a database does about entries that it refuses even when they stand alone. Confined to its lane.
 *
 * @param <P> a database's kind of plan
 */
public interface Refusals<P extends Plan> {
    /** Whether {@link #refused} would execute statements for an entry, and so needs a transaction that is committed. */
    boolean isDue(Batch batch, int entry, Failure failure);

    /**
     * Told of an entry that has been refused; may execute statements in the transaction under way if that
     * {@linkplain #isDue is due}.
     *
     * @param entry position in the batch
     * @return what to answer for it
     */
    Failure refused(Batch batch, Group<P> group, int entry, Failure failure) throws SQLException;

    /** Answers what the database says. */
    static <P extends Plan> Refusals<P> asTheyAre() {
        return new Refusals<>() {
            @Override
            public boolean isDue(Batch batch, int entry, Failure failure) {
                return false;
            }

            @Override
            public Failure refused(Batch batch, Group<P> group, int entry, Failure failure) {
                return failure;
            }
        };
    }
}
