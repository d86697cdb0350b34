/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.core;

import io.millrace.dlq.Failure;
import io.millrace.dlq.Stage;
import io.millrace.sink.lane.LaneEvents;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.Disowned;

/** What lanes report where nothing can fail. Thread-safe. */
final class SilentEvents implements LaneEvents {
    @Override
    public boolean dead(ChangeEvent event, Stage stage, Failure failure, int attempts, long firstFailedAt) {
        throw new IllegalStateException(failure.message());
    }

    @Override
    public void disowned(SourcePartition source, Disowned why) {
        throw new IllegalStateException(source + " is lost: " + why);
    }

    @Override
    public void fatal(Failure failure) {
        throw new IllegalStateException(failure.message(), failure.cause());
    }

    @Override
    public void rewind(SourcePartition partition, long offset) {
        throw new IllegalStateException(partition + " shall be read again from " + offset);
    }
}
