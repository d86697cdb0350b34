/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.letter;

import java.util.Locale;

/** How far the bytes of a letter are those of the failed record: the value of the {@code dl.payload} header. */
public enum PayloadFidelity {
    /** Key, value and headers are byte for byte what was on the topic. */
    ORIGINAL,
    /** Key and value are byte for byte what was on the topic; the values of some headers were left out. */
    REDACTED,
    /** The worker did not give the original bytes away; key and value were written again as JSON with schema. */
    RESERIALIZED,
    /** The letter holds no payload, only the coordinates at which to find it. */
    REFERENCE;

    /** The name in headers and in files. */
    public String headerValue() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PayloadFidelity ofHeaderValue(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }
}
