/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.mysql;

import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import org.jspecify.annotations.Nullable;

/** The type of a column that we create for values of some type. Stateless. */
final class MySqlTypes {
    private static final int MOST_DIGITS = 65;
    private static final int MOST_SCALE = 30;
    private static final int MOST_BITS = 64;
    private static final int KEY_BYTES = 3_072;
    private static final int KEY_CHARACTERS = 255;
    private static final int BYTES_OF_CHARACTER = 4;

    private MySqlTypes() {}

    /**
     * The type as SQL, or {@code null} if there is none that keeps everything.
     *
     * @param keyColumns how many columns the key has if this is one of them, else 0
     */
    static @Nullable String sql(ColumnType type, int keyColumns) {
        boolean key = keyColumns > 0;
        return switch (type.kind()) {
            case BOOLEAN -> "tinyint(1)";
            case INT8 -> "tinyint";
            case INT16 -> "smallint";
            case INT32 -> "int";
            case INT64, DURATION -> "bigint";
            case YEAR -> "year";
            case FLOAT32 -> "float";
            case FLOAT64 -> "double";
            case DECIMAL -> decimal(type);
            case STRING, ENUM, ENUM_SET, LTREE, ISO_DATE, ISO_TIME, ISO_TIMESTAMP, ZONED_TIME, INTERVAL ->
                key ? keyText(keyColumns) : "longtext";
            case XML, TSVECTOR -> key ? null : "longtext";
            case UUID -> "char(36)";
            case BYTES -> key ? "varbinary(" + Math.min(KEY_CHARACTERS, KEY_BYTES / keyColumns) + ")" : "longblob";
            case BITS -> type.length() > 0 && type.length() <= MOST_BITS ? "bit(" + type.length() + ")" : null;
            case DATE -> "date";
            case TIME -> "time(6)";
            // TIMESTAMP ends in 2038.
            case TIMESTAMP, ZONED_TIMESTAMP -> "datetime(6)";
            case JSON, ARRAY, MAP -> key ? null : "json";
            case STRUCT -> key ? null : isGeometry(type) ? "geometry" : "json";
            case DYNAMIC -> null;
        };
    }

    /** Whatever is not equal at the source must not be equal here: no case, no accents, no spaces at the end ignored. */
    private static String keyText(int keyColumns) {
        int characters = Math.min(KEY_CHARACTERS, KEY_BYTES / BYTES_OF_CHARACTER / keyColumns);
        return "varchar(" + characters + ") CHARACTER SET utf8mb4"
                + " /*M! COLLATE utf8mb4_nopad_bin */ /*!80017 COLLATE utf8mb4_0900_bin */";
    }

    private static String decimal(ColumnType type) {
        if ("BIGINT UNSIGNED".equalsIgnoreCase(type.sourceType())) {
            return "bigint unsigned";
        }
        boolean known = type.precision() > 0
                && type.precision() <= MOST_DIGITS
                && type.scale() >= 0
                && type.scale() <= Math.min(MOST_SCALE, type.precision());
        // What has more digits than fit is refused, never rounded.
        return known
                ? "decimal(" + type.precision() + "," + type.scale() + ")"
                : "decimal(" + MOST_DIGITS + "," + MOST_SCALE + ")";
    }

    private static boolean isGeometry(ColumnType type) {
        return type.kind() == Kind.STRUCT
                && String.valueOf(type.semanticName()).startsWith("io.debezium.data.geometry.G");
    }
}
