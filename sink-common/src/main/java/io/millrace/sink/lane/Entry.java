/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.sink.record.ChangeEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The net effect of the events of one key in a batch, and the chain of events it came from, so that a failure can be
 * unfolded and blamed on the exact one. Confined to its lane.
 */
final class Entry {
    private ChangeEvent net;
    private @Nullable List<ChangeEvent> chain;

    int attempts;
    /** ms since the epoch, 0 while nothing has failed. */
    long firstFailedAt;
    /** On the {@link CalmClock}, when the entry was first held for a dependency; {@link #NOT_HELD} if never. */
    long heldSince = NOT_HELD;

    static final long NOT_HELD = Long.MIN_VALUE;

    /** Later events of the same key that wait for this one, because the entry they were folded into failed. */
    @Nullable
    ArrayDeque<ChangeEvent> rest;

    Entry(ChangeEvent event) {
        this.net = event;
    }

    /** What is to be written. */
    ChangeEvent net() {
        return net;
    }

    /** Whether it comes from a chain of events that could not be written as their net effect. */
    boolean oneByOne;

    /** Whether what is to be written is the last event as it is, which makes the earlier ones pointless. */
    boolean supersedes;

    /** Takes in a later event of the same key. */
    void fold(ChangeEvent event, ChangeEvent combined) {
        if (chain == null) {
            chain = new ArrayList<>(4);
            chain.add(net);
        }
        chain.add(event);
        net = combined;
    }

    /** Takes over the history of an earlier try. */
    void carry(int earlierAttempts, long earlierFailedAt, long earlierHeldSince) {
        attempts = Math.max(attempts, earlierAttempts);
        firstFailedAt = firstFailedAt == 0 ? earlierFailedAt : Math.min(firstFailedAt, earlierFailedAt);
        heldSince = heldSince == NOT_HELD ? earlierHeldSince : Math.min(heldSince, earlierHeldSince);
    }

    /** One more try has failed. */
    void failed(long nowMillis) {
        attempts++;
        firstFailedAt = firstFailedAt == 0 ? nowMillis : firstFailedAt;
    }

    /** How many events it stands for. */
    int size() {
        return chain == null ? 1 : chain.size();
    }

    /** One of the events it stands for, in the order of their arrival. */
    ChangeEvent event(int index) {
        return chain == null ? net : chain.get(index);
    }
}
