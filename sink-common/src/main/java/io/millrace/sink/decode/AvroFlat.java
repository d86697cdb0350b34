/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.decode.avro.AvroInput;
import io.millrace.sink.decode.avro.AvroRecord;
import io.millrace.sink.decode.raw.BadBytesException;
import io.millrace.sink.record.Row;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows in Avro. Task thread only. */
final class AvroFlat implements FlatValue {
    private final AvroInput in = new AvroInput();
    private final RowPlan plan;
    private final AvroRowReader rows;
    private @Nullable Row row;
    private int bytes;

    /** @param plan keeps aside what {@link FlatValue#TOLD} names */
    AvroFlat(RowPlan plan, AvroRecord record) {
        this.plan = plan;
        this.rows = new AvroRowReader(plan, record);
    }

    @Override
    public Row open(Incoming record) throws DecodeException {
        try {
            in.open(record.bytes(), record.start(), record.end());
            Row read = rows.read(in);
            in.requireEnd();
            row = read;
            bytes = record.bytes().length + record.end() - record.start();
            return read;
        } catch (IOException e) {
            throw DecodeException.rejected(AvroInput.broken(e));
        } catch (BadBytesException e) {
            throw DecodeException.rejected(e);
        }
    }

    @Override
    public @Nullable Object told(int index) {
        return plan.said(index);
    }

    @Override
    public Object image() {
        return Objects.requireNonNull(row, "a record has been opened");
    }

    @Override
    public int bytes() {
        return bytes;
    }
}
