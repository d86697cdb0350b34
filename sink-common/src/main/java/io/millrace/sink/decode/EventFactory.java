/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.Delete;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.Skipped;
import io.millrace.sink.record.SourceOperation;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.record.SourcePosition;
import io.millrace.sink.record.Truncate;
import io.millrace.sink.record.Upsert;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes events of what the formats have read, with the settings of one topic. Confined to the task thread. */
final class EventFactory {
    /** What an event holds beside its row: the record, its key, the parts of an envelope that we do not read. */
    private static final int FIXED_BYTES = 1_024;

    private final TopicSettings settings;

    /** The delete that came last from each partition: its tombstone has the next offset, whatever comes from others between. */
    private final Map<SourcePartition, LastDelete> deletes = new IdentityHashMap<>();

    EventFactory(TopicSettings settings) {
        this.settings = settings;
    }

    /** Where a record goes that has no row. */
    Destination destination(Incoming record) throws DecodeException {
        return settings.routing().of(record, null);
    }

    Decoded upsert(
            Incoming record,
            KeyReader keys,
            Row row,
            Object image,
            int rowBytes,
            SourceOperation operation,
            long sourceTimestamp,
            @Nullable SourcePosition position)
            throws DecodeException {
        return new Upsert(
                origin(record, position),
                settings.routing().of(record, image),
                keys.read(record, row, false),
                row,
                operation,
                sourceTimestamp,
                record.record(),
                FIXED_BYTES + rowBytes);
    }

    Decoded delete(
            Incoming record,
            KeyReader keys,
            @Nullable Row before,
            @Nullable Object image,
            long sourceTimestamp,
            @Nullable SourcePosition position)
            throws DecodeException {
        if (!settings.deleteEnabled()) {
            return Skipped.DELETE_DISABLED;
        }
        LastDelete last = lastDelete(record.source());
        last.offset = record.offset();
        last.key = null;
        RowKey key = keys.read(record, before, true);
        last.key = key;
        return new Delete(
                origin(record, position),
                settings.routing().of(record, image),
                key,
                before,
                sourceTimestamp,
                record.record(),
                FIXED_BYTES);
    }

    /**
     * A null value. Right behind the delete of the same key it is a confirmation. Anywhere else it is itself the
     * delete: in flat topics, and in a compacted change topic from which the delete has gone.
     */
    Decoded tombstone(Incoming record, KeyReader keys) throws DecodeException {
        if (record.key() == null && settings.keySource() == KeySource.RECORD_KEY) {
            return Skipped.TOMBSTONE_WITHOUT_KEY;
        }
        if (!settings.deleteEnabled()) {
            return Skipped.DELETE_DISABLED;
        }
        LastDelete last = deletes.get(record.source());
        boolean behindDelete = last != null && record.offset() == last.offset + 1;
        if (behindDelete && settings.keySource() != KeySource.RECORD_KEY) {
            return Skipped.TOMBSTONE_AFTER_DELETE;
        }
        RowKey key = keys.read(record, null, true);
        if (last != null && behindDelete && key != null && key.equals(last.key)) {
            return Skipped.TOMBSTONE_AFTER_DELETE;
        }
        return new Delete(
                origin(record, null),
                settings.routing().of(record, null),
                key,
                null,
                Origin.NO_TIMESTAMP,
                record.record(),
                FIXED_BYTES);
    }

    Decoded truncate(Incoming record, long sourceTimestamp, @Nullable SourcePosition position) throws DecodeException {
        return settings.truncateEnabled()
                ? new Truncate(
                        origin(record, position),
                        settings.routing().of(record, null),
                        sourceTimestamp,
                        record.record(),
                        FIXED_BYTES)
                : Skipped.TRUNCATE_DISABLED;
    }

    private LastDelete lastDelete(SourcePartition source) {
        LastDelete known = deletes.get(source);
        if (known == null) {
            deletes.keySet().removeIf(SourcePartition::isRevoked);
            known = new LastDelete();
            deletes.put(source, known);
        }
        return known;
    }

    private static Origin origin(Incoming record, @Nullable SourcePosition position) {
        Long timestamp = record.record().timestamp();
        return new Origin(
                record.source(), record.offset(), timestamp == null ? Origin.NO_TIMESTAMP : timestamp, position);
    }

    /** One for each partition, not for each delete. */
    private static final class LastDelete {
        private long offset;
        private @Nullable RowKey key;
    }
}
