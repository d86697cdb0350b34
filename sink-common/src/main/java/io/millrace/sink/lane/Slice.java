/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import java.util.List;

/** Entries that are written together, and how that has gone so far. Confined to its lane. */
final class Slice {
    final List<Entry> entries;

    /** Failed attempts in a row. */
    int attempts;

    /** Whether the last one failed with an error that nobody knows. */
    boolean strange;

    /** On the monotonic clock, since when that has been so. */
    long strangeSince;

    /** Whether the target was asked anew after it had said that its schema or our configuration is wrong. */
    boolean askedAnew;

    /** Whether an error that nobody knows has used up its time: from now on, one attempt each. */
    boolean outOfPatience;

    Slice(List<Entry> entries) {
        this.entries = entries;
    }

    /** What is left of this slice; it has failed as often. */
    Slice rest(List<Entry> some) {
        Slice rest = part(some);
        rest.attempts = attempts;
        rest.strange = strange;
        rest.strangeSince = strangeSince;
        return rest;
    }

    /** A part of this slice; it has not failed by itself yet. */
    Slice part(List<Entry> some) {
        Slice part = new Slice(some);
        part.outOfPatience = outOfPatience;
        part.askedAnew = askedAnew;
        return part;
    }
}
