/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.sink.record.ChangeVersion;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowShape;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads a version out of a row's field: an integer, or a point in time in microseconds. Stateless. */
public final class FieldVersion {
    private FieldVersion() {}

    /** Whether fields of a type can tell newer from older; of a field without a type only its values show that. */
    public static boolean reads(ColumnType type) {
        return type.kind() == Kind.ZONED_TIMESTAMP
                || type.kind() == Kind.DYNAMIC
                || (type.kind().storage() == Kind.Storage.LONG && type.kind() != Kind.DURATION);
    }

    /** The version of a row, or {@link ChangeVersion#UNKNOWN}. */
    static long of(Row row, String field) {
        RowShape shape = row.shape();
        int position = shape.position(field);
        if (position < 0 || row.isAbsent(position) || row.isNull(position)) {
            return ChangeVersion.UNKNOWN;
        }
        ColumnType type = shape.column(position).type();
        if (type.kind() == Kind.ZONED_TIMESTAMP) {
            return micros(row.stringAt(position));
        }
        if (type.kind() == Kind.DYNAMIC) {
            return dynamic(row.objectAt(position));
        }
        TimeUnit unit = type.unit();
        // Another version of the schema may have another unit.
        return unit == null ? row.longAt(position) : unit.toMicros(row.longAt(position));
    }

    private static long dynamic(@Nullable Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        return value instanceof String text ? micros(text) : ChangeVersion.UNKNOWN;
    }

    private static long micros(String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
        } catch (DateTimeParseException e) {
            return text.equals("infinity") ? Long.MAX_VALUE : ChangeVersion.UNKNOWN;
        }
    }
}
