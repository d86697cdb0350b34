/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.Row;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values for {@code vector}, {@code halfvec} and {@code sparsevec}, the types of the extension pgvector. Stateless. */
final class Vectors {
    private Vectors() {}

    static boolean isVector(PgType target) {
        return switch (target.name()) {
            case "vector", "halfvec", "sparsevec" -> true;
            default -> false;
        };
    }

    static boolean isSparse(ColumnType type) {
        return "io.debezium.data.SparseDoubleVector".equals(type.semanticName())
                || "io.debezium.data.SparseVector".equals(type.semanticName());
    }

    static @Nullable ValueText text(Field field, ColumnType type, PgType target) {
        if (type.kind() == Kind.STRING) {
            return Object::toString;
        }
        if (target.name().equals("sparsevec")) {
            return isSparse(type) ? value -> sparse(field, (Row) value) : null;
        }
        if (type.kind() != Kind.ARRAY
                || Objects.requireNonNull(type.element()).kind().storage() != Kind.Storage.DOUBLE) {
            return null;
        }
        boolean half = target.name().equals("halfvec");
        return value -> dense(field, (List<?>) value, half);
    }

    private static String dense(Field field, List<?> values, boolean half) {
        StringBuilder text = new StringBuilder(values.size() * 8).append('[');
        for (Object value : values) {
            if (value == null) {
                throw field.bad("null-in-vector", "a vector has no NULL in it");
            }
            if (text.length() > 1) {
                text.append(',');
            }
            text.append(component(field, (Number) value, half));
        }
        return text.append(']').toString();
    }

    /** The components of {@code vector} have single precision, those of {@code halfvec} half of it. */
    private static String component(Field field, Number value, boolean half) {
        float single = value instanceof Double number ? Floats.single(field, number) : value.floatValue();
        if (half && !fitsHalf(single)) {
            throw field.bad("out-of-range", "the value has more digits than the column's half precision can keep");
        }
        return Float.toString(single);
    }

    /** Eleven significant binary digits, from 2^-24 to 65504. */
    private static boolean fitsHalf(float value) {
        float magnitude = Math.abs(value);
        if (magnitude == 0) {
            return true;
        }
        if (!(magnitude <= 65_504)) {
            return false;
        }
        int exponent = Math.max(Math.getExponent(magnitude), -14);
        double scaled = Math.scalb((double) magnitude, 10 - exponent);
        return scaled == Math.rint(scaled);
    }

    private static String sparse(Field field, Row row) {
        int dimensions = row.shape().position("dimensions");
        int vector = row.shape().position("vector");
        if (dimensions < 0 || vector < 0 || row.isNull(dimensions) || row.isNull(vector)) {
            throw field.bad("bad-vector", "a sparse vector has 'dimensions' and 'vector'");
        }
        // In order, since a map has none that could be relied on.
        Map<Long, Object> components = new TreeMap<>();
        row.mapAt(vector).forEach((index, value) -> {
            if (index == null || value == null) {
                throw field.bad("null-in-vector", "a vector has no NULL in it");
            }
            components.put(((Number) index).longValue(), value);
        });
        StringBuilder text = new StringBuilder("{");
        components.forEach((index, value) -> {
            if (text.length() > 1) {
                text.append(',');
            }
            text.append(index).append(':').append(component(field, (Number) value, false));
        });
        return text.append("}/").append(row.longAt(dimensions)).toString();
    }
}
