/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.ansi;

import io.millrace.sink.record.ColumnType;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The type of a column that we create for values of some type, by the standard. Stateless. */
final class AnsiTypes {
    private static final String KEY_TEXT = "character varying(255)";
    private static final String TEXT = "character large object";

    private AnsiTypes() {}

    /** The type as SQL, or {@code null} if there is none that keeps everything. */
    static @Nullable String sql(ColumnType type, boolean key) {
        return switch (type.kind()) {
            case BOOLEAN -> "boolean";
            case INT8, INT16 -> "smallint";
            case INT32, YEAR -> "integer";
            case INT64, DURATION -> "bigint";
            case FLOAT32 -> "real";
            case FLOAT64 -> "double precision";
            case DECIMAL ->
                type.precision() > 0 && type.scale() >= 0
                        ? "decimal(" + type.precision() + "," + type.scale() + ")"
                        : null;
            case STRING, ENUM, ENUM_SET, LTREE, ISO_DATE, ISO_TIME, ISO_TIMESTAMP, ZONED_TIME, INTERVAL ->
                key ? KEY_TEXT : TEXT;
            case UUID -> "character(36)";
            case BYTES -> key ? "binary varying(255)" : "binary large object";
            case BITS -> key ? null : TEXT;
            case DATE -> "date";
            case TIME -> "time(" + fraction(type) + ")";
            case TIMESTAMP -> "timestamp(" + fraction(type) + ")";
            case ZONED_TIMESTAMP -> "timestamp(6) with time zone";
            case XML, TSVECTOR, JSON, ARRAY, MAP, STRUCT -> key ? null : TEXT;
            case DYNAMIC -> null;
        };
    }

    private static int fraction(ColumnType type) {
        return type.unit() == TimeUnit.NANOSECONDS ? 9 : 6;
    }
}
