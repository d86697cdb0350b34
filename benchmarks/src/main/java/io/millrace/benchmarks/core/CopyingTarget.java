/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.core;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.RowShape;
import io.millrace.sink.record.Upsert;
import io.millrace.sink.spi.Batch;
import io.millrace.sink.spi.BatchWriter;
import io.millrace.sink.spi.Capabilities;
import io.millrace.sink.spi.FailureClassifier;
import io.millrace.sink.spi.LaneContext;
import io.millrace.sink.spi.LaneParts;
import io.millrace.sink.spi.Lanes;
import io.millrace.sink.spi.RecordEncoder;
import io.millrace.sink.spi.Target;
import io.millrace.sink.spi.WriteResult;
import io.millrace.sink.wire.WireBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A target in memory that allocates nothing of its own: it reads every column and copies it into the lane's buffer, and a
 * batch is written as soon as it is counted. So what is measured with it is the core. Thread-safe.
 */
public final class CopyingTarget implements Target {
    private final int lanes;
    private final AtomicLong written = new AtomicLong();

    public CopyingTarget(int lanes) {
        this.lanes = lanes;
    }

    /** Entries written so far. */
    public long written() {
        return written.get();
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(new Lanes.ByKey(lanes), true, true);
    }

    @Override
    public LaneParts lane(LaneContext context) {
        return new LaneParts(new Encoder(), new Writer());
    }

    @Override
    public FailureClassifier classifier() {
        return error -> new Failure.Unclassified(FailureCode.of("copy", "bug"), "unexpected: " + error, error);
    }

    @Override
    public void close() {
        // Nothing was opened.
    }

    private final class Writer implements BatchWriter {
        @Override
        public WriteResult write(Batch batch) {
            written.addAndGet(batch.size());
            return WriteResult.ALL_WRITTEN;
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }

    private static final class Encoder implements RecordEncoder {
        @Override
        public void encode(ChangeEvent event, WireBuffer out) {
            RowKey key = event.key();
            if (key != null) {
                copy(key.row(), out);
            }
            if (event instanceof Upsert upsert) {
                copy(upsert.row(), out);
            }
        }

        private static void copy(Row row, WireBuffer out) {
            RowShape shape = row.shape();
            for (int i = 0; i < shape.size(); i++) {
                if (row.isAbsent(i) || row.isNull(i)) {
                    out.write(0);
                    continue;
                }
                switch (shape.column(i).type().kind().storage()) {
                    case BOOLEAN -> out.write(row.booleanAt(i) ? 1 : 2);
                    case LONG -> out.writeLong(row.longAt(i));
                    case DOUBLE -> out.writeLong(Double.doubleToRawLongBits(row.doubleAt(i)));
                    case DECIMAL -> out.writeInt(row.decimalAt(i).scale());
                    case STRING -> out.writeUtf8(row.stringAt(i));
                    case BYTES -> out.write(row.bytesAt(i));
                    case LIST, MAP, ROW, OBJECT ->
                        out.writeInt(Objects.requireNonNull(row.objectAt(i)).hashCode());
                }
            }
        }
    }
}
