/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Origin;
import java.util.Optional;

/**
 * How deleted rows are marked. At least one of the columns is given. Immutable.
 *
 * @param flag column that says whether a row is deleted
 * @param time column that says when it was deleted; NULL for rows that are not
 */
public record SoftDelete(Optional<String> flag, Optional<String> time) {
    /**
     * When an event has deleted its row, in ms since the epoch: as the source says, and if it does not, as the record does;
     * {@link Origin#NO_TIMESTAMP} if neither does.
     */
    public static long moment(ChangeEvent event) {
        return event.sourceTimestamp() == Origin.NO_TIMESTAMP ? event.origin().timestamp() : event.sourceTimestamp();
    }
}
