/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The end of all rows of a destination. A barrier: everything before it is written first, everything after it later. */
public record Truncate(Origin origin, Destination destination, long sourceTimestamp, SinkRecord record, int bytes)
        implements ChangeEvent {

    @Override
    public @Nullable RowKey key() {
        return null;
    }

    @Override
    public SourceOperation operation() {
        return SourceOperation.TRUNCATE;
    }
}
