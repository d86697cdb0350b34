/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.jdbc;

import io.millrace.sink.pipeline.Worker;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A worker before which each batch is written before the next one comes, so that nothing it is asked matters. Thread-safe. */
final class CalmWorker implements Worker {
    @Override
    public void pause(Collection<TopicPartition> partitions) {
        // A partition is paused until it is this task's at the target, which it is when the first batch comes.
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        // See above.
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
