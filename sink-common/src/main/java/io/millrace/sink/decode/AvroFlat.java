/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.decode.avro.AvroInput;
import io.millrace.sink.decode.avro.AvroRecord;
import io.millrace.sink.decode.raw.BadBytesException;
import io.millrace.sink.record.Row;
import java.io.IOException;

/** Rows in Avro. Task thread only. */
final class AvroFlat extends BytesFlat {
    private final AvroInput in = new AvroInput();
    private final AvroRowReader rows;

    /** @param plan keeps aside what {@link FlatValue#TOLD} names */
    AvroFlat(RowPlan plan, AvroRecord record) {
        super(plan);
        this.rows = new AvroRowReader(plan, record);
    }

    @Override
    Row read(Incoming record) throws IOException, BadBytesException {
        in.open(record.bytes(), record.start(), record.end());
        Row read = rows.read(in);
        in.requireEnd();
        return read;
    }

    @Override
    BadBytesException broken(IOException problem) {
        return AvroInput.broken(problem);
    }
}
