/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.batch;

import io.millrace.sink.spi.Batch;
import io.millrace.sink.spi.BatchWriter;
import java.sql.SQLException;
import java.util.List;

/**
 * Executes groups. Confined to its lane.
 *
 * @param <P> a database's kind of plan
 */
public interface GroupStatements<P extends Plan> {
    /**
     * Executes a part of a group in the transaction under way.
     *
     * @param from first position within the group's entries
     * @param to one past the last
     * @param told told of each entry that was not written: a part of a row that is not there, or an older one than its row
     */
    void execute(Batch batch, Group<P> group, int from, int to, Told told) throws SQLException, PlanException;

    /**
     * Whether a whole group is one statement and nothing else is asked in its transaction, so that the statement may as well
     * be a transaction by itself; to be asked behind {@link #prepare}.
     */
    default boolean isSingle(Group<P> group) {
        return false;
    }

    /** Told of the groups of a batch before the first is executed; may use transactions of its own. */
    default void prepare(List<Group<P>> groups) throws SQLException {}

    /** As {@link BatchWriter#wakeAt}. */
    default long wakeAt() {
        return BatchWriter.NEVER;
    }

    /** As {@link BatchWriter#wakeUp}. */
    default void wakeUp() throws SQLException {}
}
