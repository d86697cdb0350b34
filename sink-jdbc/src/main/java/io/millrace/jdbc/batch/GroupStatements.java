/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.batch;

import io.millrace.sink.spi.Batch;
import java.sql.SQLException;
import java.util.function.IntConsumer;

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
     * @param missing told the position in the batch of each part of a row whose row is not there
     */
    void execute(Batch batch, Group<P> group, int from, int to, IntConsumer missing) throws SQLException, PlanException;
}
