/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.order.LedgerFencedException;
import io.millrace.dlq.order.LedgerStore;
import io.millrace.sink.lane.LaneEvents;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.Disowned;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into the ledger in the name of assignments, as long as they last: afterwards, whoever has the partition decides
 * what is there, and nobody waits for it here. Called on the task thread; what the ledger answers comes on any.
 */
final class OwnLedger {
    private static final Logger LOG = LoggerFactory.getLogger(OwnLedger.class);
    private static final CompletableFuture<Void> NOTHING_TO_DO = CompletableFuture.completedFuture(null);

    private final LedgerStore store;
    private final LaneEvents task;

    /** @param task is told of partitions that turn out to be somebody else's */
    OwnLedger(LedgerStore store, LaneEvents task) {
        this.store = store;
        this.task = task;
    }

    CompletableFuture<?> write(OwnEntries own) {
        SourcePartition source = own.source();
        if (source != null && source.isRevoked()) {
            return NOTHING_TO_DO;
        }
        return store.write(own.entries()).handle((done, error) -> {
            LedgerFencedException fenced = fenced(error);
            if (fenced != null) {
                fenced(source, fenced);
            } else if (error != null) {
                throw error instanceof CompletionException known ? known : new CompletionException(error);
            }
            return done;
        });
    }

    private static @Nullable LedgerFencedException fenced(@Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException wrapper ? wrapper.getCause() : error;
        return cause instanceof LedgerFencedException fenced ? fenced : null;
    }

    /** As with a batch that a target does not commit for that reason. */
    private void fenced(@Nullable SourcePartition source, LedgerFencedException why) {
        if (source != null) {
            LOG.warn("The ledger takes nothing of {} any more, which is somebody else's: {}", source, why.getMessage());
            source.revoke();
            task.disowned(source, Disowned.TAKEN_OVER);
        }
    }
}
