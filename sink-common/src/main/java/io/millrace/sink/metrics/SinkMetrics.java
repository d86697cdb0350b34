/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.metrics;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureClass;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.Delete;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.Skipped;
import io.millrace.sink.record.Truncate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/**
 * What a task counts. Thread-safe; counting costs an addition.
 *
 * <p>The counts conserve records: what was received is applied, deduplicated, dead-lettered, skipped, or still under
 * way. A record that was folded into a later one of its key counts as applied with it.
 */
public final class SinkMetrics {
    private static final long LONGEST_LATENCY_MS = 24L * 60 * 60 * 1000;
    private static final long LONGEST_WRITE_MICROS = 60L * 60 * 1_000_000;
    private static final long LARGEST_BATCH = 10_000_000;

    /** What finally became of a record. */
    public enum Result {
        /** Durable at the target. */
        APPLIED,
        /** The target already had it or something newer. */
        DEDUPLICATED,
        /** Durable in the dead letters. */
        DEAD_LETTERED
    }

    private enum Operation {
        UPSERT,
        DELETE,
        TRUNCATE,
        UNKNOWN
    }

    private final LongAdder received = new LongAdder();
    private final LongAdder redelivered = new LongAdder();
    private final LongAdder folded = new LongAdder();
    private final LongAdder batches = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder unclassified = new LongAdder();
    private final LongAdder[][] results = new LongAdder[Result.values().length][Operation.values().length];
    private final LongAdder[] skipped = adders(Skipped.values().length);
    private final LongAdder[] failures = adders(FailureClass.values().length);
    private final SlidingHistogram recordLatency = new SlidingHistogram(LONGEST_LATENCY_MS);
    private final SlidingHistogram sourceLatency = new SlidingHistogram(LONGEST_LATENCY_MS);
    private final SlidingHistogram writeMicros = new SlidingHistogram(LONGEST_WRITE_MICROS);
    private final SlidingHistogram batchRecords = new SlidingHistogram(LARGEST_BATCH);
    private final List<Gauge> gauges = new ArrayList<>();
    private final LabelledGauges blocked = new LabelledGauges();
    private final LabelledGauges letterGauges = new LabelledGauges();
    private final LetterGroups letterGroups = new LetterGroups(letterGauges);

    public SinkMetrics() {
        for (int i = 0; i < results.length; i++) {
            results[i] = adders(Operation.values().length);
        }
        describe();
    }

    private static LongAdder[] adders(int count) {
        LongAdder[] adders = new LongAdder[count];
        Arrays.setAll(adders, i -> new LongAdder());
        return adders;
    }

    private void describe() {
        gauge("records-received-total", "Records handed to the task, repetitions aside", received::sum);
        gauge("records-redelivered-total", "Records handed over again within one assignment", redelivered::sum);
        gauge("records-folded-total", "Records whose change was merged into a later one of their key", folded::sum);
        gauge("records-revoked-total", "Records given up because their partition went to another task", lost::sum);
        for (Result result : Result.values()) {
            String name = "records-" + words(result);
            gauge(name + "-total", "Records that were " + words(result), () -> total(result));
            for (Operation operation : Operation.values()) {
                LongAdder count = results[result.ordinal()][operation.ordinal()];
                gauge(
                        name + "-" + operation.name().toLowerCase(Locale.ROOT) + "-total",
                        "Records that were " + words(result) + ", operation " + operation,
                        count::sum);
            }
        }
        gauge("records-skipped-total", "Records that ask for nothing to be written", this::skipped);
        for (Skipped reason : Skipped.values()) {
            gauge(
                    "records-skipped-" + words(reason) + "-total",
                    "Records skipped: " + reason,
                    skipped[reason.ordinal()]::sum);
        }
        for (FailureClass failureClass : FailureClass.values()) {
            gauge(
                    "failures-" + words(failureClass) + "-total",
                    "Failures of class " + failureClass + ", repetitions included",
                    failures[failureClass.ordinal()]::sum);
        }
        gauge("failures-unclassified-total", "Failures that no table of codes knows", unclassified::sum);
        gauge("batches-total", "Batches written", batches::sum);
        percentiles("batch-size", "records", "Entries of a batch, last 10 s", batchRecords, 1);
        percentiles("write-time", "ms", "Time of one write to the target, last 10 s", writeMicros, 1_000);
        percentiles(
                "record-to-ack-latency",
                "ms",
                "From the record's timestamp to the target's acknowledgement, last 10 s",
                recordLatency,
                1);
        percentiles(
                "source-to-ack-latency",
                "ms",
                "From the commit at the source to the target's acknowledgement, last 10 s",
                sourceLatency,
                1);
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void percentiles(String name, String unit, String description, SlidingHistogram histogram, double divisor) {
        gauge(name + "-p50-" + unit, description + ", median", () -> histogram.percentile(50) / divisor);
        gauge(name + "-p99-" + unit, description + ", 99th percentile", () -> histogram.percentile(99) / divisor);
        gauge(name + "-p999-" + unit, description + ", 99.9th percentile", () -> histogram.percentile(99.9) / divisor);
        gauge(name + "-max-" + unit, description + ", greatest", () -> histogram.max() / divisor);
    }

    /** Adds a number that somebody else keeps. Before the metrics are bound. */
    public void gauge(String name, String description, DoubleSupplier value) {
        gauges.add(new Gauge(name, description, value));
    }

    /** Everything there is to look at. */
    public List<Gauge> gauges() {
        return Collections.unmodifiableList(gauges);
    }

    /** What there is to look at of each destination that takes nothing for now. */
    public LabelledGauges blocked() {
        return blocked;
    }

    /** What there is to look at of the causes of letters. */
    public LabelledGauges letters() {
        return letterGauges;
    }

    /** Counts letters by their causes. */
    public LetterGroups letterGroups() {
        return letterGroups;
    }

    /** A record has come. */
    public void received() {
        received.increment();
    }

    /** A record has come that this assignment had already seen. */
    public void redelivered() {
        redelivered.increment();
    }

    /** A record asked for nothing. */
    public void skipped(Skipped reason) {
        skipped[reason.ordinal()].increment();
    }

    /** A record was merged into a later one. */
    public void folded(int count) {
        folded.add(count);
    }

    /** A record was given up because its partition is gone. */
    public void revoked(int count) {
        lost.add(count);
    }

    /** Something failed, once more. */
    public void failed(Failure failure) {
        FailureClass failureClass = failure.failureClass();
        if (failureClass == null) {
            unclassified.increment();
        } else {
            failures[failureClass.ordinal()].increment();
        }
    }

    /** A batch was written. */
    public void batch(int entries, long nanos) {
        batches.increment();
        batchRecords.record(entries);
        writeMicros.record(nanos / 1_000);
    }

    /** A record has reached its end. */
    public void finished(ChangeEvent event, Result result, long nowMillis) {
        results[result.ordinal()][operation(event).ordinal()].increment();
        if (result != Result.DEAD_LETTERED) {
            latency(recordLatency, event.origin().timestamp(), nowMillis);
            latency(sourceLatency, event.sourceTimestamp(), nowMillis);
        }
    }

    /** Records whose writer had taken them over are durable; their latency is that of the first of them. */
    public void finishedDeferred(
            int upserts, int deletes, int truncates, long timestamp, long sourceTimestamp, long nowMillis) {
        LongAdder[] applied = results[Result.APPLIED.ordinal()];
        applied[Operation.UPSERT.ordinal()].add(upserts);
        applied[Operation.DELETE.ordinal()].add(deletes);
        applied[Operation.TRUNCATE.ordinal()].add(truncates);
        latency(recordLatency, timestamp, nowMillis);
        latency(sourceLatency, sourceTimestamp, nowMillis);
    }

    /** A record has come again that had reached its end under an earlier task. */
    public void repeated(Decoded decoded) {
        if (decoded instanceof Skipped reason) {
            skipped(reason);
        } else {
            Operation operation = decoded instanceof ChangeEvent event ? operation(event) : Operation.UNKNOWN;
            results[Result.DEDUPLICATED.ordinal()][operation.ordinal()].increment();
        }
    }

    /** A record that no event could be made of is safe in the dead letters. */
    public void undecodableFinished() {
        results[Result.DEAD_LETTERED.ordinal()][Operation.UNKNOWN.ordinal()].increment();
    }

    private static void latency(SlidingHistogram histogram, long since, long now) {
        if (since != Origin.NO_TIMESTAMP) {
            histogram.record(now - since);
        }
    }

    private static Operation operation(ChangeEvent event) {
        if (event instanceof Delete) {
            return Operation.DELETE;
        }
        return event instanceof Truncate ? Operation.TRUNCATE : Operation.UPSERT;
    }

    /** Moves the windows of the histograms on. From one thread, often. */
    public void tick(long nowNanos) {
        recordLatency.tick(nowNanos);
        sourceLatency.tick(nowNanos);
        writeMicros.tick(nowNanos);
        batchRecords.tick(nowNanos);
    }

    /** Records received so far. */
    public long receivedTotal() {
        return received.sum();
    }

    /** Records that came to this end so far. */
    public long total(Result result) {
        long total = 0;
        for (LongAdder count : results[result.ordinal()]) {
            total += count.sum();
        }
        return total;
    }

    /** Records skipped so far, for any reason. */
    public long skipped() {
        return Arrays.stream(skipped).mapToLong(LongAdder::sum).sum();
    }

    /** Records skipped so far for one reason. */
    public long skippedTotal(Skipped reason) {
        return skipped[reason.ordinal()].sum();
    }

    /** Records given up so far because their partition was lost. */
    public long revokedTotal() {
        return lost.sum();
    }

    /** Failures of a class so far. */
    public long failedTotal(FailureClass failureClass) {
        return failures[failureClass.ordinal()].sum();
    }
}
