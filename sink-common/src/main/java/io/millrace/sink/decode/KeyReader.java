/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.RowShape;
import org.jspecify.annotations.Nullable;

/** Reads the key of an event. Made once per schema. Task thread only. */
@FunctionalInterface
interface KeyReader {
    /**
     * Reads one key.
     *
     * @param row the new row of an upsert, the row before a delete, or {@code null} if the record holds neither
     * @param delete whether the event is a delete
     * @return the key, or {@code null} if the topic has none and the target needs none
     */
    @Nullable
    RowKey read(Incoming record, @Nullable Row row, boolean delete) throws DecodeException;

    /** The key made of {@code row}, if all its columns have values. */
    static RowKey keyOf(Row row) throws DecodeException {
        RowShape shape = row.shape();
        for (int i = 0; i < shape.size(); i++) {
            if (row.isNull(i) || row.isAbsent(i)) {
                throw DecodeException.rejected(
                        "null-key", "key column '" + shape.column(i).name() + "' has no value");
            }
        }
        return new RowKey(row);
    }
}
