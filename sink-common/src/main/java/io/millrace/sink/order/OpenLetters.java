/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.OrderPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The letters of this task's partitions whose records are still to be applied. Confined to the task thread. */
final class OpenLetters {
    private final Map<LetterId, LetterEntry> letters = new LinkedHashMap<>();

    private int keys;
    private int halted;
    private int standing;

    /** There is a letter, or what is known of it has changed. */
    void put(LetterEntry letter) {
        LetterEntry before = letter.status().isOpen() ? letters.put(letter.id(), letter) : letters.remove(letter.id());
        LetterEntry now = letter.status().isOpen() ? letter : null;
        halted += halts(now) - halts(before);
        standing += stands(now) - stands(before);
    }

    private static int halts(@Nullable LetterEntry letter) {
        return letter != null && letter.policy() == OrderPolicy.HALT ? 1 : 0;
    }

    private static int stands(@Nullable LetterEntry letter) {
        return letter != null && letter.policy() == OrderPolicy.ANY ? 1 : 0;
    }

    @Nullable
    LetterEntry find(LetterId id) {
        return letters.get(id);
    }

    List<LetterEntry> all() {
        return List.copyOf(letters.values());
    }

    void forget(Predicate<LetterEntry> gone) {
        letters.values().removeIf(letter -> {
            boolean goes = gone.test(letter);
            halted -= goes ? halts(letter) : 0;
            standing -= goes ? stands(letter) : 0;
            return goes;
        });
    }

    /** Keys have got their first letters, or have none any more. */
    void countKeys(int more) {
        keys += more;
    }

    /** Keys that have letters. */
    int keys() {
        return keys;
    }

    /** Letters behind which nothing goes on. */
    int halted() {
        return halted;
    }

    /** Letters that may be replayed in any order. */
    int standing() {
        return standing;
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
