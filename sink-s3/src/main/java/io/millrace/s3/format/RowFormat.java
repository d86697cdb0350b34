/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.format;

import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.spi.RecordEncoder;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * How events become rows and rows an object. One for each lane and confined to it. The content of an object depends on
 * nothing but its rows and its place, so that whoever writes it again writes the same.
 */
public interface RowFormat extends RecordEncoder {
    /**
     * The layout for an event's row.
     *
     * @param current layout of the rows before it, if there are any
     * @return {@code current} itself if the row goes with it
     */
    RowLayout layout(ChangeEvent event, @Nullable RowLayout current);

    /**
     * Begins an object.
     *
     * @param place what is this object's alone: where it is and where it begins
     */
    ObjectAppender begin(RowLayout layout, String place, OutputStream out) throws IOException;

    /** Bytes an open object takes in memory besides its content. */
    int bytesPerObject();

    /** What names of objects end with, the dot included. */
    String extension();

    /** Media type of objects. */
    String contentType();

    /** A new one. */
    static RowFormat of(Format format, Compression compression, int level) {
        return switch (format) {
            case JSON -> new JsonLines(compression == Compression.GZIP, level);
            case AVRO -> new AvroFormat(compression == Compression.DEFLATE, level);
        };
    }
}
