/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.sink.lane.Backoff;
import io.millrace.sink.ledger.OffsetLedger;
import io.millrace.sink.ledger.Progress;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.Disowned;
import io.millrace.sink.spi.FailureClassifier;
import io.millrace.sink.spi.ProgressStore;
import io.millrace.sink.time.TimeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this task the owner of its partitions at a target that keeps progress, and keeps that progress up to date where no
 * batch does. A target that is down is an outage like any other: it is asked again until it answers. Confined to the task
 * thread.
 */
final class TakeOver {
    private static final Logger LOG = LoggerFactory.getLogger(TakeOver.class);
    private static final long[] NONE = new long[0];

    private final String name;
    private final ProgressStore store;
    private final FailureClassifier classifier;
    private final boolean patientWhenSystemic;
    private final OffsetLedger ledger;
    private final Backoff backoff;
    private final TimeSource time;

    private final Set<SourcePartition> waiting = new LinkedHashSet<>();
    private final Map<SourcePartition, Long> storedPositions = new IdentityHashMap<>();
    private final Map<SourcePartition, Long> dropped = new IdentityHashMap<>();
    private int failures;
    private long tryAgainAt;

    /** @param patientWhenSystemic whether a wrong configuration is waited out as well */
    TakeOver(
            String name,
            ProgressStore store,
            FailureClassifier classifier,
            boolean patientWhenSystemic,
            OffsetLedger ledger,
            Backoff backoff,
            TimeSource time) {
        this.name = name;
        this.store = store;
        this.classifier = classifier;
        this.patientWhenSystemic = patientWhenSystemic;
        this.ledger = ledger;
        this.backoff = backoff;
        this.time = time;
    }

    void begin(Collection<SourcePartition> sources) {
        waiting.addAll(sources);
        tryAgainAt = time.nanos();
    }

    boolean isWaiting(SourcePartition source) {
        return !waiting.isEmpty() && waiting.contains(source);
    }

    /** A record came although its partition waits; it must come again. */
    void dropped(SourcePartition source, long offset) {
        dropped.putIfAbsent(source, offset);
    }

    /**
     * Asks for what is waiting, if it is time.
     *
     * @return every partition that is ours from now on, with where it goes on
     * @throws PipelineFailedException if the target cannot keep progress as things are configured
     */
    Map<SourcePartition, Resumption> attempt() {
        if (waiting.isEmpty() || time.nanos() - tryAgainAt < 0) {
            return Map.of();
        }
        Map<SourcePartition, Progress> known;
        try {
            known = store.takeOver(List.copyOf(waiting));
        } catch (Exception e) {
            failed(e);
            return Map.of();
        }
        if (failures > 0) {
            LOG.info("{}: the target tells again how far partitions are", name);
        }
        failures = 0;
        Map<SourcePartition, Resumption> taken = new HashMap<>();
        for (SourcePartition source : waiting) {
            Progress progress = known.get(source);
            if (progress != null) {
                ledger.inherit(source, progress);
                storedPositions.put(source, progress.position());
            }
            taken.put(source, Resumption.of(progress, dropped.get(source)));
        }
        dropped.clear();
        waiting.clear();
        return taken;
    }

    private void failed(Exception error) {
        if (error instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        Failure failure = classifier.classify(error);
        boolean mayPass = failure instanceof Failure.Transient || failure instanceof Failure.TargetDown;
        if (!mayPass && !patientWhenSystemic) {
            throw new PipelineFailedException(failure, name);
        }
        failures++;
        tryAgainAt = time.nanos() + backoff.delayNanos(failures);
        if (failures == 1) {
            LOG.warn(
                    "{}: cannot ask the target how far {} are: [{}] {}. They wait until it tells",
                    name,
                    waiting,
                    failure.code(),
                    failure.message());
        }
    }

    /** Stores positions that have moved without a batch. Returns partitions that are not ours any more. */
    Map<SourcePartition, Disowned> store(Collection<SourcePartition> owned) {
        Map<SourcePartition, Progress> moved = new HashMap<>();
        for (SourcePartition source : owned) {
            Progress progress = waiting.contains(source) ? null : ledger.progress(source, NONE, 0);
            Long stored = storedPositions.get(source);
            if (progress != null && (stored == null || stored < progress.position())) {
                moved.put(source, progress);
            }
        }
        if (moved.isEmpty()) {
            return Map.of();
        }
        try {
            Map<SourcePartition, Disowned> disowned = store.store(moved);
            if (disowned.isEmpty()) {
                moved.forEach((source, progress) -> storedPositions.put(source, progress.position()));
            }
            return disowned;
        } catch (Exception e) {
            // It only means that some records which change nothing are read again.
            LOG.debug("{}: cannot store positions; the next commit tries again", name, e);
            return Map.of();
        }
    }

    /** Assignments are over. */
    void release(SourcePartition source) {
        waiting.remove(source);
        dropped.remove(source);
        storedPositions.remove(source);
        store.release(source);
    }

    /** Whether the target keeps how far sources have come. */
    boolean keepsSourceMarks() {
        return store.keepsSourceMarks();
    }

    /** Partitions that are not ours yet. */
    List<SourcePartition> waiting() {
        return new ArrayList<>(waiting);
    }

    /** This task has lost a partition, and the worker has not said so for too long. */
    static Failure takenOver(String where) {
        return new Failure.Systemic(
                FailureCode.of("core", "taken-over"),
                where
                        + " is written by another task, but is still assigned to this one. Does a connector of the same name"
                        + " run on another Connect cluster with the same target? Give one of them another name",
                null);
    }
}
