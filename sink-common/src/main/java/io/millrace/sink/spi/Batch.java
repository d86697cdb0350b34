/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.spi;

import io.millrace.dlq.control.LedgerEntry;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Origin;
import io.millrace.sink.wire.WireBuffer;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What a writer is to write: the net effects of some events, encoded, at most one for each key, in the order of their
 * arrival. Valid until {@link BatchWriter#write} returns. Confined to the lane.
 */
public interface Batch {
    /** Number of entries, at least 1. */
    int size();

    /** The net effect at a position: an upsert, a delete, or (then alone in its batch) a truncate. */
    ChangeEvent event(int entry);

    /**
     * How often writing this entry has failed so far. Where events wait for each other in a circle, a writer may have a
     * last resort that it keeps for entries which have failed often.
     */
    int attempts(int entry);

    /** Where the entry's wire form begins in {@link #bytes}. */
    int start(int entry);

    /** Length of the entry's wire form. */
    int length(int entry);

    /** The wire forms of all entries, one after the other without gaps. */
    WireBuffer bytes();

    /** Number of events that an entry stands for, at least 1. */
    int origins(int entry);

    /** Where one of the events that an entry stands for came from, in the order of their arrival. */
    Origin origin(int entry, int index);

    /**
     * How far partitions will have come when this batch is durable, for targets that store it in the same transaction:
     * one for each partition the batch has events of.
     *
     * @param durable whether the entry at a position is written, or was not needed any more
     */
    List<BatchProgress> progress(IntPredicate durable);

    /**
     * What is to be in the ledger of dead letters when an entry is durable, for targets that have a {@link
     * Target#letterLedger}: mostly nothing. All of it belongs to the partition that the entry came from.
     */
    default List<LedgerEntry> settles(int entry) {
        return List.of();
    }
}
