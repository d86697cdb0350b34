/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.spi;

import io.millrace.sink.ledger.Progress;
import io.millrace.sink.record.SourcePartition;
import java.util.Collection;
import java.util.Map;

/**
 * Where a target keeps, together with what is written and in the same transaction, how far each partition has come: then
 * every record takes effect exactly once. Task thread only.
 *
 * <p>Its other half is the {@link BatchWriter}, which stores {@link Batch#progress} with each batch and says
 * {@link WriteResult.Disowned} if a partition has been taken over by somebody else meanwhile.
 */
public interface ProgressStore {
    /**
     * Takes partitions over. From now on no batch of an earlier owner is committed, and what such a one has committed is
     * part of the answer.
     *
     * @return what is safe, by partition; those of which nothing is known are left out and go on from the offsets in Kafka
     * @throws Exception if the target cannot be asked; tried again if that may pass
     */
    Map<SourcePartition, Progress> takeOver(Collection<SourcePartition> assigned) throws Exception;

    /**
     * Stores how far partitions have come without a batch: records were skipped or dead-lettered.
     *
     * @return partitions that are not this task's any more, and why; nothing was stored for any if there are some
     * @throws Exception if the target cannot be asked; nothing is lost by that
     */
    Map<SourcePartition, Disowned> store(Map<SourcePartition, Progress> moved) throws Exception;

    /** Whether it also keeps how far the sources of partitions have come. */
    boolean keepsSourceMarks();

    /** The assignment of a partition is over. */
    void release(SourcePartition source);
}
