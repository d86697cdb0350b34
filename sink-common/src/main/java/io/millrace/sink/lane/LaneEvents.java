/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.dlq.Failure;
import io.millrace.dlq.Stage;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.sink.metrics.SinkMetrics.Result;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.Disowned;
import java.util.List;

/** What a lane has to tell its task. Called on lane threads; thread-safe. */
public interface LaneEvents {
    /**
     * An event can never be written. It stays owed until its letter is safe.
     *
     * @param attempts how often it was tried
     * @param firstFailedAt ms since the epoch
     * @return whether its key is shut out from now on, so that its other events go to the {@link KeyGate}
     */
    boolean dead(ChangeEvent event, Stage stage, Failure failure, int attempts, long firstFailedAt);

    /** An event has come to its end. Told only where {@link LaneSettings#reports} says so; then nobody else does the books. */
    default void finished(ChangeEvent event, Result result) {
        throw new UnsupportedOperationException("Nobody has asked for reports");
    }

    /** An event is given up because its partition is gone. Told only where {@link LaneSettings#reports} says so. */
    default void revoked(ChangeEvent event) {
        throw new UnsupportedOperationException("Nobody has asked for reports");
    }

    /** What is to be in the ledger of dead letters once an event is at the target, where both are kept together. */
    default List<LedgerEntry> settledBy(ChangeEvent event) {
        return List.of();
    }

    /** A partition is not this task's any more. Its events in this lane have been dropped. */
    void disowned(SourcePartition source, Disowned why);

    /** No event can be written as things are configured, or the target has been down for too long: the task must fail. */
    void fatal(Failure failure);

    /** The records of a partition must be handed out again from {@code offset} on. */
    void rewind(SourcePartition partition, long offset);
}
