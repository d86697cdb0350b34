/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.dlq.control.LedgerEntry;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Origin;
import io.millrace.sink.spi.Batch;
import io.millrace.sink.spi.BatchProgress;
import io.millrace.sink.spi.Outcome;
import io.millrace.sink.spi.WriteResult;
import io.millrace.sink.wire.WireBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/** A batch without the entries that turned out to be durable already. Confined to its lane. */
final class PartOfBatch implements Batch {
    private final Batch whole;
    private final int[] entries;
    private final int[] positions;

    /** @param entries rising positions of the entries that are left */
    PartOfBatch(Batch whole, int[] entries) {
        this.whole = whole;
        this.entries = entries;
        this.positions = new int[whole.size()];
        Arrays.fill(positions, -1);
        for (int i = 0; i < entries.length; i++) {
            positions[entries[i]] = i;
        }
    }

    @Override
    public int size() {
        return entries.length;
    }

    @Override
    public ChangeEvent event(int entry) {
        return whole.event(entries[entry]);
    }

    @Override
    public int attempts(int entry) {
        return whole.attempts(entries[entry]);
    }

    @Override
    public int start(int entry) {
        return whole.start(entries[entry]);
    }

    @Override
    public int length(int entry) {
        return whole.length(entries[entry]);
    }

    @Override
    public WireBuffer bytes() {
        return whole.bytes();
    }

    @Override
    public int origins(int entry) {
        return whole.origins(entries[entry]);
    }

    @Override
    public Origin origin(int entry, int index) {
        return whole.origin(entries[entry], index);
    }

    @Override
    public List<BatchProgress> progress(IntPredicate durable) {
        return whole.progress(entry -> positions[entry] < 0 || durable.test(positions[entry]));
    }

    @Override
    public List<LedgerEntry> settles(int entry) {
        return whole.settles(entries[entry]);
    }

    /** What became of the whole batch if this became of the part. */
    WriteResult ofWhole(WriteResult result) {
        if (!(result instanceof WriteResult.PerEntry each)) {
            return result;
        }
        Outcome[] outcomes = new Outcome[whole.size()];
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] = positions[i] < 0 ? Outcome.WRITTEN : each.outcomes().get(positions[i]);
        }
        return WriteResult.each(Arrays.asList(outcomes));
    }
}
