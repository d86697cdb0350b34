/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Headers that somebody else wrote. The last one of a name counts: a record that failed again has two. Stateless. */
final class ForeignHeaders {
    private ForeignHeaders() {}

    static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    /** A number as decimal text; {@code null} if there is none. */
    static @Nullable Long decimal(Headers headers, String name) {
        String text = text(headers, name);
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            // Somebody else's header of that name: as good as none.
            return null;
        }
    }

    /** A number as 4 or 8 bytes, most significant first; {@code null} if there is none. */
    static @Nullable Long binary(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null) {
            return null;
        }
        return switch (header.value().length) {
            case Integer.BYTES -> (long) ByteBuffer.wrap(header.value()).getInt();
            case Long.BYTES -> ByteBuffer.wrap(header.value()).getLong();
            default -> null;
        };
    }
}
