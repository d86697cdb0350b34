/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.batch;

import io.millrace.sink.spi.Batch;
import java.sql.SQLException;

/**
 * Executes groups. Confined to its lane.
 *
 * @param <P> a database's kind of plan
 */
@FunctionalInterface
public interface GroupStatements<P extends Plan> {
    /**
     * Executes a part of a group in the transaction under way.
     *
     * @param from first position within the group's entries
     * @param to one past the last
     * @param told told of each entry that was not written: a part of a row that is not there, or an older one than its row
     */
    void execute(Batch batch, Group<P> group, int from, int to, Told told) throws SQLException, PlanException;
}
