/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants done with letters. Each task does its part: the letters of the source partitions it owns. Immutable.
 *
 * @param plan name of the plan; commands about one plan have the same
 * @param connector connector it is meant for
 * @param selection which letters; not looked at for {@code EDIT}, {@code PAUSE}, {@code RESUME} and {@code CANCEL}
 * @param options how to replay
 * @param edit the record, for {@code EDIT}; {@code null} otherwise
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
        @Nullable Edit edit,
        String by,
        @Nullable String reason,
        long at) {
    public Command {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(connector, "connector");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(by, "by");
        if ((action == Action.EDIT) != (edit != null)) {
            throw new IllegalArgumentException("A command has an 'edit' if and only if its action is EDIT");
        }
    }
}
