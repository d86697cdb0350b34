/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.postgres.Binding.Wire;
import io.millrace.sink.wire.WireBuffer;
import org.jspecify.annotations.Nullable;

/** Bindings to {@code boolean} columns. Stateless. */
final class Truth {
    private Truth() {}

    /** What MySQL calls BOOLEAN is a small number, and Debezium sends it as one or the other. */
    static @Nullable Binding binding(Field field) {
        return switch (field.type().kind()) {
            case BOOLEAN -> new Binding(Wire.BOOL, null, (row, column, out) -> write(row.booleanAt(column), out));
            case INT8, INT16 ->
                new Binding(Wire.BOOL, null, (row, column, out) -> {
                    long value = row.longAt(column);
                    if (value != 0 && value != 1) {
                        throw field.bad("out-of-range", "the value is neither 0 nor 1");
                    }
                    write(value == 1, out);
                });
            default -> null;
        };
    }

    private static void write(boolean value, WireBuffer out) {
        out.writeInt(1);
        out.write(value ? 1 : 0);
    }
}
