/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

import io.millrace.dlq.LetterId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that was done. After a crash the same may be told twice. Immutable.
 *
 * @param plan plan by which it was done
 * @param letter letter that it was done to, or {@code null} if it is about the plan as a whole
 * @param task number of the task that did it
 * @param by who had asked for it
 * @param reason why, or {@code null}
 * @param counts how far the task is with the plan, or {@code null}
 * @param detail more for people, or {@code null}; never a row's values
 * @param at ms since the epoch
 */
public record AuditEntry(
        String plan,
        @Nullable LetterId letter,
        String connector,
        int task,
        AuditEvent event,
        String by,
        @Nullable String reason,
        @Nullable Counts counts,
        @Nullable String detail,
        long at) {
    public AuditEntry {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(connector, "connector");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(by, "by");
    }

    /** The key of its record on the topic. */
    public String key() {
        return letter == null ? plan : letter.value();
    }
}
