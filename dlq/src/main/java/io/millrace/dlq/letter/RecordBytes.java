/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.letter;

import java.util.List;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A failed record as bytes. The arrays are not copied: nobody may change them.
 *
 * @param key key bytes, or {@code null} if the record has none
 * @param value value bytes, or {@code null} for a tombstone or a reference
 * @param headers the record's own headers, without those of an earlier letter
 * @param fidelity how exact all of that is
 */
public record RecordBytes(
        byte @Nullable [] key, byte @Nullable [] value, List<Header> headers, PayloadFidelity fidelity) {

    /** Roughly what these bytes take on the wire. */
    public long size() {
        long size = length(key) + length(value);
        for (Header header : headers) {
            size += header.key().length() + length(header.value());
        }
        return size;
    }

    /** The same record without its value and headers, and without its key too if asked. */
    RecordBytes asReference(boolean withKey) {
        return new RecordBytes(withKey ? key : null, null, List.of(), PayloadFidelity.REFERENCE);
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
