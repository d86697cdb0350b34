/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.LetterEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The letters of this task's partitions whose records are still to be applied. Confined to the task thread. */
final class OpenLetters {
    private final Map<LetterId, LetterEntry> letters = new LinkedHashMap<>();

    /** There is a letter, or what is known of it has changed. */
    void put(LetterEntry letter) {
        if (letter.status().isOpen()) {
            letters.put(letter.id(), letter);
        } else {
            letters.remove(letter.id());
        }
    }

    @Nullable
    LetterEntry find(LetterId id) {
        return letters.get(id);
    }

    List<LetterEntry> all() {
        return List.copyOf(letters.values());
    }

    void forget(Predicate<LetterEntry> gone) {
        letters.values().removeIf(gone);
    }

    /** When the oldest was written or last tried, in ms since the epoch; {@link Long#MAX_VALUE} if there is none. */
    long oldestAt() {
        long oldest = Long.MAX_VALUE;
        for (LetterEntry letter : letters.values()) {
            oldest = Math.min(oldest, letter.at());
        }
        return oldest;
    }

    int size() {
        return letters.size();
    }
}
