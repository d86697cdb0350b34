/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.connect;

import io.millrace.sink.pipeline.Worker;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** The worker as its context shows it to a task. Task thread only. */
final class ContextWorker implements Worker {
    private final SinkTaskContext context;

    ContextWorker(SinkTaskContext context) {
        this.context = context;
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        context.pause(partitions.toArray(TopicPartition[]::new));
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        context.resume(partitions.toArray(TopicPartition[]::new));
    }

    @Override
    public void seek(Map<TopicPartition, Long> offsets) {
        context.offset(offsets);
    }

    @Override
    public void callWithin(long millis) {
        context.timeout(millis);
    }

    @Override
    public void requestCommit() {
        context.requestCommit();
    }
}
