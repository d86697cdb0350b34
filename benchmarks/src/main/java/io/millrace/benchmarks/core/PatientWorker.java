/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.core;

import io.millrace.sink.pipeline.Worker;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** A worker that remembers which partitions are paused, and does nothing else of what it is asked. One thread. */
public final class PatientWorker implements Worker {
    private final Set<TopicPartition> paused = new HashSet<>();

    /** Whether any partition is paused, so that nothing may be handed over. */
    public boolean isPaused() {
        return !paused.isEmpty();
    }

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
        // Records come in the order of the benchmark.
    }

    @Override
    public void callWithin(long millis) {
        // The benchmark calls all the time.
    }

    @Override
    public void requestCommit() {
        // Nothing is committed.
    }
}
