/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Row;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's envelope as values of one schema hold it, opened record by record: {@code before}, {@code after},
 * {@code source}, {@code op}. Confined to the task thread.
 */
interface Envelope {
    /** Goes on to the envelope of a record. */
    void open(Incoming record) throws DecodeException;

    @Nullable
    String operation();

    /** The row as it is now, or {@code null}. Asked at most once. */
    @Nullable
    Row after();

    /** The row as it was, or {@code null}. Asked at most once. */
    @Nullable
    Row before() throws DecodeException;

    /** What the row was made of, for names of destinations, or {@code null} if there is no row. */
    @Nullable
    Object image();

    /** Roughly what the row that was asked for last holds in memory. */
    int bytes();

    /** When the source committed the change, in ms since the epoch, or {@link io.millrace.sink.record.Origin#NO_TIMESTAMP}. */
    long timestamp();

    /** What the source says of itself, or {@code null} if it says nothing or nobody asked for it. */
    @Nullable
    SourceBlock source();
}
