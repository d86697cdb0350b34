/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.memory;

import io.millrace.sink.ledger.Progress;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.BatchProgress;
import io.millrace.sink.spi.Disowned;
import io.millrace.sink.spi.ProgressStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Progress that a memory server keeps, as one task sees it. Thread-safe. */
final class MemoryProgress implements ProgressStore {
    private final Kept kept;
    private final Map<SourcePartition, Long> claims = new HashMap<>();

    MemoryProgress(Kept kept) {
        this.kept = kept;
    }

    @Override
    public synchronized Map<SourcePartition, Progress> takeOver(Collection<SourcePartition> assigned) {
        Map<SourcePartition, Progress> known = new HashMap<>();
        for (SourcePartition source : assigned) {
            claims.put(source, kept.claim(source.topicPartition()));
            Progress progress = kept.progress.get(source.topicPartition());
            if (progress != null) {
                known.put(source, progress);
            }
        }
        return known;
    }

    /** Which partitions of a batch are not this task's any more. */
    synchronized Map<SourcePartition, Disowned> lost(List<BatchProgress> parts) {
        Map<SourcePartition, Disowned> lost = new HashMap<>();
        for (BatchProgress part : parts) {
            Long claim = claims.get(part.source());
            if (claim == null
                    || part.progress() == null
                    || !kept.isOwner(part.source().topicPartition(), claim)) {
                lost.put(part.source(), Disowned.TAKEN_OVER);
            }
        }
        return lost;
    }

    synchronized void keep(List<BatchProgress> parts) {
        for (BatchProgress part : parts) {
            if (part.progress() != null) {
                kept.progress.merge(part.source().topicPartition(), part.progress(), Progress::plus);
            }
        }
    }

    @Override
    public synchronized Map<SourcePartition, Disowned> store(Map<SourcePartition, Progress> moved) {
        List<BatchProgress> parts = new ArrayList<>();
        moved.forEach((source, progress) -> parts.add(new BatchProgress(source, progress)));
        Map<SourcePartition, Disowned> lost = lost(parts);
        if (lost.isEmpty()) {
            keep(parts);
        }
        return lost;
    }

    @Override
    public boolean keepsSourceMarks() {
        return false;
    }

    @Override
    public synchronized void release(SourcePartition source) {
        claims.remove(source);
    }

    /** What the server keeps for all tasks. For one thread. */
    static final class Kept {
        private final Map<TopicPartition, Long> owners = new HashMap<>();
        private final Map<TopicPartition, Progress> progress = new HashMap<>();

        private long claim(TopicPartition partition) {
            return owners.merge(partition, 1L, Long::sum);
        }

        private boolean isOwner(TopicPartition partition, long claim) {
            return owners.getOrDefault(partition, 0L) == claim;
        }
    }
}
