/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.sink.record.ColumnType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The type of a column that we create for values of some type. Stateless. */
final class DdlTypes {
    private static final int MOST_NUMERIC_DIGITS = 1_000;

    private DdlTypes() {}

    /** The type as SQL, or {@code null} if there is none that keeps everything. */
    static @Nullable String sql(ColumnType type) {
        return switch (type.kind()) {
            case BOOLEAN -> "boolean";
            case INT8, INT16 -> "smallint";
            case INT32, YEAR -> "integer";
            case INT64 -> "bigint";
            case FLOAT32 -> "real";
            case FLOAT64 -> "double precision";
            case DECIMAL -> numeric(type);
            case STRING, ENUM, ENUM_SET, LTREE, ISO_DATE, ISO_TIME, ISO_TIMESTAMP -> "text";
            case BYTES -> "bytea";
            case DATE -> "date";
            case TIME -> "time";
            case TIMESTAMP -> isInstant(type) ? "timestamptz" : "timestamp";
            case ZONED_TIMESTAMP -> "timestamptz";
            case ZONED_TIME -> "timetz";
            case DURATION, INTERVAL -> "interval";
            case UUID -> "uuid";
            case JSON -> "JSONB".equalsIgnoreCase(type.sourceType()) ? "jsonb" : "json";
            case XML -> "xml";
            case TSVECTOR -> "tsvector";
            case BITS -> "bit varying";
            case ARRAY -> array(type);
            case MAP -> "jsonb";
            case STRUCT, DYNAMIC -> null;
        };
    }

    private static boolean isInstant(ColumnType type) {
        return "org.apache.kafka.connect.data.Timestamp".equals(type.semanticName());
    }

    private static String numeric(ColumnType type) {
        boolean known = type.precision() > 0
                && type.precision() <= MOST_NUMERIC_DIGITS
                && type.scale() >= 0
                && type.scale() <= type.precision();
        return known ? "numeric(" + type.precision() + "," + type.scale() + ")" : "numeric";
    }

    private static @Nullable String array(ColumnType type) {
        String element = sql(Objects.requireNonNull(type.element()));
        if (element == null) {
            return null;
        }
        // An array of arrays has the same type as an array: PostgreSQL does not declare dimensions.
        return element.endsWith("[]") ? element : element + "[]";
    }
}
