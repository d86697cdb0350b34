/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.decode.avro.AvroInput;
import io.millrace.sink.decode.avro.AvroRecord;
import io.millrace.sink.decode.avro.AvroType;
import io.millrace.sink.decode.raw.BadBytesException;
import io.millrace.sink.record.DecodedRow;
import java.io.IOException;

/** Reads Avro's records of one schema as rows. Task thread only. */
final class AvroRowReader {
    private final RowPlan plan;
    private final AvroType[] types;

    AvroRowReader(RowPlan plan, AvroRecord record) {
        this.plan = plan;
        this.types = new AvroType[record.size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = record.type(i);
        }
    }

    DecodedRow read(AvroInput in) throws IOException, BadBytesException {
        DecodedRow row = plan.begin();
        for (int field = 0; field < types.length; field++) {
            if (plan.formOf(field) == RowPlan.Form.SKIPPED) {
                types[field].skip(in);
            } else if (types[field].readNull(in)) {
                plan.put(row, field, null);
            } else {
                readField(in, row, field);
            }
        }
        return plan.end(row);
    }

    private void readField(AvroInput in, DecodedRow row, int field) throws IOException, BadBytesException {
        try {
            AvroType type = types[field];
            int column = plan.column(field);
            switch (plan.formOf(field)) {
                case BOOLEAN -> row.set(column, type.flag(in));
                case INTEGER -> row.set(column, type.integer(in));
                case FLOATING -> row.set(column, type.floating(in));
                case TEXT -> plan.text(row, column, type.text(in));
                case DECIMAL -> row.setObject(column, type.decimal(in));
                default -> plan.put(row, field, type.value(in));
            }
        } catch (BadBytesException e) {
            throw e.in(plan.name(field));
        }
    }
}
