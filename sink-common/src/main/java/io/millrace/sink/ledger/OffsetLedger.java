/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.ledger;

import io.millrace.sink.record.Origin;
import io.millrace.sink.record.SourcePartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What this task owes: every record that was handed to it and is not yet applied, durably dead-lettered or deliberately
 * skipped. An offset may be committed only when everything below it is settled.
 *
 * <p><b>Coordinates</b> are the original ones, before any transformation renamed the topic.
 *
 * <p><b>Threads.</b> Thread-safe by one lock. The task thread owes records and asks for positions; lane threads settle a
 * batch at a time. The lock is held for some nanoseconds per record, and lanes meet at it once per batch.
 *
 * <p><b>Assignments.</b> A record belongs to one assignment of its partition. When the partition is lost, the assignment
 * is revoked and everything that arrives for it later is counted and dropped, even if the same partition has come back
 * meanwhile: the records have been handed out again then.
 */
public final class OffsetLedger {
    private static final long NO_OFFSET = -1;

    private final Map<TopicPartition, PartitionLedger> partitions = new HashMap<>();
    private long epoch;
    private long fenced;
    private boolean commitWanted;
    private @Nullable PartitionLedger last;

    /** Begins an assignment. A partition that is still assigned is revoked first. */
    public synchronized SourcePartition assign(TopicPartition partition) {
        return assign(partition, NO_OFFSET);
    }

    /**
     * Begins an assignment at an offset that the consumer has passed already, and is yet to be told to go back to. Until
     * its records come again, that offset is the one that may be committed.
     */
    public synchronized SourcePartition assign(TopicPartition partition, long begin) {
        revoke(partition);
        SourcePartition source = new SourcePartition(partition, ++epoch);
        partitions.put(partition, new PartitionLedger(source, begin));
        return source;
    }

    /** Takes over what an earlier owner of the partition has brought to safety. Before anything is owed. */
    public synchronized void inherit(SourcePartition source, Progress progress) {
        PartitionLedger ledger = current(source);
        if (ledger != null) {
            ledger.inherit(progress);
        }
    }

    /** Whether an earlier owner of the partition has brought a record to safety, as far as is known. */
    public synchronized boolean isInherited(SourcePartition source, long offset) {
        PartitionLedger ledger = current(source);
        return ledger != null && ledger.isInherited(offset);
    }

    /** Remembers what is known of the source when everything below an offset has been looked at. */
    public synchronized void mark(SourcePartition source, Progress.Mark mark) {
        PartitionLedger ledger = current(source);
        if (ledger != null) {
            ledger.mark(mark);
        }
    }

    /**
     * How far a partition will have come when some more records are safe.
     *
     * @param written rising offsets of those records, owed and not settled
     * @param size how many of them count
     * @return {@code null} if the assignment is over, or neither it nor an earlier one has owed anything
     */
    public synchronized @Nullable Progress progress(SourcePartition source, long[] written, int size) {
        PartitionLedger ledger = current(source);
        return ledger == null ? null : ledger.progress(written, size);
    }

    /** Ends the assignment of a partition. What it still owes will be handed out again by Kafka. */
    public synchronized void revoke(TopicPartition partition) {
        PartitionLedger ledger = partitions.remove(partition);
        if (ledger != null) {
            ledger.source().revoke();
            last = null;
        }
    }

    /** The current assignment of a partition, or {@code null} if it is not assigned. */
    public synchronized @Nullable SourcePartition assignment(TopicPartition partition) {
        PartitionLedger ledger = partitions.get(partition);
        return ledger == null ? null : ledger.source();
    }

    /**
     * Takes on a record.
     *
     * @param nowNanos on the clock of {@link io.millrace.sink.time.TimeSource#nanos}
     * @return whether it is new; false if this assignment has already seen it or is over
     */
    public synchronized boolean owe(SourcePartition source, long offset, long nowNanos) {
        PartitionLedger ledger = current(source);
        return ledger != null && ledger.owe(offset, nowNanos);
    }

    /** The record at {@code origin} is safe. */
    public synchronized void settle(Origin origin) {
        PartitionLedger ledger = current(origin.source());
        if (ledger == null) {
            fenced++;
        } else {
            ledger.settle(origin.offset());
        }
    }

    /** All these records are safe. */
    public synchronized void settleAll(Collection<Origin> origins) {
        for (Origin origin : origins) {
            settle(origin);
        }
    }

    /** All these records are in the hands of a writer that will say so with {@link #durableBelow}. */
    public synchronized void deferAll(Collection<Origin> origins) {
        for (Origin origin : origins) {
            PartitionLedger ledger = current(origin.source());
            if (ledger == null) {
                fenced++;
            } else {
                ledger.defer(origin.offset());
            }
        }
    }

    /** Every deferred record of the partition below {@code nextOffset} is safe. */
    public synchronized void durableBelow(SourcePartition source, long nextOffset) {
        PartitionLedger ledger = current(source);
        if (ledger == null) {
            fenced++;
        } else {
            ledger.durableBelow(nextOffset);
            commitWanted = true;
        }
    }

    /** Whether a range of deferred records has become safe since the last call: then a commit is worth its while. */
    public synchronized boolean takeCommitRequest() {
        boolean wanted = commitWanted;
        commitWanted = false;
        return wanted;
    }

    /** For each assigned partition that has owed anything: the first offset that is not safe. */
    public synchronized Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        partitions.forEach((partition, ledger) -> {
            long position = ledger.position();
            if (position >= 0) {
                positions.put(partition, position);
            }
        });
        return positions;
    }

    /**
     * What may be committed, given what was handed over: where everything taken on is safe, that is all of it, records
     * included that transformations have dropped before they came here; elsewhere it is the first offset that is not safe.
     *
     * @param consumed for each partition the offset after the last record that the worker has read
     */
    public synchronized Map<TopicPartition, Long> committable(Map<TopicPartition, Long> consumed) {
        Map<TopicPartition, Long> committable = positions();
        consumed.forEach((partition, offset) -> {
            PartitionLedger ledger = partitions.get(partition);
            if (ledger != null && ledger.isClear()) {
                committable.merge(partition, offset, Math::max);
            }
        });
        return committable;
    }

    /** Whether everything that was taken on is safe. */
    public synchronized boolean isClear() {
        for (PartitionLedger ledger : partitions.values()) {
            if (!ledger.isClear()) {
                return false;
            }
        }
        return true;
    }

    /** Records neither settled nor deferred, over all partitions. */
    public synchronized long owed() {
        long owed = 0;
        for (PartitionLedger ledger : partitions.values()) {
            owed += ledger.owed();
        }
        return owed;
    }

    /** Results that came too late, for an assignment that was over. */
    public synchronized long fenced() {
        return fenced;
    }

    /** How long the oldest record that is not safe has been waiting, in nanoseconds; 0 if all are safe. */
    public synchronized long oldestUnsettledNanos(long nowNanos) {
        long oldest = 0;
        for (PartitionLedger ledger : partitions.values()) {
            oldest = Math.max(oldest, ledger.oldestNanos(nowNanos));
        }
        return oldest;
    }

    /** Room that the records of a partition take. For tests. */
    synchronized int slots(TopicPartition partition) {
        PartitionLedger ledger = partitions.get(partition);
        return ledger == null ? 0 : ledger.slots();
    }

    private @Nullable PartitionLedger current(SourcePartition source) {
        PartitionLedger known = last;
        if (known != null && known.source() == source) {
            return known;
        }
        PartitionLedger ledger = partitions.get(source.topicPartition());
        if (ledger == null || ledger.source() != source) {
            return null;
        }
        last = ledger;
        return ledger;
    }
}
