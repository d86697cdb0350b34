/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.sink.record.Destination;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells a storm from records that are to blame: when a destination has refused many records in a row, all with the same
 * code, for a while, and has taken none in between, then it is not the records. Thread-safe by its own lock; while nothing
 * has been refused lately, a success costs a volatile read.
 */
public final class StormGuard {
    /** Destinations may be named by records: so many are watched, the latest. */
    private static final int MOST_RUNS = 1_000;

    private final StormSettings settings;
    private final DestinationBreakers breakers;
    private final Map<Destination, Run> runs = new LinkedHashMap<>();
    private volatile boolean watching;
    private long storms;

    StormGuard(StormSettings settings, DestinationBreakers breakers) {
        this.settings = settings;
        this.breakers = breakers;
    }

    /**
     * A record is about to be given up.
     *
     * @param unit what would be held back
     * @return why it must not be, since there is a storm, or {@code null}
     */
    @Nullable
    Failure storm(Destination destination, Destination unit, Failure failure, long nowNanos) {
        if (settings.policy() == StormSettings.Policy.OFF) {
            return null;
        }
        return breakers.reason(unit) instanceof Failure.Rejected ? failure : refused(destination, failure, nowNanos);
    }

    private synchronized @Nullable Failure refused(Destination destination, Failure failure, long nowNanos) {
        Run run = runs.get(destination);
        if (run == null || !run.code.equals(failure.code())) {
            runs.remove(destination);
            run = new Run(failure.code(), nowNanos);
            runs.put(destination, run);
            if (runs.size() > MOST_RUNS) {
                runs.remove(runs.keySet().iterator().next());
            }
            watching = true;
        }
        run.records++;
        if (run.records < settings.minRecords()
                || nowNanos - run.since < settings.minDuration().toNanos()) {
            return null;
        }
        storms++;
        forget(destination);
        return new Failure.Rejected(
                failure.code(),
                "'" + destination + "' has refused the last " + run.records
                        + " records for one reason and taken none in between ('storm.policy'): " + failure.message(),
                failure.cause());
    }

    /** Entries have been written. */
    void taken(List<Entry> entries) {
        if (!watching) {
            return;
        }
        Destination last = null;
        for (Entry entry : entries) {
            Destination destination = entry.net().destination();
            if (destination != last) {
                last = destination;
                forget(destination);
            }
        }
    }

    private synchronized void forget(Destination destination) {
        runs.remove(destination);
        watching = !runs.isEmpty();
    }

    /** Whether a storm fails the task. */
    boolean isFatal() {
        return settings.policy() == StormSettings.Policy.FAIL;
    }

    /** Storms so far. */
    public synchronized long total() {
        return storms;
    }

    private static final class Run {
        final FailureCode code;
        final long since;
        int records;

        Run(FailureCode code, long since) {
            this.code = code;
            this.since = since;
        }
    }
}
