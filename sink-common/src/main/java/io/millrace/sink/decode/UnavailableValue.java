/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the placeholder that Debezium sends in place of a value it was not given (an unchanged TOAST value, for
 * example), in every form it takes. Immutable and thread-safe.
 *
 * <p>Forms seen on the topic: text as it is, {@code bytea} as its bytes, {@code text[]} as a list of just the text,
 * {@code int[]} and {@code bigint[]} as the list of its characters' codes, {@code uuid[]} as a list of the name-based
 * UUID, {@code hstore} as a map from it to itself.
 */
final class UnavailableValue {
    private final String text;
    private final byte[] bytes;
    private final String uuid;

    /** @param text the source's {@code unavailable.value.placeholder} */
    UnavailableValue(String text) {
        this.text = text;
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
        this.uuid = UUID.nameUUIDFromBytes(bytes).toString();
    }

    /** Whether a raw Connect value is the placeholder. */
    boolean matches(@Nullable Object value) {
        if (value instanceof String string) {
            return text.equals(string);
        }
        if (value instanceof List<?> list) {
            return matchesList(list);
        }
        if (value instanceof Map<?, ?> map) {
            return map.size() == 1 && text.equals(map.get(text));
        }
        return matchesBytes(value);
    }

    private boolean matchesBytes(@Nullable Object value) {
        if (value instanceof byte[] array) {
            return Arrays.equals(bytes, array);
        }
        return value instanceof ByteBuffer buffer
                && buffer.remaining() == bytes.length
                && buffer.equals(ByteBuffer.wrap(bytes));
    }

    private boolean matchesList(List<?> list) {
        if (list.size() == 1) {
            Object only = list.get(0);
            return text.equals(only) || uuid.equals(only) || matchesBytes(only);
        }
        if (list.size() != bytes.length || !(list.get(0) instanceof Number)) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (!(list.get(i) instanceof Number code) || code.longValue() != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
