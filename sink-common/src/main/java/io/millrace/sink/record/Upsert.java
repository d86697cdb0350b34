/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A row's new state: the whole row, or a part of it if {@link Row#isPartial}.
 *
 * @param row columns of the new state
 */
public record Upsert(
        Origin origin,
        Destination destination,
        @Nullable RowKey key,
        Row row,
        SourceOperation operation,
        long sourceTimestamp,
        SinkRecord record,
        int bytes)
        implements ChangeEvent {

    /** The same event with another row, as folding makes it. */
    public Upsert withRow(Row merged) {
        return new Upsert(origin, destination, key, merged, operation, sourceTimestamp, record, bytes);
    }
}
