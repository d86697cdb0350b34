/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.format;

import io.millrace.sink.record.ColumnType;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How values of a type are written. Made once per schema, immutable.
 *
 * @param form which bytes
 * @param schema Avro's schema of values that are not null
 * @param type the column's type
 * @param element type of elements or of a map's values, or {@code null}
 * @param fields fields of a record, or {@code null}
 */
record AvroType(Form form, Schema schema, ColumnType type, @Nullable AvroType element, @Nullable AvroRecord fields) {

    /** Which bytes a value becomes. */
    enum Form {
        BOOLEAN,
        /** Avro writes {@code int} and {@code long} alike. */
        INTEGER,
        /** Days, and infinity is the last or first day there is. */
        DATE,
        /** Units of time, and infinity is the last or first moment there is. */
        TIMESTAMP,
        FLOAT,
        DOUBLE,
        /** Bytes of the unscaled value, at the type's scale. */
        DECIMAL,
        /** Text, since the scale differs from value to value. */
        DECIMAL_TEXT,
        TEXT,
        BYTES,
        /** Text of 0 and 1, highest bit first. */
        BITS,
        ARRAY,
        MAP,
        RECORD,
        /** No value of this type can be written. */
        NONE
    }

    static AvroType of(Form form, Schema schema, ColumnType type) {
        return new AvroType(form, schema, type, null, null);
    }
}
