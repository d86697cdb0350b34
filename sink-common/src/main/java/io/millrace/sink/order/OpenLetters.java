/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.sink.record.SourcePartition;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The letters of this task's partitions whose records are still to be applied. Confined to the task thread. */
final class OpenLetters {
    private final Map<LetterId, LetterEntry> letters = new LinkedHashMap<>();

    private final Map<LetterId, LetterEntry> halting = new HashMap<>();
    private int keys;
    private int standing;

    /** There is a letter, or what is known of it has changed. */
    void put(LetterEntry letter) {
        boolean isOpen = letter.status().isOpen();
        LetterEntry before = isOpen ? letters.put(letter.id(), letter) : letters.remove(letter.id());
        standing += stands(isOpen ? letter : null) - stands(before);
        if (isOpen && letter.policy() == OrderPolicy.HALT) {
            halting.put(letter.id(), letter);
        } else {
            halting.remove(letter.id());
        }
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
            standing -= goes ? stands(letter) : 0;
            return goes;
        });
        halting.values().removeIf(gone);
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
        return halting.size();
    }

    /** Whether a record is behind all of those in its partition, and there are some anywhere. */
    boolean isHaltedBefore(SourcePartition source, long offset) {
        if (halting.isEmpty()) {
            return false;
        }
        for (LetterEntry letter : halting.values()) {
            if (letter.offset() >= offset
                    && letter.partition() == source.partition()
                    && letter.topic().equals(source.topic())) {
                return false;
            }
        }
        return true;
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
