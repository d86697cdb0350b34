/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import io.millrace.sink.spi.Batch;
import io.millrace.sink.spi.Outcome;
import io.millrace.sink.wire.WireBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * What is sent for a batch, operation by operation, and what becomes of its entries. Some entries may be decided before
 * anything is sent. Confined to its lane and reused.
 */
final class Operations {
    private WireBuffer bytes = new WireBuffer(0);
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private int[] entries = new int[64];
    private int size;
    private Outcome[] outcomes = new Outcome[64];
    private int entryCount;
    private boolean allWritten;

    /** Begins anew for a batch of so many entries, each of which counts as written unless something else is said. */
    void begin(WireBuffer source, int count) {
        bytes = source;
        size = 0;
        entryCount = count;
        allWritten = true;
        if (starts.length < count) {
            starts = new int[count * 2];
            ends = new int[count * 2];
            entries = new int[count * 2];
            outcomes = new Outcome[count * 2];
        }
    }

    /** All of a batch as it was encoded. */
    void beginWith(Batch batch) {
        begin(batch.bytes(), batch.size());
        for (int i = 0; i < batch.size(); i++) {
            add(i, batch.start(i), batch.start(i) + batch.length(i));
        }
    }

    /** One more operation, for an entry. */
    void add(int entry, int start, int end) {
        starts[size] = start;
        ends[size] = end;
        entries[size] = entry;
        size++;
    }

    int size() {
        return size;
    }

    int entryCount() {
        return entryCount;
    }

    WireBuffer bytes() {
        return bytes;
    }

    int start(int operation) {
        return starts[operation];
    }

    /** Bytes of the operations from one up to another. */
    int bytes(int from, int to) {
        return ends[to - 1] - starts[from];
    }

    /** The end of a request that begins with an operation and has at most so many bytes; at least one operation. */
    int cut(int from, long mostBytes) {
        int to = from + 1;
        while (to < size && bytes(from, to + 1) <= mostBytes) {
            to++;
        }
        return to;
    }

    /** What became of an operation. */
    void decide(int operation, Outcome outcome) {
        decideEntry(entries[operation], outcome);
    }

    /** What became of an entry. */
    void decideEntry(int entry, Outcome outcome) {
        if (allWritten) {
            Arrays.fill(outcomes, 0, entryCount, Outcome.WRITTEN);
            allWritten = false;
        }
        outcomes[entry] = outcome;
    }

    boolean isAllWritten() {
        return allWritten;
    }

    /** One outcome for each entry; only if not all are written. */
    List<Outcome> outcomes() {
        return List.of(Arrays.copyOf(outcomes, entryCount));
    }
}
