/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.spi;

import io.millrace.dlq.order.LedgerStore;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * A system that events are written to. Implementing this and the three interfaces it hands out is all a new target needs;
 * see {@code docs/new-target.md}. All methods are called on the task thread.
 */
public interface Target extends AutoCloseable {
    /** What it is like; asked once, before anything else. */
    Capabilities capabilities();

    /**
     * A new lane's encoder and writer. Must not need the target to be up: connect with the first write, where a failure
     * is retried.
     */
    LaneParts lane(LaneContext context);

    /**
     * The two ends of a lane that writes letters which are replayed, in any order and perhaps twice. By default they are
     * written as other events are; a target whose writer takes them in the order of their offsets alone needs another one,
     * which does not defer.
     */
    default LaneParts replay(LaneContext context) {
        return lane(context);
    }

    /**
     * The two ends of a lane that goes as far with events as it can without changing anything, for dry runs: a target with
     * transactions writes and rolls back. By default only the wire form is made.
     */
    default LaneParts rehearsal(LaneContext context) {
        LaneParts parts = lane(context);
        return new LaneParts(parts.encoder(), new WithoutWriting(parts.writer()));
    }

    /** Its table of errors. */
    FailureClassifier classifier();

    /**
     * Where to go on reading partitions that have just been assigned, for targets that keep offsets themselves.
     * Partitions that are left out go on from the offsets in Kafka.
     *
     * @return first offset to read, by partition
     * @throws Exception if the target cannot be asked; the task fails and is restarted by the worker
     */
    default Map<TopicPartition, Long> resumeFrom(Collection<TopicPartition> assigned) throws Exception {
        return Map.of();
    }

    /**
     * Where it keeps progress together with what is written, if it does; asked once, before anything else. Such a target
     * is not asked {@link #resumeFrom}.
     */
    default Optional<ProgressStore> progress() {
        return Optional.empty();
    }

    /**
     * Where it keeps the ledger of dead letters beside what is written, if it does and the configuration says so; asked
     * once. Its writers commit {@link Batch#settles} in the transaction of the rows, and say {@link WriteResult.Disowned} if
     * the partition has been taken over by somebody else meanwhile.
     */
    default Optional<LedgerStore> letterLedger() {
        return Optional.empty();
    }

    /** Lets go of everything; all lanes have been closed before. */
    @Override
    void close();
}
