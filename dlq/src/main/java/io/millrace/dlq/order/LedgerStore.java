/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.order;

import io.millrace.dlq.control.LedgerEntry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Where the ledger is kept. Task thread; calls do not wait, what they begin is done elsewhere. */
public interface LedgerStore extends AutoCloseable {
    /**
     * Reads the ledger: all that had been written when this was called, in the order in which it was written, as far as
     * compaction has left it. Entries of one source partition are in order; between partitions there is none. Where late
     * entries are refused, owners come last.
     */
    Future<List<LedgerEntry>> read();

    /**
     * Writes entries of one source partition, in this order. The future completes normally only when they are durable. After
     * a failure some of them may be.
     *
     * <p>Where late entries are refused, it fails with {@link LedgerFencedException} if somebody else has taken the partition
     * over since.
     */
    CompletableFuture<?> write(List<LedgerEntry> entries);

    /**
     * Whether it is kept where records are written, by a target whose writers commit entries together with the rows that they
     * follow from.
     */
    default boolean isBesideRows() {
        return false;
    }

    /** Waits a bounded time for writes under way, then lets go of all resources. */
    @Override
    void close();
}
