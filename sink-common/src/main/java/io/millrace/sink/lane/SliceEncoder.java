/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.sink.ledger.OffsetLedger;
import io.millrace.sink.spi.BadRecordException;
import io.millrace.sink.spi.RecordEncoder;
import io.millrace.sink.wire.UnencodableTextException;
import java.util.ArrayList;
import java.util.List;

/** Fills a lane's batch with the wire forms of a slice. Confined to its lane; batch and buffer are reused. */
final class SliceEncoder {
    /** There may be hundreds of lanes, so each begins small; its buffer grows to the size of its batches and stays so. */
    private static final int FIRST_BUFFER_BYTES = 8 * 1024;

    private final RecordEncoder encoder;
    private final int maxBytes;
    private final SliceBatch batch;
    private final List<Blame> unencodable = new ArrayList<>();

    SliceEncoder(RecordEncoder encoder, int maxBytes, OffsetLedger ledger, LaneEvents events) {
        this.batch = new SliceBatch(FIRST_BUFFER_BYTES, ledger, events);
        this.encoder = encoder;
        this.maxBytes = maxBytes;
    }

    /**
     * Encodes the slice at the front. A record that cannot be encoded is put aside; what is too much for one batch becomes
     * a slice of its own, right behind.
     *
     * @return the slice that is then at the front
     * @throws Exception if the target cannot be asked how to encode
     */
    Slice encodeFirst(Slices slices) throws Exception {
        // Larger than two batches was a single huge record: that memory is not kept.
        batch.clear(2L * maxBytes);
        unencodable.clear();
        Slice slice = slices.first();
        List<Entry> entries = slice.entries;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            int start = batch.bytes().size();
            if (!encode(entry, start)) {
                continue;
            }
            if (batch.bytes().size() > maxBytes && batch.size() > 0) {
                batch.bytes().truncate(start);
                return cut(slices, i);
            }
            batch.add(entry, start);
        }
        return slice;
    }

    private boolean encode(Entry entry, int start) throws Exception {
        try {
            encoder.encode(entry.net(), batch.bytes());
            return true;
        } catch (BadRecordException e) {
            blame(entry, e.code(), e, start);
        } catch (UnencodableTextException e) {
            blame(entry, FailureCode.of("encode", "lone-surrogate"), e, start);
        }
        return false;
    }

    private void blame(Entry entry, FailureCode code, Exception error, int start) {
        batch.bytes().truncate(start);
        String message = error.getMessage() == null ? error.toString() : error.getMessage();
        unencodable.add(new Blame(entry, new Failure.Rejected(code, message, error)));
    }

    private static Slice cut(Slices slices, int at) {
        Slice slice = slices.removeFirst();
        Slice front = slice.rest(slice.entries.subList(0, at));
        slices.addFirst(slice.part(slice.entries.subList(at, slice.entries.size())));
        slices.addFirst(front);
        return front;
    }

    /** What was encoded last. */
    SliceBatch batch() {
        return batch;
    }

    /** The entries that could not be encoded. */
    List<Blame> unencodable() {
        return unencodable;
    }
}
