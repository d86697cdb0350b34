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
}
