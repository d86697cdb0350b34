/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.sink.record.Destination;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Judges entries that failed with an error nobody knows: is it they, or is it everything? Confined to its lane.
 *
 * <p>If anything else of the round was written, it is they. If all of several failed alone, it is everything. A single one
 * has no witnesses in its round, so what counts is whether its destination has ever taken anything from this lane.
 */
final class Jury {
    private final List<Blame> suspects = new ArrayList<>();
    private final Set<Destination> everWritten = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable Destination lastWritten;
    private int writtenThisRound;

    void beginRound() {
        writtenThisRound = 0;
    }

    void suspect(Blame blame) {
        suspects.add(blame);
    }

    /** An entry was written. */
    void written(Entry entry) {
        writtenThisRound++;
        Destination destination = entry.net().destination();
        if (destination != lastWritten) {
            lastWritten = destination;
            everWritten.add(destination);
        }
    }

    boolean isIdle() {
        return suspects.isEmpty();
    }

    /** Whether the suspects are to blame. */
    boolean findsThemGuilty() {
        boolean alone = suspects.size() == 1
                && everWritten.contains(suspects.get(0).entry().net().destination());
        return writtenThisRound > 0 || alone;
    }

    /** Hands the suspects of some destinations over. */
    List<Entry> take(Predicate<Destination> which) {
        List<Entry> taken = new ArrayList<>();
        suspects.removeIf(suspect -> which.test(suspect.entry().net().destination()) && taken.add(suspect.entry()));
        return taken;
    }

    /** Hands the suspects over. */
    List<Blame> take() {
        List<Blame> taken = List.copyOf(suspects);
        suspects.clear();
        return taken;
    }
}
