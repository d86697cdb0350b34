/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.spi;

import io.millrace.dlq.Failure;
import io.millrace.sink.record.SourcePartition;
import java.util.List;
import java.util.Map;

/** What became of a batch. Immutable. */
public sealed interface WriteResult {
    /** Every entry is durable. */
    WriteResult ALL_WRITTEN = new Uniform(Outcome.WRITTEN);

    /** Every entry was taken over by the writer. */
    WriteResult ALL_DEFERRED = new Uniform(Outcome.DEFERRED);

    /** One outcome for each entry, in the batch's order. */
    static WriteResult each(List<Outcome> outcomes) {
        return new PerEntry(outcomes);
    }

    /** Nothing was written, and the writer cannot say which entry is to blame. */
    static WriteResult nothing(Failure failure) {
        return new Nothing(failure);
    }

    /** The same outcome for every entry. */
    record Uniform(Outcome outcome) implements WriteResult {}

    /**
     * An outcome for every entry.
     *
     * @param outcomes as many as the batch has entries; not copied
     */
    record PerEntry(List<Outcome> outcomes) implements WriteResult {}

    /**
     * Nothing was written, because some of the partitions are not this task's any more. Their events are dropped; the
     * others come again.
     *
     * @param partitions those partitions, and why
     */
    record Disowned(Map<SourcePartition, io.millrace.sink.spi.Disowned> partitions) implements WriteResult {}

    /** Nothing was written. */
    record Nothing(Failure failure) implements WriteResult {}
}
