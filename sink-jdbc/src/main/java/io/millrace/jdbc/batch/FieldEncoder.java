/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.batch;

import io.millrace.sink.record.Row;
import io.millrace.sink.wire.WireBuffer;

/**
 * Writes one column's values: four bytes of length, then the value. Made once per
 * column and plan; confined to its lane.
 */
@FunctionalInterface
public interface FieldEncoder {
    /** Length of NULL. */
    int NULL = -1;

    /**
     * Writes one value.
     *
     * @param column position of a value that is neither null nor absent
     * @throws io.millrace.sink.spi.BadRecordException if the column of the table cannot take the value
     */
    void write(Row row, int column, WireBuffer out);
}
