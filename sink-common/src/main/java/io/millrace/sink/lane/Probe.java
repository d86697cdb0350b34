/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.Stage;
import io.millrace.sink.record.Destination;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A round that finds out whether a destination takes records again (or whatever the {@link Shelf} holds back as one). Those
 * that it refuses meanwhile are judged when the
 * round is over. Confined to its lane.
 */
final class Probe {
    private final Destination unit;
    private final @Nullable Failure before;
    private final List<Refused> refused = new ArrayList<>();
    private boolean taken;

    /** @param before why the unit takes nothing; if that is a refusal, it is known to answer, and must take one */
    Probe(Destination unit, @Nullable Failure before) {
        this.unit = unit;
        this.before = before;
    }

    Destination unit() {
        return unit;
    }

    boolean failedBeforeWith(FailureCode code) {
        return before != null && before.code().equals(code);
    }

    /** A record was written. */
    void taken() {
        taken = true;
    }

    /** A record was refused. */
    void refused(Entry entry, Failure failure, Stage stage) {
        refused.add(new Refused(entry, failure, stage));
    }

    /** Whether, now that the round is over, the unit takes records again. */
    boolean hasSucceeded() {
        return taken || !(before instanceof Failure.Rejected);
    }

    List<Refused> refused() {
        return refused;
    }

    /** Why it has not succeeded. */
    Failure reason() {
        return refused.isEmpty()
                ? Objects.requireNonNull(before, "without a storm it has succeeded")
                : refused.get(0).failure;
    }

    /** The entries that were refused. */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (Refused one : refused) {
            entries.add(one.entry);
        }
        return entries;
    }

    /** A record that was refused, and why. */
    record Refused(Entry entry, Failure failure, Stage stage) {}
}
