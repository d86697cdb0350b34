/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.dlq.control.LedgerEntry;
import io.millrace.sink.ledger.OffsetLedger;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Origin;
import io.millrace.sink.spi.Batch;
import io.millrace.sink.spi.BatchProgress;
import io.millrace.sink.wire.WireBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/** A lane's one batch: filled anew for each write. Confined to its lane. */
final class SliceBatch implements Batch {
    private final WireBuffer bytes;
    private final List<Entry> entries = new ArrayList<>();
    private final WrittenOffsets offsets;
    private final LaneEvents events;
    private int[] starts = new int[64];

    SliceBatch(int capacity, OffsetLedger ledger, LaneEvents events) {
        this.events = events;
        this.bytes = new WireBuffer(capacity);
        this.offsets = new WrittenOffsets(ledger);
    }

    /** Begins anew; a buffer of more than {@code mostBytes} is not kept. */
    void clear(long mostBytes) {
        entries.clear();
        bytes.clear(mostBytes);
    }

    /** Takes in an entry whose wire form is the last in the buffer. */
    void add(Entry entry, int start) {
        int position = entries.size();
        if (position == starts.length) {
            starts = Arrays.copyOf(starts, position * 2);
        }
        starts[position] = start;
        entries.add(entry);
    }

    List<Entry> entries() {
        return entries;
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public ChangeEvent event(int entry) {
        return entries.get(entry).net();
    }

    @Override
    public int attempts(int entry) {
        return entries.get(entry).attempts;
    }

    @Override
    public int start(int entry) {
        return starts[entry];
    }

    @Override
    public int length(int entry) {
        int end = entry + 1 < entries.size() ? starts[entry + 1] : bytes.size();
        return end - starts[entry];
    }

    @Override
    public WireBuffer bytes() {
        return bytes;
    }

    @Override
    public int origins(int entry) {
        return entries.get(entry).size();
    }

    @Override
    public Origin origin(int entry, int index) {
        return entries.get(entry).event(index).origin();
    }

    @Override
    public List<LedgerEntry> settles(int entry) {
        return events.settledBy(entries.get(entry).net());
    }

    @Override
    public List<BatchProgress> progress(IntPredicate durable) {
        offsets.clear();
        for (int i = 0; i < entries.size(); i++) {
            offsets.add(entries.get(i), durable.test(i));
        }
        return offsets.progress();
    }
}
