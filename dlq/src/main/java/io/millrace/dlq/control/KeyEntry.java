/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a key with open letters has come. Immutable.
 *
 * @param identity the key
 * @param state whether later records may be applied
 * @param policy decides that
 * @param destination table, index or path, or {@code null} if the key could not be decoded
 * @param from offset of its first open letter
 * @param applied greatest offset of the key that is known to be at the target, or {@link #NONE}
 * @param pending an offset that may be at the target: it was about to be written together with the target's own progress,
 *     which tells; {@link #NONE} if there is none
 * @param parkedThrough greatest offset of the key that became a letter
 * @param letters how many of its letters were open when this was written; whoever has read the letters' own entries counts
 *     those, since a crash may have come between them and this one
 * @param fingerprint cause of the first one, or {@code null} if unknown
 */
public record KeyEntry(
        KeyIdentity identity,
        KeyState state,
        OrderPolicy policy,
        String connector,
        @Nullable String destination,
        String topic,
        int partition,
        long from,
        long applied,
        long pending,
        long parkedThrough,
        int letters,
        @Nullable String fingerprint,
        long epoch,
        long at)
        implements LedgerEntry {
    /** Stands for "no offset". */
    public static final long NONE = -1;

    public KeyEntry {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(connector, "connector");
        Objects.requireNonNull(topic, "topic");
    }

    @Override
    public String key() {
        return keyOf(identity);
    }

    /** The key of the records about {@code identity}. */
    public static String keyOf(KeyIdentity identity) {
        return "K:" + identity;
    }
}
