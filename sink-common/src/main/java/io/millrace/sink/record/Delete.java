/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The end of a row.
 *
 * @param before the row as it was, or {@code null}. With the source's default replica identity it holds the key alone
 *     and made-up defaults besides, so nothing but a log should look at it
 */
public record Delete(
        Origin origin,
        Destination destination,
        @Nullable RowKey key,
        @Nullable Row before,
        long sourceTimestamp,
        SinkRecord record,
        int bytes)
        implements ChangeEvent {

    @Override
    public SourceOperation operation() {
        return SourceOperation.DELETE;
    }
}
