/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.format;

import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Delete;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.RowShape;
import io.millrace.sink.record.Upsert;
import io.millrace.sink.wire.WireBuffer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An Avro record for each event. Confined to its lane; what depends on the schema is worked out once per shape, and shapes
 * that come to the same in Avro share it.
 */
final class AvroFormat implements RowFormat {
    private static final int MOST_SHAPES = 1_000;
    private static final AvroRecord NO_KEY = AvroRecord.empty(AvroLayout.KEY);
    private static final AvroRecord NO_ROW = AvroRecord.empty(AvroLayout.ROW);

    private final boolean deflate;
    private final int level;
    private final Map<RowShape, AvroRecord> keys = new IdentityHashMap<>();
    private final Map<RowShape, AvroRecord> rows = new IdentityHashMap<>();
    private final Map<Schema, AvroRecord> known = new HashMap<>();

    AvroFormat(boolean deflate, int level) {
        this.deflate = deflate;
        this.level = level;
    }

    @Override
    public void encode(ChangeEvent event, WireBuffer out) {
        AvroOutput.writeText(out, Operation.of(event));
        RowKey key = event.key();
        writeRow(out, key == null ? null : key.row(), keyRecord(event));
        Row after = event instanceof Upsert upsert ? upsert.row() : null;
        writeRow(out, after, after == null ? null : rowRecord(after.shape()));
        writeUnchanged(out, after);
        Row before = keylessBefore(event);
        writeRow(out, before, before == null ? null : rowRecord(before.shape()));
        Origin origin = event.origin();
        AvroOutput.writeText(out, origin.source().topic());
        AvroOutput.writeLong(out, origin.source().partition());
        AvroOutput.writeLong(out, origin.offset());
        writeTime(out, origin.timestamp());
        writeTime(out, event.sourceTimestamp());
    }

    private static void writeRow(WireBuffer out, @Nullable Row row, @Nullable AvroRecord record) {
        if (row == null || record == null) {
            AvroOutput.writeLong(out, 0);
        } else {
            AvroOutput.writeLong(out, 1);
            AvroRows.write(out, row, record);
        }
    }

    private static void writeUnchanged(WireBuffer out, @Nullable Row row) {
        if (row != null && row.isPartial()) {
            int count = 0;
            for (int i = 0; i < row.shape().size(); i++) {
                count += row.isAbsent(i) ? 1 : 0;
            }
            AvroOutput.writeLong(out, count);
            for (int i = 0; i < row.shape().size(); i++) {
                if (row.isAbsent(i)) {
                    AvroOutput.writeText(out, row.shape().column(i).name());
                }
            }
        }
        AvroOutput.writeLong(out, 0);
    }

    private static void writeTime(WireBuffer out, long millis) {
        AvroOutput.writeLong(out, millis == Origin.NO_TIMESTAMP ? 0 : 1);
        if (millis != Origin.NO_TIMESTAMP) {
            AvroOutput.writeLong(out, millis);
        }
    }

    /** With the source's default replica identity, {@code before} is made up but for the key; without a key it is whole. */
    private static @Nullable Row keylessBefore(ChangeEvent event) {
        return event.key() == null && event instanceof Delete delete ? delete.before() : null;
    }

    private @Nullable AvroRecord keyRecord(ChangeEvent event) {
        RowKey key = event.key();
        if (key == null) {
            return null;
        }
        RowShape shape = key.row().shape();
        AvroRecord record = keys.get(shape);
        return record == null ? remember(keys, shape, AvroRecord.of(shape, AvroLayout.KEY, false)) : record;
    }

    private AvroRecord rowRecord(RowShape shape) {
        AvroRecord record = rows.get(shape);
        return record == null ? remember(rows, shape, AvroRecord.of(shape, AvroLayout.ROW, true)) : record;
    }

    private AvroRecord remember(Map<RowShape, AvroRecord> records, RowShape shape, AvroRecord made) {
        if (records.size() >= MOST_SHAPES) {
            records.clear();
        }
        if (known.size() >= MOST_SHAPES) {
            known.clear();
        }
        AvroRecord same = known.putIfAbsent(made.schema(), made);
        // The same in Avro may still be read differently: a year and a number, say.
        AvroRecord record = same != null && same.types().equals(made.types()) ? same : made;
        records.put(shape, record);
        return record;
    }

    @Override
    public RowLayout layout(ChangeEvent event, @Nullable RowLayout current) {
        AvroLayout before = (AvroLayout) current;
        AvroRecord key = keyRecord(event);
        AvroRecord row = needed(event);
        if (before == null) {
            AvroRecord likely = row == null ? likely(event) : row;
            return new AvroLayout(key == null ? NO_KEY : key, likely == null ? NO_ROW : likely);
        }
        boolean sameKey = key == null || key.schema().equals(before.key().schema());
        boolean sameRow = row == null || row.schema().equals(before.row().schema());
        return sameKey && sameRow
                ? before
                : new AvroLayout(key == null ? before.key() : key, row == null ? before.row() : row);
    }

    /** The record that the event's row is written with. */
    private @Nullable AvroRecord needed(ChangeEvent event) {
        if (event instanceof Upsert upsert) {
            return rowRecord(upsert.row().shape());
        }
        Row before = keylessBefore(event);
        return before == null ? null : rowRecord(before.shape());
    }

    /** The record that rows behind a delete will most likely be written with. */
    private @Nullable AvroRecord likely(ChangeEvent event) {
        return event instanceof Delete delete && delete.before() != null
                ? rowRecord(delete.before().shape())
                : null;
    }

    @Override
    public ObjectAppender begin(RowLayout layout, String place, OutputStream out) throws IOException {
        return new AvroAppender(((AvroLayout) layout).schema(), deflate ? level : 0, place, out);
    }

    @Override
    public int bytesPerObject() {
        return deflate ? AvroAppender.BLOCK_BYTES + AvroAppender.DEFLATER_BYTES : AvroAppender.BLOCK_BYTES;
    }

    @Override
    public String extension() {
        return ".avro";
    }

    @Override
    public String contentType() {
        return "avro/binary";
    }
}
