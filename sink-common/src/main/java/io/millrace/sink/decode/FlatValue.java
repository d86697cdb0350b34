/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of one schema that are themselves the row, opened record by record. Confined to the task thread. */
interface FlatValue {
    /** Fields that say what happened. */
    List<String> TOLD = List.of("__deleted", "__op", "__source_ts_ms");

    int DELETED = 0;
    int OPERATION = 1;
    int SOURCE_TIMESTAMP = 2;

    /** The row of a record. */
    Row open(Incoming record) throws DecodeException;

    /**
     * What a field of the row that was opened last says, or {@code null}.
     *
     * @param index place in {@link #TOLD}
     */
    @Nullable
    Object told(int index);

    /** What the row was made of, for names of destinations. */
    Object image();

    /** Roughly what the row that was opened last holds in memory. */
    int bytes();
}
