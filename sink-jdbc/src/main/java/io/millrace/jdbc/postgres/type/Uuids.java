/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.jdbc.postgres.type.Binding.Wire;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.wire.WireBuffer;
import org.jspecify.annotations.Nullable;

/** Values for {@code uuid}. Stateless. */
final class Uuids {
    private static final int DIGITS = 32;

    private Uuids() {}

    static @Nullable Binding binding(Field field) {
        return isText(field.type())
                ? new Binding(Wire.UUID, null, (row, column, out) -> write(field, row.stringAt(column), out))
                : null;
    }

    static @Nullable ValueText text(ColumnType type) {
        return isText(type) ? Object::toString : null;
    }

    private static boolean isText(ColumnType type) {
        return type.kind() == Kind.UUID || type.kind() == Kind.STRING;
    }

    private static void write(Field field, String value, WireBuffer out) {
        out.writeInt(16);
        int digits = 0;
        int high = 0;
        for (int i = 0; i < value.length(); i++) {
            char symbol = value.charAt(i);
            if (symbol == '-' && (i == 8 || i == 13 || i == 18 || i == 23)) {
                continue;
            }
            int digit = symbol < 128 ? Character.digit(symbol, 16) : -1;
            if (digit < 0 || digits == DIGITS) {
                throw field.bad("bad-uuid", "the text is no UUID");
            }
            if (digits % 2 == 0) {
                high = digit;
            } else {
                out.write(high << 4 | digit);
            }
            digits++;
        }
        if (digits != DIGITS) {
            throw field.bad("bad-uuid", "the text is no UUID");
        }
    }
}
