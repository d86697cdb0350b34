/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.format;

import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Delete;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.SourceOperation;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.record.Upsert;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Events with rows made by hand. One test each. */
final class Events {
    private static final SinkRecord RECORD = new SinkRecord("topic", 0, null, null, null, null, 0);

    private final SourcePartition source = new SourcePartition(new TopicPartition("topic", 3), 1);
    private final Destination destination = new Destination("topic");
    private final AtomicLong offset = new AtomicLong();

    ChangeEvent upsert(@Nullable Row key, Row row) {
        return new Upsert(
                new Origin(source, offset.getAndIncrement(), 1_000),
                destination,
                key == null ? null : new RowKey(key),
                row,
                SourceOperation.CREATE,
                2_000,
                RECORD,
                100);
    }

    ChangeEvent delete(@Nullable Row key, @Nullable Row before) {
        return new Delete(
                new Origin(source, offset.getAndIncrement(), Origin.NO_TIMESTAMP),
                destination,
                key == null ? null : new RowKey(key),
                before,
                Origin.NO_TIMESTAMP,
                RECORD,
                100);
    }
}
