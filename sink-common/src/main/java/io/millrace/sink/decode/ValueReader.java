/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Brings one of Connect's values into the form that {@link io.millrace.sink.record.Row#listAt} describes. Made once per
 * column, stateless and thread-safe.
 */
@FunctionalInterface
interface ValueReader {
    /** For values that are in that form already. */
    ValueReader AS_IS = value -> value;

    ValueReader BYTES = value -> value instanceof ByteBuffer buffer ? bytes(buffer) : value;
    ValueReader DATE = value ->
            value instanceof Date date ? (Object) Math.floorDiv(date.getTime(), Calendar.MILLIS_PER_DAY) : value;
    ValueReader MILLIS = value -> value instanceof Date date ? (Object) date.getTime() : value;
    /** Sixty-four bits that have no sign. */
    ValueReader UNSIGNED = value -> value instanceof Long bits ? unsigned(bits) : value;

    ValueReader VARIABLE_SCALE = value -> value instanceof Struct struct ? variableScale(struct) : value;

    /** Units of time, kept apart because an interface's fields are public. */
    final class Calendar {
        static final long MILLIS_PER_DAY = 86_400_000L;

        private Calendar() {}
    }

    @Nullable
    Object read(@Nullable Object value);

    /** The reader for elements of {@code element}, applied to lists. */
    static ValueReader list(ValueReader element) {
        return element == AS_IS ? AS_IS : value -> value == null ? null : readAll((List<?>) value, element);
    }

    /** The readers for keys and values, applied to maps. */
    static ValueReader map(ValueReader key, ValueReader element) {
        if (key == AS_IS && element == AS_IS) {
            return AS_IS;
        }
        return value -> {
            if (value == null) {
                return null;
            }
            Map<@Nullable Object, @Nullable Object> read = new HashMap<>();
            ((Map<?, ?>) value).forEach((k, v) -> read.put(key.read(k), element.read(v)));
            return read;
        };
    }

    /** A reader for nested structs. */
    static ValueReader struct(StructShape shape) {
        return value -> value == null ? null : new StructRow(shape, (Struct) value, null);
    }

    private static List<@Nullable Object> readAll(List<?> values, ValueReader element) {
        List<@Nullable Object> read = new ArrayList<>(values.size());
        for (Object value : values) {
            read.add(element.read(value));
        }
        return read;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        if (buffer.hasArray()
                && buffer.arrayOffset() == 0
                && buffer.position() == 0
                && buffer.remaining() == buffer.array().length) {
            return buffer.array();
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }

    private static BigDecimal unsigned(long bits) {
        return bits >= 0 ? BigDecimal.valueOf(bits) : new BigDecimal(Long.toUnsignedString(bits));
    }

    /** Debezium's {@code VariableScaleDecimal}: scale and unscaled value. */
    private static BigDecimal variableScale(Struct struct) {
        Object unscaled = BYTES.read(struct.get("value"));
        if (unscaled == null) {
            throw new IllegalArgumentException("VariableScaleDecimal without value");
        }
        return new BigDecimal(new BigInteger((byte[]) unscaled), struct.getInt32("scale"));
    }

    /** Whether a value of this type can be the placeholder of a column that the source did not send. */
    static boolean mayBeUnavailable(ColumnType type) {
        return switch (type.kind()) {
            case STRING, JSON, XML, LTREE, TSVECTOR, BYTES, ARRAY, MAP, DYNAMIC -> true;
            default -> type.kind().storage() == Kind.Storage.STRING;
        };
    }
}
