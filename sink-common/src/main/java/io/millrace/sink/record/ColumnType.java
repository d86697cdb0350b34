/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column. Immutable.
 *
 * @param kind what values mean
 * @param semanticName name of the source schema, for example {@code io.debezium.data.Uuid}, or {@code null}
 * @param length number of bits of a {@link Kind#BITS}, or {@link #UNKNOWN}
 * @param precision decimal digits of a {@link Kind#DECIMAL}, or {@link #UNKNOWN}
 * @param scale digits after the point of a {@link Kind#DECIMAL}; {@link #UNKNOWN} if it differs from value to value
 * @param unit unit of a temporal kind that is a number, or {@code null}
 * @param element type of an {@link Kind#ARRAY}'s elements or a {@link Kind#MAP}'s values, or {@code null}
 * @param mapKey type of a {@link Kind#MAP}'s keys, or {@code null}
 * @param fields shape of a {@link Kind#STRUCT}, or {@code null}
 * @param allowed values of an enumeration; empty otherwise
 * @param source the column's declaration in the source database if it was sent along, or {@code null}
 */
public record ColumnType(
        Kind kind,
        @Nullable String semanticName,
        int length,
        int precision,
        int scale,
        @Nullable TimeUnit unit,
        @Nullable ColumnType element,
        @Nullable ColumnType mapKey,
        @Nullable RowShape fields,
        List<String> allowed,
        @Nullable SourceColumn source) {

    /** Stands for a length, precision or scale that the schema does not tell. */
    public static final int UNKNOWN = -1;

    public ColumnType {
        allowed = List.copyOf(allowed);
    }

    /** A type that is nothing but its kind. */
    public static ColumnType of(Kind kind) {
        return new ColumnType(kind, null, UNKNOWN, UNKNOWN, UNKNOWN, null, null, null, null, List.of(), null);
    }

    /** A decimal; either number may be {@link #UNKNOWN}. */
    public static ColumnType decimal(int precision, int scale) {
        return new ColumnType(Kind.DECIMAL, null, UNKNOWN, precision, scale, null, null, null, null, List.of(), null);
    }

    /** A number of {@code unit}s: {@link Kind#TIME}, {@link Kind#TIMESTAMP} or {@link Kind#DURATION}. */
    public static ColumnType temporal(Kind kind, TimeUnit unit) {
        return new ColumnType(kind, null, UNKNOWN, UNKNOWN, UNKNOWN, unit, null, null, null, List.of(), null);
    }

    /** Bits, least significant byte first. */
    public static ColumnType bits(int length) {
        return new ColumnType(Kind.BITS, null, length, UNKNOWN, UNKNOWN, null, null, null, null, List.of(), null);
    }

    /** {@link Kind#ENUM} or {@link Kind#ENUM_SET}. */
    public static ColumnType enumeration(Kind kind, List<String> allowed) {
        return new ColumnType(kind, null, UNKNOWN, UNKNOWN, UNKNOWN, null, null, null, null, allowed, null);
    }

    public static ColumnType array(ColumnType element) {
        return new ColumnType(Kind.ARRAY, null, UNKNOWN, UNKNOWN, UNKNOWN, null, element, null, null, List.of(), null);
    }

    public static ColumnType map(ColumnType key, ColumnType value) {
        return new ColumnType(Kind.MAP, null, UNKNOWN, UNKNOWN, UNKNOWN, null, value, key, null, List.of(), null);
    }

    public static ColumnType struct(RowShape fields) {
        return new ColumnType(Kind.STRUCT, null, UNKNOWN, UNKNOWN, UNKNOWN, null, null, null, fields, List.of(), null);
    }

    /** The same type with what the source said about itself. */
    public ColumnType from(@Nullable String semanticName, @Nullable SourceColumn source) {
        return new ColumnType(
                kind, semanticName, length, precision, scale, unit, element, mapKey, fields, allowed, source);
    }

    /** Name of the column's type in the source database if it was sent along, or {@code null}. */
    public @Nullable String sourceType() {
        return source == null ? null : source.type();
    }

    /** For messages: the semantic name where there is one, else the kind. */
    public String describe() {
        if (semanticName != null) {
            return semanticName;
        }
        return switch (kind) {
            case ARRAY -> "ARRAY of " + (element == null ? "?" : element.describe());
            case MAP -> "MAP to " + (element == null ? "?" : element.describe());
            case DECIMAL -> scale == UNKNOWN ? "DECIMAL" : "DECIMAL(scale " + scale + ")";
            default -> kind.name();
        };
    }
}
