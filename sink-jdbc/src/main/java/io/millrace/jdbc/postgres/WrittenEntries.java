/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.sink.record.Origin;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.Batch;
import io.millrace.sink.spi.Outcome;
import io.millrace.sink.spi.WriteResult;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The events of batches whose commit took place although its answer got lost: they come again and must not be written
 * again. Confined to its lane.
 */
final class WrittenEntries {
    private final Map<SourcePartition, Set<Long>> offsets = new HashMap<>();

    /** @param durable which entries of the batch were written */
    void add(Batch batch, IntPredicate durable) {
        for (int entry = 0; entry < batch.size(); entry++) {
            for (int i = 0; durable.test(entry) && i < batch.origins(entry); i++) {
                Origin origin = batch.origin(entry, i);
                offsets.computeIfAbsent(origin.source(), source -> new HashSet<>())
                        .add(origin.offset());
            }
        }
    }

    void addAll(WrittenEntries others) {
        others.offsets.forEach((source, more) ->
                offsets.computeIfAbsent(source, same -> new HashSet<>()).addAll(more));
    }

    /** What is left of a batch, the batch itself if that is all; {@code null} if nothing is. */
    @Nullable
    Batch leftOf(Batch batch) {
        offsets.keySet().removeIf(SourcePartition::isRevoked);
        int[] left = new int[batch.size()];
        int size = 0;
        for (int entry = 0; entry < batch.size(); entry++) {
            if (!isWritten(batch, entry)) {
                left[size++] = entry;
            }
        }
        if (size == batch.size()) {
            return batch;
        }
        return size == 0 ? null : new PartOfBatch(batch, Arrays.copyOf(left, size));
    }

    /** An entry that stands for something newer, too, must be written: it is a state, and writing it again does no harm. */
    private boolean isWritten(Batch batch, int entry) {
        for (int i = 0; i < batch.origins(entry); i++) {
            Origin origin = batch.origin(entry, i);
            Set<Long> written = offsets.get(origin.source());
            if (written == null || !written.contains(origin.offset())) {
                return false;
            }
        }
        return true;
    }

    /** Forgets entries that are settled by an answer: those do not come again. */
    void forgetSettled(Batch batch, WriteResult result) {
        if (result instanceof WriteResult.Nothing || result instanceof WriteResult.Disowned) {
            return;
        }
        for (int entry = 0; entry < batch.size() && !offsets.isEmpty(); entry++) {
            boolean settled = !(result instanceof WriteResult.PerEntry each)
                    || !(each.outcomes().get(entry) instanceof Outcome.Failed);
            for (int i = 0; settled && i < batch.origins(entry); i++) {
                Origin origin = batch.origin(entry, i);
                Set<Long> written = offsets.get(origin.source());
                if (written != null && written.remove(origin.offset()) && written.isEmpty()) {
                    offsets.remove(origin.source());
                }
            }
        }
    }

    boolean isEmpty() {
        return offsets.isEmpty();
    }
}
