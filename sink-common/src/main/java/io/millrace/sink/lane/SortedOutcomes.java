/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.dlq.Failure;
import io.millrace.sink.spi.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a target said about each entry of a batch, sorted by what is to be done. Confined to its lane. */
final class SortedOutcomes {
    private final UnaryOperator<Failure> meaning;

    final List<Entry> written = new ArrayList<>();
    final List<Entry> stale = new ArrayList<>();
    final List<Entry> deferred = new ArrayList<>();
    final List<Entry> again = new ArrayList<>();
    final List<Blame> blamed = new ArrayList<>();

    /** The worst reason for trying entries again, or {@code null} if none are. */
    @Nullable
    Failure againBecause;

    /**
     * @param meaning how a failure is to be understood
     * @throws IllegalStateException if there is not one outcome for each entry
     */
    SortedOutcomes(List<Entry> entries, List<Outcome> outcomes, UnaryOperator<Failure> meaning) {
        this.meaning = meaning;
        if (outcomes.size() != entries.size()) {
            throw new IllegalStateException(
                    "The writer gave " + outcomes.size() + " outcomes for a batch of " + entries.size() + " entries");
        }
        for (int i = 0; i < outcomes.size(); i++) {
            sort(entries.get(i), outcomes.get(i));
        }
    }

    private void sort(Entry entry, Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            sortFailed(entry, meaning.apply(failed.failure()));
        } else if (outcome instanceof Outcome.Written) {
            written.add(entry);
        } else if (outcome instanceof Outcome.AlreadyNewer) {
            stale.add(entry);
        } else {
            deferred.add(entry);
        }
    }

    private void sortFailed(Entry entry, Failure failure) {
        if (failure instanceof Failure.Stale) {
            stale.add(entry);
        } else if (failure instanceof Failure.Rejected || failure instanceof Failure.Dependency) {
            blamed.add(new Blame(entry, failure));
        } else {
            again.add(entry);
            if (againBecause == null || severity(failure) > severity(againBecause)) {
                againBecause = failure;
            }
        }
    }

    private static int severity(Failure failure) {
        if (failure instanceof Failure.Systemic) {
            return 3;
        }
        if (failure instanceof Failure.TargetDown) {
            return 2;
        }
        return failure instanceof Failure.Unclassified ? 1 : 0;
    }
}
