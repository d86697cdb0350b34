/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.data;

import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Origin;
import io.millrace.sink.spi.Batch;
import io.millrace.sink.spi.BatchProgress;
import io.millrace.sink.spi.RecordEncoder;
import io.millrace.sink.wire.WireBuffer;
import java.util.List;
import java.util.function.IntPredicate;

/** A batch as a lane hands it to a writer, filled by an encoder and reused. Confined to one thread. */
public final class EventBatch implements Batch {
    private final ChangeEvent[] events;
    private final int[] starts;
    private final WireBuffer bytes = new WireBuffer(8 * 1024);

    public EventBatch(ChangeEvent[] events) {
        this.events = events.clone();
        this.starts = new int[events.length + 1];
    }

    /** Encodes all events anew. Returns the number of bytes. */
    public int encode(RecordEncoder encoder) throws Exception {
        bytes.clear();
        for (int i = 0; i < events.length; i++) {
            starts[i] = bytes.size();
            encoder.encode(events[i], bytes);
        }
        starts[events.length] = bytes.size();
        return bytes.size();
    }

    @Override
    public int size() {
        return events.length;
    }

    @Override
    public ChangeEvent event(int entry) {
        return events[entry];
    }

    @Override
    public int attempts(int entry) {
        return 0;
    }

    @Override
    public int origins(int entry) {
        return 1;
    }

    @Override
    public Origin origin(int entry, int index) {
        return events[entry].origin();
    }

    @Override
    public List<BatchProgress> progress(IntPredicate durable) {
        throw new UnsupportedOperationException("Nobody keeps progress here");
    }

    @Override
    public int start(int entry) {
        return starts[entry];
    }

    @Override
    public int length(int entry) {
        return starts[entry + 1] - starts[entry];
    }

    @Override
    public WireBuffer bytes() {
        return bytes;
    }
}
