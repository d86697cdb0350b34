/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.sink.ledger.OffsetLedger;
import io.millrace.sink.ledger.Progress;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.BatchProgress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sorts the offsets of a batch by partition, to find out how far those come with it. Confined to its lane; reused. */
final class WrittenOffsets {
    private final OffsetLedger ledger;
    private final List<OfPartition> partitions = new ArrayList<>();
    private int used;
    private @Nullable OfPartition last;

    WrittenOffsets(OffsetLedger ledger) {
        this.ledger = ledger;
    }

    void clear() {
        used = 0;
        last = null;
    }

    /** @param durable whether the entry's events are safe with the batch; if not, only their partition counts */
    void add(Entry entry, boolean durable) {
        for (int i = 0; i < entry.size(); i++) {
            Origin origin = entry.event(i).origin();
            OfPartition ofPartition = of(origin.source());
            if (durable) {
                ofPartition.add(origin.offset());
            }
        }
    }

    private OfPartition of(SourcePartition source) {
        OfPartition known = last;
        if (known != null && known.source == source) {
            return known;
        }
        OfPartition found = null;
        for (int i = 0; i < used && found == null; i++) {
            found = partitions.get(i).source == source ? partitions.get(i) : null;
        }
        last = found == null ? begin(source) : found;
        return last;
    }

    private OfPartition begin(SourcePartition source) {
        if (used == partitions.size()) {
            partitions.add(new OfPartition());
        }
        OfPartition next = partitions.get(used++);
        next.source = source;
        next.size = 0;
        next.sorted = true;
        return next;
    }

    List<BatchProgress> progress() {
        List<BatchProgress> all = new ArrayList<>(used);
        for (int i = 0; i < used; i++) {
            OfPartition each = partitions.get(i);
            SourcePartition source = Objects.requireNonNull(each.source, "begun with a partition");
            each.sort();
            Progress progress = ledger.progress(source, each.offsets, each.size);
            // Nothing is known of a partition of which a letter is replayed before any record has come.
            if (progress != null || source.isRevoked()) {
                all.add(new BatchProgress(source, progress));
            }
            // The assignment may end before this lane sees another one of the same number of partitions.
            each.source = null;
        }
        last = null;
        return all;
    }

    private static final class OfPartition {
        @Nullable
        SourcePartition source;

        long[] offsets = new long[64];
        int size;
        boolean sorted = true;

        void add(long offset) {
            if (size == offsets.length) {
                offsets = Arrays.copyOf(offsets, size * 2);
            }
            sorted &= size == 0 || offsets[size - 1] < offset;
            offsets[size++] = offset;
        }

        void sort() {
            if (!sorted) {
                Arrays.sort(offsets, 0, size);
                sorted = true;
            }
        }
    }
}
