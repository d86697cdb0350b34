/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** One change to apply at the target. Immutable and thread-safe. */
public sealed interface ChangeEvent extends Decoded permits Upsert, Delete, Truncate {
    /** Where it came from. */
    Origin origin();

    /** Where it goes. */
    Destination destination();

    /** What identifies its row; {@code null} for a truncate, and where the target needs no keys and the source has none. */
    @Nullable
    RowKey key();

    /** What the source said it did. */
    SourceOperation operation();

    /** When the source committed it, in ms since the epoch, or {@link Origin#NO_TIMESTAMP}. */
    long sourceTimestamp();

    /** The record as the worker handed it over, for a letter. Targets must not look into it. */
    SinkRecord record();

    /** The headers that the record came with. */
    default Headers headers() {
        return record().headers();
    }

    /** Roughly what the event holds in memory, in bytes. */
    int bytes();
}
