/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.core;

import io.millrace.benchmarks.Question;
import io.millrace.benchmarks.data.Events;
import io.millrace.sink.ledger.OffsetLedger;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.SourcePartition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** See the question. Confined to one thread. A surprise: much more than the 40 bytes of an origin. */
@Question(
        title = "Ledger",
        order = 40,
        value =
                "What does it cost to owe a record's offset and to settle it? The record's origin, 40 bytes, is made here,"
                        + " too.")
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SettleOffsets {
    private static final int BATCH = 500;

    /** In which order a batch's offsets are settled, and whether the topic has gaps. */
    public enum Order {
        IN_ORDER,
        /** As several lanes do. */
        SHUFFLED,
        /** A compacted topic. */
        WITH_GAPS
    }

    @Param
    public Order order = Order.IN_ORDER;

    private final OffsetLedger ledger = new OffsetLedger();
    private final SourcePartition source = ledger.assign(Events.PARTITION);
    private final SplittableRandom random = new SplittableRandom(7);
    private final List<Origin> origins = new ArrayList<>(BATCH);
    private final int[] swaps = random.ints(BATCH, 0, BATCH).toArray();
    private long offset;

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public boolean oweAndSettle() {
        origins.clear();
        for (int i = 0; i < BATCH; i++) {
            offset += order == Order.WITH_GAPS && i % 3 == 0 ? 5 : 1;
            ledger.owe(source, offset, offset);
            origins.add(new Origin(source, offset, Origin.NO_TIMESTAMP));
        }
        if (order == Order.SHUFFLED) {
            for (int i = 0; i < BATCH; i++) {
                Collections.swap(origins, i, swaps[i]);
            }
        }
        ledger.settleAll(origins);
        return ledger.isClear();
    }
}
