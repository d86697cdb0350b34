/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.spi;

import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.wire.WireBuffer;

/**
 * Turns one event into the target's wire form. One encoder belongs to one lane: one thread at a time.
 *
 * <p>What depends on the schema is worked out once per {@link io.millrace.sink.record.RowShape} and kept; the target may
 * be asked about itself then (a table's columns, say), so an encoder may block and may throw what a writer throws.
 */
public interface RecordEncoder {
    /**
     * Appends the wire form of {@code event}. If this throws, the core takes back whatever was appended.
     *
     * @throws BadRecordException if this record is at fault: it is blamed and the others go on
     * @throws Exception anything else says that the target could not be asked or is not as it should be; the
     *     {@link FailureClassifier} decides
     */
    void encode(ChangeEvent event, WireBuffer out) throws Exception;

    /** Forgets what is known about the target, because a write has just failed and that may be why. */
    default void invalidate() {}
}
