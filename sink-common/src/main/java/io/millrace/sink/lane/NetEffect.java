/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Delete;
import io.millrace.sink.record.MergedRow;
import io.millrace.sink.record.Upsert;
import org.jspecify.annotations.Nullable;

/** What several changes of one row come to. Stateless. */
final class NetEffect {
    private NetEffect() {}

    /** The net effect of two changes, or {@code null} if they must be written one after the other. */
    static @Nullable ChangeEvent of(ChangeEvent older, ChangeEvent newer) {
        if (newer instanceof Delete) {
            return newer;
        }
        Upsert upsert = (Upsert) newer;
        if (older instanceof Delete) {
            // A part of a row that is gone has nothing to be a part of.
            return upsert.row().isPartial() ? null : upsert;
        }
        Upsert earlier = (Upsert) older;
        if (earlier.row().shape() != upsert.row().shape()) {
            // Columns that the newer schema does not have must still get what the older event says.
            return null;
        }
        return upsert.row().isPartial() ? upsert.withRow(new MergedRow(upsert.row(), earlier.row())) : upsert;
    }

    /**
     * The same where the older change cannot be written: then a change that needs nothing before it stands for both.
     *
     * @param older {@code null} if the changes before it have no common effect
     */
    static @Nullable ChangeEvent superseding(@Nullable ChangeEvent older, ChangeEvent newer) {
        if (standsAlone(newer)) {
            return newer;
        }
        return older == null ? null : of(older, newer);
    }

    /** Whether a change needs nothing before it: a delete or a whole row. */
    static boolean standsAlone(ChangeEvent event) {
        return event instanceof Delete
                || (event instanceof Upsert upsert && !upsert.row().isPartial());
    }
}
