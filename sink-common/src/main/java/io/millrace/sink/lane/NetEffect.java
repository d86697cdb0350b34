/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.ChangeVersion;
import io.millrace.sink.record.Delete;
import io.millrace.sink.record.Folding;
import io.millrace.sink.record.MergedRow;
import io.millrace.sink.record.Upsert;
import org.jspecify.annotations.Nullable;

/** What several changes of one row come to. Stateless. */
final class NetEffect {
    private NetEffect() {}

    /** The net effect of two changes, or {@code null} if they must be written one after the other. */
    static @Nullable ChangeEvent of(ChangeEvent older, ChangeEvent newer) {
        Folding folding = newer.destination().folding();
        if (newer instanceof Delete) {
            // A row that is only marked must have its last values.
            return older instanceof Upsert && folding == Folding.SOFT_DELETES ? null : newer;
        }
        Upsert upsert = (Upsert) newer;
        if (older instanceof Delete) {
            // A part of a row that is gone has nothing to be a part of, and nothing changes a row that is gone.
            return upsert.row().isPartial() || folding == Folding.UPDATES ? null : upsert;
        }
        Upsert earlier = (Upsert) older;
        if (earlier.row().shape() != upsert.row().shape()) {
            // Columns that the newer schema does not have must still get what the older event says.
            return null;
        }
        return upsert.row().isPartial() ? upsert.withRow(new MergedRow(upsert.row(), earlier.row())) : upsert;
    }

    /**
     * The net effect of a change and one that came later, which may nevertheless be the older of them: then it counts as if
     * it had come before. {@code null} if they must be written one after the other.
     */
    static @Nullable ChangeEvent inAnyOrder(ChangeEvent first, ChangeEvent second) {
        ChangeVersion version = second.destination().version();
        if (version == null || !version.isOlder(second, first)) {
            return of(first, second);
        }
        ChangeEvent net = of(second, first);
        // Nothing of the older one would be left.
        return net == null ? first : net;
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

    /** Whether a change needs nothing before it: a delete or a whole row, as far as the destination does all that they say. */
    static boolean standsAlone(ChangeEvent event) {
        Folding folding = event.destination().folding();
        if (event instanceof Delete) {
            return folding != Folding.SOFT_DELETES;
        }
        return folding != Folding.UPDATES
                && event instanceof Upsert upsert
                && !upsert.row().isPartial();
    }
}
