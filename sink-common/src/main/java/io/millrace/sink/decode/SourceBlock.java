/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * The block in which a change event tells of its source, as a struct or as a map. Reused from record to record; confined to
 * the task thread.
 */
abstract class SourceBlock {
    static final long UNKNOWN = -1;

    /** The fields that make a position. */
    enum Name {
        CONNECTOR,
        NAME,
        DB,
        SEQUENCE,
        FILE,
        POS,
        ROW,
        SERVER_ID,
        COMMIT_SCN;

        private final String field = name().toLowerCase(java.util.Locale.ROOT);
        private static final Map<String, Name> BY_FIELD = byField();

        private static Map<String, Name> byField() {
            Map<String, Name> names = new HashMap<>();
            for (Name name : values()) {
                names.put(name.field, name);
            }
            return Map.copyOf(names);
        }

        /** The name of a field, or {@code null} if it has no part in positions. */
        static @Nullable Name of(String field) {
            return BY_FIELD.get(field);
        }
    }

    /** The value of a field, or {@code null} if there is none. */
    abstract @Nullable Object value(Name name);

    final String text(Name name) {
        return value(name) instanceof String text ? text : "";
    }

    /** A number, which some sources write as text; {@link #UNKNOWN} if it is none. */
    final long number(Name name) {
        Object value = value(name);
        if (value instanceof Number number) {
            return number.longValue();
        }
        return value instanceof String text ? number(text, 0, text.length()) : UNKNOWN;
    }

    /** Digits as a number, or {@link #UNKNOWN} if they are none. */
    static long number(String text, int from, int to) {
        if (from >= to || to - from > 18 || to > text.length()) {
            return UNKNOWN;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return UNKNOWN;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Blocks of one schema: fields are looked up once. */
    static final class OfStruct extends SourceBlock {
        private final @Nullable Field[] fields = new Field[Name.values().length];
        private @Nullable Struct struct;

        OfStruct(Schema schema) {
            for (Name name : Name.values()) {
                fields[name.ordinal()] = schema.field(name.field);
            }
        }

        OfStruct at(Struct block) {
            struct = block;
            return this;
        }

        @Override
        @Nullable
        Object value(Name name) {
            Field field = fields[name.ordinal()];
            return struct == null || field == null ? null : struct.get(field);
        }
    }

    /** Blocks whose fields were picked out of bytes. */
    static final class OfParts extends SourceBlock {
        private final @Nullable Object[] parts = new Object[Name.values().length];

        void clear() {
            java.util.Arrays.fill(parts, null);
        }

        void set(Name name, @Nullable Object part) {
            parts[name.ordinal()] = part;
        }

        @Override
        @Nullable
        Object value(Name name) {
            return parts[name.ordinal()];
        }
    }

    /** Blocks without a schema. */
    static final class OfMap extends SourceBlock {
        private Map<?, ?> map = Map.of();

        OfMap at(Map<?, ?> block) {
            map = block;
            return this;
        }

        @Override
        @Nullable
        Object value(Name name) {
            return map.get(name.field);
        }
    }
}
