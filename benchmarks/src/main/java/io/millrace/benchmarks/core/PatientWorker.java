/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.core;

import io.millrace.sink.pipeline.Worker;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A worker that does nothing of what it is asked. Thread-safe. */
public final class PatientWorker implements Worker {
    @Override
    public void pause(Collection<TopicPartition> partitions) {
        throw new IllegalStateException("The buffer is full: the benchmark hands over faster than lanes write");
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        // Nothing was paused.
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
