/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.letter.DeadLetter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Letters of one fingerprint. Confined to the main thread. */
final class Group {
    final DeadLetter sample;
    long count;
    long first = Long.MAX_VALUE;
    long last;
    final Set<String> topics = new HashSet<>();
    final Set<String> keys = new HashSet<>();

    private Group(DeadLetter sample) {
        this.sample = sample;
    }

    private void add(DeadLetter letter) {
        count++;
        first = Math.min(first, letter.deadAt());
        last = Math.max(last, letter.deadAt());
        topics.add(letter.coordinates().topic());
        if (letter.keyHash() != null) {
            keys.add(letter.keyHash());
        }
    }

    /** Groups, the largest first. */
    static List<Group> of(Collection<StoredLetter> letters) {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (StoredLetter stored : letters) {
            groups.computeIfAbsent(stored.letter().fingerprint().value(), fingerprint -> new Group(stored.letter()))
                    .add(stored.letter());
        }
        List<Group> sorted = new ArrayList<>(groups.values());
        sorted.sort(Comparator.comparingLong((Group group) -> -group.count)
                .thenComparing(group -> group.sample.fingerprint().value()));
        return sorted;
    }
}
