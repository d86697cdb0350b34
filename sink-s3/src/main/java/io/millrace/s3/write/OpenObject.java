/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.write;

import io.millrace.s3.format.ObjectAppender;
import io.millrace.s3.format.RowFormat;
import io.millrace.s3.format.RowLayout;
import io.millrace.s3.store.ObjectBuffer;
import io.millrace.s3.store.ObjectRange;
import io.millrace.sink.record.SourcePartition;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** An object that rows are put into. Confined to its lane. */
final class OpenObject {
    private final Chain chain;
    private final RowLayout layout;
    private final ObjectBuffer content = new ObjectBuffer();
    private final ObjectAppender appender;
    private final int overhead;
    private final long from;
    private final long firstRow;
    private final long dueAt;
    private long to;
    private long rows;
    private @Nullable ObjectRange range;

    /**
     * @param firstRow offset of the row that comes first
     * @param dueAt when it is to be published at the latest, on the lane's clock
     */
    OpenObject(Chain chain, RowFormat format, RowLayout layout, long firstRow, long dueAt) {
        this.chain = chain;
        this.layout = layout;
        this.from = chain.next();
        this.to = from;
        this.firstRow = firstRow;
        this.dueAt = dueAt;
        this.overhead = format.bytesPerObject();
        try {
            this.appender = format.begin(layout, chain.names().stem(from), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void append(long offset, byte[] bytes, int start, int length) {
        try {
            appender.append(bytes, start, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        to = offset + 1;
        rows++;
    }

    /** Ends it: no further row. */
    void seal(SourcePartition source) {
        discard();
        range = new ObjectRange(source.topic(), source.partition(), from, to, rows, content.crc32());
    }

    /** Lets go of what is held besides the content. */
    void discard() {
        try {
            appender.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Chain chain() {
        return chain;
    }

    RowLayout layout() {
        return layout;
    }

    ObjectBuffer content() {
        return content;
    }

    /** What it holds, once it is sealed. */
    ObjectRange range() {
        ObjectRange sealed = range;
        if (sealed == null) {
            throw new IllegalStateException("An object that still grows has no range");
        }
        return sealed;
    }

    /** The name it gets. */
    String key() {
        return chain.names().key(from);
    }

    /** Offset of its first row. */
    long firstRow() {
        return firstRow;
    }

    /** The offset behind its last row. */
    long to() {
        return to;
    }

    long rows() {
        return rows;
    }

    long dueAt() {
        return dueAt;
    }

    /** Bytes it takes in memory. */
    long heldBytes() {
        return content.capacity() + (range == null ? overhead : 0);
    }
}
