/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.simulation;

import io.millrace.sink.pipeline.Worker;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Remembers what a pipeline asked for. Confined to one thread. */
public final class SimulatedWorker implements Worker {
    private final Set<TopicPartition> paused = new HashSet<>();
    private final Map<TopicPartition, Long> seeks = new HashMap<>();
    private boolean commitRequested;
    private boolean callRequested;

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        paused.addAll(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        paused.removeAll(partitions);
    }

    @Override
    public void seek(Map<TopicPartition, Long> offsets) {
        seeks.putAll(offsets);
    }

    @Override
    public void callWithin(long millis) {
        if (millis <= 0) {
            throw new IllegalArgumentException("The worker cannot call within " + millis + " ms");
        }
        callRequested = true;
    }

    /**
     * A worker polls: what was asked for before holds for this poll and no other, the first one included, in which
     * partitions come.
     */
    public void beginPoll() {
        if (!callRequested) {
            throw new IllegalStateException(
                    "Nobody has asked for a call: with nothing to read, a worker would not come back before offsets are due");
        }
        callRequested = false;
    }

    @Override
    public void requestCommit() {
        commitRequested = true;
    }

    public boolean isPaused(TopicPartition partition) {
        return paused.contains(partition);
    }

    /** The offsets that were asked for since the last call. */
    public Map<TopicPartition, Long> takeSeeks() {
        Map<TopicPartition, Long> taken = Map.copyOf(seeks);
        seeks.clear();
        return taken;
    }

    /** Whether a commit was asked for since the last call. */
    public boolean takeCommitRequest() {
        boolean requested = commitRequested;
        commitRequested = false;
        return requested;
    }
}
