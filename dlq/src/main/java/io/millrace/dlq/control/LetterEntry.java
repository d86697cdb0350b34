/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

import io.millrace.dlq.LetterId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a letter. It is written before the letter itself, so a letter without one is not safe yet and its
 * record comes again. Immutable.
 *
 * @param id the letter
 * @param status what has become of it
 * @param attempts how often a plan has tried to apply it
 * @param identity key of its record, or {@code null} if that has none
 * @param policy what held for later records of the key when it was written
 * @param destination table, index or path, or {@code null} if its record failed before that was known
 * @param offset original offset of its record
 * @param revision 0, or how many times it had been edited when it was written
 * @param plan plan that touched it last, or {@code null}
 * @param reason why it has this status, or {@code null}
 * @param by who gave it this status, or {@code null} if that was the connector by itself
 */
public record LetterEntry(
        LetterId id,
        LetterStatus status,
        int attempts,
        @Nullable KeyIdentity identity,
        OrderPolicy policy,
        String connector,
        @Nullable String destination,
        String topic,
        int partition,
        long offset,
        int revision,
        @Nullable String plan,
        @Nullable String reason,
        @Nullable String by,
        long epoch,
        long at)
        implements LedgerEntry {

    public LetterEntry {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(connector, "connector");
        Objects.requireNonNull(topic, "topic");
    }

    /** The same letter with another fate. */
    public LetterEntry with(
            LetterStatus newStatus,
            int newAttempts,
            @Nullable String newPlan,
            @Nullable String newReason,
            @Nullable String newBy,
            long newEpoch,
            long now) {
        return new LetterEntry(
                id,
                newStatus,
                newAttempts,
                identity,
                policy,
                connector,
                destination,
                topic,
                partition,
                offset,
                revision,
                newPlan,
                newReason,
                newBy,
                newEpoch,
                now);
    }

    /** The same letter with another fate, for the same reasons. */
    public LetterEntry as(LetterStatus newStatus) {
        return with(newStatus, attempts, plan, reason, by, epoch, at);
    }

    @Override
    public String key() {
        return keyOf(id);
    }

    /** The key of the records about {@code id}. */
    public static String keyOf(LetterId id) {
        return "L:" + id.value();
    }
}
