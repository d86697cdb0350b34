/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.decode.raw.BadBytesException;
import io.millrace.sink.record.Row;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows that are read straight from bytes. Task thread only. */
abstract class BytesFlat implements FlatValue {
    private final RowPlan plan;
    private @Nullable Row row;
    private int bytes;

    /** @param plan keeps aside what {@link FlatValue#TOLD} names */
    BytesFlat(RowPlan plan) {
        this.plan = plan;
    }

    /** Reads one record to its end. */
    abstract Row read(Incoming record) throws IOException, BadBytesException;

    /** What the format's library says in other words. */
    abstract BadBytesException broken(IOException problem);

    @Override
    public final Row open(Incoming record) throws DecodeException {
        try {
            Row read = read(record);
            row = read;
            bytes = record.bytes().length + record.end() - record.start();
            return read;
        } catch (IOException e) {
            throw DecodeException.rejected(broken(e));
        } catch (BadBytesException e) {
            throw DecodeException.rejected(e);
        }
    }

    @Override
    public final @Nullable Object told(int index) {
        return plan.said(index);
    }

    @Override
    public final Object image() {
        return Objects.requireNonNull(row, "a record has been opened");
    }

    @Override
    public final int bytes() {
        return bytes;
    }
}
