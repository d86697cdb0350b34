/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values of records without schema: what each of them is, its class tells, and it is held to the same rules as if a schema
 * had said so. Confined to its lane.
 */
final class DynamicText implements ValueText {
    private static final ColumnType ANY = ColumnType.of(Kind.DYNAMIC);
    private static final ColumnType LIST = ColumnType.array(ANY);
    private static final ColumnType MAP = ColumnType.map(ColumnType.of(Kind.STRING), ANY);

    private final Field field;
    private final Function<ColumnType, @Nullable ValueText> texts;
    private final Map<Kind, ValueText> known = new EnumMap<>(Kind.class);

    /** @param texts finds how values of a type are said to the column */
    DynamicText(Field field, Function<ColumnType, @Nullable ValueText> texts) {
        this.field = field;
        this.texts = texts;
    }

    @Override
    public String of(Object value) {
        Object plain = value instanceof BigInteger integer ? new BigDecimal(integer) : value;
        ColumnType type = type(plain);
        ValueText text = known.get(type.kind());
        if (text == null) {
            text = texts.apply(type);
            if (text == null) {
                throw field.bad("impossible-type", "the value is of type " + type.describe());
            }
            known.put(type.kind(), text);
        }
        return text.of(plain);
    }

    private ColumnType type(Object value) {
        if (value instanceof List) {
            return LIST;
        }
        return value instanceof Map ? MAP : ColumnType.of(kind(value));
    }

    private Kind kind(Object value) {
        if (value instanceof String) {
            return Kind.STRING;
        }
        if (value instanceof Boolean) {
            return Kind.BOOLEAN;
        }
        if (value instanceof Double) {
            return Kind.FLOAT64;
        }
        if (value instanceof Float) {
            return Kind.FLOAT32;
        }
        if (value instanceof BigDecimal) {
            return Kind.DECIMAL;
        }
        if (value instanceof byte[]) {
            return Kind.BYTES;
        }
        if (value instanceof Number) {
            return Kind.INT64;
        }
        throw field.bad("impossible-type", "the value is a " + value.getClass().getName());
    }
}
