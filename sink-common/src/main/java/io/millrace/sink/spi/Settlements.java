/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.spi;

import io.millrace.sink.record.SourcePartition;

/** How a writer that defers says what has become durable. Called on the writer's lane. */
public interface Settlements {
    /**
     * Every deferred entry of {@code partition} below {@code nextOffset} is durable. Results of an assignment that is
     * over are ignored. The worker is asked to commit offsets soon.
     *
     * @param nextOffset the first offset that is not covered
     */
    void durableBelow(SourcePartition partition, long nextOffset);

    /**
     * What was deferred from {@code offset} on cannot be published as it was put together, and the writer has let go of
     * it: the partition is given up and taken on again, with a new lane, and its records are handed out from there. What
     * the writer is still given until then is not written.
     *
     * @param offset where to go on; everything below it is durable
     */
    void rewind(SourcePartition partition, long offset);
}
