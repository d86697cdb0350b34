/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.metrics;

import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.FailureClass;
import io.millrace.dlq.Fingerprint;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Letters counted by their cause: class and code of the failure, destination, fingerprint. Counted on the task thread, read
 * on any.
 *
 * <p>Each group is a time series for whoever watches, so there are never more than {@value #MOST}: then the one that has
 * got no letter for longest goes into what is left of its class, so that the sum over a class stays right.
 */
public final class LetterGroups {
    /** With one more for each class of failure it stays below what {@link LabelledGauges} shows. */
    static final int MOST = 80;

    /** Code, destination and fingerprint of letters whose group is not shown any more. */
    static final String OTHER = "other";

    private final LabelledGauges shown;
    private final Map<String, Group> groups = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Group> others = new LinkedHashMap<>();

    LetterGroups(LabelledGauges shown) {
        this.shown = shown;
    }

    /** A letter is safe. */
    public void written(FailedRecord failed) {
        String fingerprint = Fingerprint.of(failed).value();
        Group known = groups.get(fingerprint);
        if (known == null) {
            if (groups.size() == MOST) {
                forgetEldest();
            }
            String destination = failed.destination() == null ? "" : failed.destination();
            FailureClass failureClass = Objects.requireNonNull(failed.failure().failureClass(), "letters have a class");
            known = new Group(failureClass.name(), failed.failure().code().value(), destination, fingerprint);
            groups.put(fingerprint, known);
            known.show();
        }
        known.add(1, failed.deadAt());
    }

    private void forgetEldest() {
        Iterator<Group> eldest = groups.values().iterator();
        Group group = eldest.next();
        eldest.remove();
        shown.hide(group.labels);
        Group rest = others.get(group.failureClass);
        if (rest == null) {
            rest = new Group(group.failureClass, OTHER, OTHER, OTHER);
            others.put(group.failureClass, rest);
            rest.show();
        }
        rest.add(group.letters.get(), group.lastAt);
    }

    private final class Group {
        private final String failureClass;
        private final Map<String, String> labels;
        private final AtomicLong letters = new AtomicLong();
        private volatile long lastAt;

        Group(String failureClass, String code, String destination, String fingerprint) {
            this.failureClass = failureClass;
            this.labels =
                    Map.of("class", failureClass, "code", code, "destination", destination, "fingerprint", fingerprint);
        }

        void show() {
            shown.show(
                    labels,
                    List.of(
                            new Gauge("letters-total", "Letters of this cause that are safe", letters::get),
                            new Gauge(
                                    "last-letter-ms", "When the last of them died, ms since the epoch", () -> lastAt)));
        }

        void add(long more, long at) {
            letters.addAndGet(more);
            lastAt = Math.max(lastAt, at);
        }
    }
}
