/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

import org.apache.kafka.common.TopicPartition;

/**
 * One assignment of a topic-partition to this task, from {@code open} to {@code close}. Compared by identity: a
 * partition that is lost and comes back is another assignment, and results that belong to the earlier one are fenced off
 * by {@link #isRevoked}. Thread-safe.
 */
public final class SourcePartition {
    private final TopicPartition topicPartition;
    private final long epoch;
    private volatile boolean revoked;

    /**
     * @param topicPartition original topic and partition
     * @param epoch number of this assignment within the task's life, for messages
     */
    public SourcePartition(TopicPartition topicPartition, long epoch) {
        this.topicPartition = topicPartition;
        this.epoch = epoch;
    }

    public TopicPartition topicPartition() {
        return topicPartition;
    }

    public String topic() {
        return topicPartition.topic();
    }

    public int partition() {
        return topicPartition.partition();
    }

    /** Whether this task has lost the partition. Once true, for ever true. */
    public boolean isRevoked() {
        return revoked;
    }

    /** Marks the assignment as over. */
    public void revoke() {
        revoked = true;
    }

    @Override
    public String toString() {
        return topicPartition + " (assignment " + epoch + ")";
    }
}
