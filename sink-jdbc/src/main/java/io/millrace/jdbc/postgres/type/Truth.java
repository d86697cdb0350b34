/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.jdbc.postgres.type.Binding.Wire;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.wire.WireBuffer;
import org.jspecify.annotations.Nullable;

/** Values for {@code boolean}. Stateless. */
final class Truth {
    private Truth() {}

    /** What MySQL calls BOOLEAN is a small number, and Debezium sends it as one or the other. */
    static @Nullable Binding binding(Field field) {
        return switch (field.type().kind()) {
            case BOOLEAN -> new Binding(Wire.BOOL, null, (row, column, out) -> write(row.booleanAt(column), out));
            case INT8, INT16 ->
                new Binding(Wire.BOOL, null, (row, column, out) -> write(truth(field, row.longAt(column)), out));
            default -> null;
        };
    }

    static @Nullable ValueText text(Field field, ColumnType type) {
        return switch (type.kind()) {
            case BOOLEAN, STRING -> Object::toString;
            case INT8, INT16 -> value -> Boolean.toString(truth(field, ((Number) value).longValue()));
            default -> null;
        };
    }

    private static boolean truth(Field field, long value) {
        if (value != 0 && value != 1) {
            throw field.bad("out-of-range", "the value is neither 0 nor 1");
        }
        return value == 1;
    }

    private static void write(boolean value, WireBuffer out) {
        out.writeInt(1);
        out.write(value ? 1 : 0);
    }
}
