/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.letter.DeadLetter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which letters a plan is about: those that all given criteria hold for. Immutable.
 *
 * @param ids letters by id; empty for no restriction
 * @param fingerprint one cause, or {@code null}
 * @param code one failure code, or {@code null}
 * @param target one destination, or {@code null}
 * @param topic one source topic, or {@code null}
 * @param partition one source partition, or {@code null}
 * @param fromOffset least original offset, or {@code null}
 * @param toOffset greatest original offset, or {@code null}
 * @param keys letters of these keys; empty for no restriction
 * @param until for each partition of the letters topic the end up to which letters count; empty for no restriction
 */
public record Selection(
        Set<LetterId> ids,
        @Nullable String fingerprint,
        @Nullable String code,
        @Nullable String target,
        @Nullable String topic,
        @Nullable Integer partition,
        @Nullable Long fromOffset,
        @Nullable Long toOffset,
        Set<KeyIdentity> keys,
        Map<Integer, Long> until) {

    /** Every letter. */
    public static final Selection ALL =
            new Selection(Set.of(), null, null, null, null, null, null, null, Set.of(), Map.of());

    public Selection {
        ids = Set.copyOf(ids);
        keys = Set.copyOf(keys);
        until = Map.copyOf(until);
    }

    /** Some letters by their ids. */
    public static Selection of(List<LetterId> ids) {
        return new Selection(Set.copyOf(ids), null, null, null, null, null, null, null, Set.of(), Map.of());
    }

    /** The letters of one key. */
    public static Selection of(KeyIdentity key) {
        return of(Set.of(key));
    }

    /** The letters of some keys. */
    public static Selection of(Set<KeyIdentity> keys) {
        return new Selection(Set.of(), null, null, null, null, null, null, null, keys, Map.of());
    }

    /** Whether what the ledger knows about a letter allows that it is selected. */
    public boolean allows(LetterEntry letter) {
        return (ids.isEmpty() || ids.contains(letter.id()))
                && (topic == null || topic.equals(letter.topic()))
                && (partition == null || partition == letter.partition())
                && (fromOffset == null || letter.offset() >= fromOffset)
                && (toOffset == null || letter.offset() <= toOffset)
                && (keys.isEmpty() || (letter.identity() != null && keys.contains(letter.identity())));
    }

    /** Whether the letter itself, of which {@link #allows} holds, is selected. */
    public boolean matches(DeadLetter letter) {
        return (code == null || code.equals(letter.code().value()))
                && (target == null || target.equals(letter.destination()))
                && (fingerprint == null
                        || fingerprint.equals(letter.fingerprint().value()));
    }

    /** Whether a letter at a place of the letters topic had been written when the selection was made. */
    public boolean reaches(int lettersPartition, long lettersOffset) {
        if (until.isEmpty()) {
            return true;
        }
        Long end = until.get(lettersPartition);
        return end != null && lettersOffset < end;
    }
}
