/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Row;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of structs: one look at the columns that may hold a placeholder, which also gives the row's size. Confined
 * to the task thread, since the size of the last row is kept aside to spare an allocation.
 */
final class RowReader {
    private static final int BYTES_PER_COLUMN = 32;
    private static final int BYTES_PER_ELEMENT = 24;

    private final StructShape shape;
    private final UnavailableValue unavailable;
    private final AbsentColumns absent = new AbsentColumns();
    private int lastBytes;

    RowReader(StructShape shape, UnavailableValue unavailable) {
        this.shape = shape;
        this.unavailable = unavailable;
    }

    Row read(Struct struct) {
        absent.clear();
        int bytes = shape.rowShape().size() * BYTES_PER_COLUMN;
        for (int column : shape.maybeUnavailable()) {
            Object value = shape.raw(struct, column);
            if (value != null) {
                bytes += size(value);
                if (unavailable.matches(value)) {
                    absent.add(column);
                }
            }
        }
        lastBytes = bytes;
        return new StructRow(shape, struct, absent.get());
    }

    /** Roughly what the row that was read last holds in memory. */
    int lastBytes() {
        return lastBytes;
    }

    static int size(@Nullable Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        if (value instanceof byte[] bytes) {
            return bytes.length;
        }
        if (value instanceof ByteBuffer buffer) {
            return buffer.remaining();
        }
        if (value instanceof Collection<?> list) {
            return list.size() * BYTES_PER_ELEMENT;
        }
        return value instanceof Map<?, ?> map ? map.size() * 2 * BYTES_PER_ELEMENT : 0;
    }
}
