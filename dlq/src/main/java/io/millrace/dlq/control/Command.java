/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

import io.millrace.dlq.LetterId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants done with letters. Each task does its part: the letters of the source partitions it owns. Immutable.
 *
 * @param plan name of the plan; commands about one plan have the same
 * @param connector connector it is meant for
 * @param selection which letters; not looked at for {@code EDIT}, {@code PAUSE}, {@code RESUME} and {@code CANCEL}
 * @param options how to replay
 * @param edits the records, for {@code EDIT}, one for each letter; empty otherwise
 * @param by who
 * @param reason why, or {@code null}
 * @param at ms since the epoch
 */
public record Command(
        String plan,
        String connector,
        Action action,
        Selection selection,
        ReplayOptions options,
        List<Edit> edits,
        String by,
        @Nullable String reason,
        long at) {
    public Command {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(connector, "connector");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(by, "by");
        edits = List.copyOf(edits);
        if ((action == Action.EDIT) == edits.isEmpty()) {
            throw new IllegalArgumentException("A command has 'edits' if and only if its action is EDIT");
        }
    }

    /** The record for a letter, or {@code null} if this command has none for it. */
    public @Nullable Edit editOf(LetterId letter) {
        for (Edit edit : edits) {
            if (edit.letter().equals(letter)) {
                return edit;
            }
        }
        return null;
    }
}
