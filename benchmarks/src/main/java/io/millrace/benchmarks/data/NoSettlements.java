/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.data;

import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.LaneContext;
import io.millrace.sink.spi.LaneParts;
import io.millrace.sink.spi.Settlements;
import io.millrace.sink.spi.Target;
import io.millrace.sink.time.TimeSource;

/** Stands in for the ledger where a target is measured alone. Thread-safe. */
public final class NoSettlements implements Settlements {
    private NoSettlements() {}

    /** Encoder and writer of a lane of {@code target}, without the lane. */
    public static LaneParts laneOf(Target target) {
        return target.lane(new LaneContext("benchmark", new NoSettlements(), TimeSource.SYSTEM));
    }

    @Override
    public void durableBelow(SourcePartition partition, long nextOffset) {
        // Nobody owes anything.
    }

    @Override
    public void rewind(SourcePartition partition, long offset) {
        throw new IllegalStateException(partition + " shall be read again from " + offset);
    }
}
