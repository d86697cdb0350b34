/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.batch;

import io.millrace.sink.record.ChangeEvent;
import java.sql.SQLException;

/**
 * Where plans come from. Confined to its lane.
 *
 * @param <P> a database's kind of plan
 */
@FunctionalInterface
public interface Plans<P extends Plan> {
    /**
     * The plan for an upsert or a delete.
     *
     * @throws PlanException if no event of this shape can be written to the table
     * @throws SQLException if the catalogue cannot be asked
     */
    P plan(ChangeEvent event) throws SQLException, PlanException;
}
