/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What a pipeline asks of the Connect worker it runs in. Task thread only. */
public interface Worker {
    /** Stops handing out records of these partitions. */
    void pause(Collection<TopicPartition> partitions);

    /** Hands out records of these partitions again. */
    void resume(Collection<TopicPartition> partitions);

    /** Goes on with these offsets instead of the committed ones. */
    void seek(Map<TopicPartition, Long> offsets);

    /** Calls the task again after this many milliseconds at the latest, with or without records. */
    void callWithin(long millis);

    /** Commits offsets soon. */
    void requestCommit();
}
