/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.jdbc.postgres.type.Binding.Wire;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.wire.BitText;
import io.millrace.sink.wire.Utf8;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values for columns of text, which take every scalar: no other type says less than its text. Lists, maps and structs are
 * written as JSON. Confined to their lane.
 */
final class Characters {
    /** Text is assigned to them as it is, so that the server refuses what is too long and does not cut it. */
    private static final Set<String> TYPES = Set.of("text", "varchar", "bpchar", "name", "citext");

    private static final int LONGEST_NAME = 63;

    private Characters() {}

    static boolean isText(PgType target) {
        return TYPES.contains(target.name());
    }

    /** Text that goes straight into a column of text; the server cuts names without a word, and spaces at the end. */
    static @Nullable Binding binding(Field field) {
        PgType target = field.target().type();
        if (field.type().kind().storage() != Kind.Storage.STRING) {
            return null;
        }
        int most = most(target);
        boolean bytes = target.name().equals("name");
        return new Binding(Wire.TEXT, null, (row, column, out) -> {
            String value = row.stringAt(column);
            if (value.length() > most || bytes) {
                checkLength(field, value, most, bytes);
            }
            FieldEncoders.writeText(field, value, out);
        });
    }

    static @Nullable ValueText text(Field field, ColumnType type, PgType target, TextForm form) {
        ValueText text =
                switch (type.kind().storage()) {
                    case STRING -> Object::toString;
                    case BOOLEAN, LONG, DOUBLE, DECIMAL -> value -> form.scalar(value, type);
                    case BYTES ->
                        type.kind() == Kind.BITS
                                ? value -> BitText.of((byte[]) value, Math.max(0, type.length()))
                                : null;
                    case MAP, ROW, LIST -> value -> form.json(value, type);
                    case OBJECT -> null;
                };
        if (text == null || most(target) == Integer.MAX_VALUE) {
            return text;
        }
        return checked(field, text, most(target), target.name().equals("name"));
    }

    /** For {@code "char"}, of which the server keeps one byte without a word. */
    static @Nullable ValueText singleByte(Field field, ColumnType type) {
        return type.kind() == Kind.STRING ? checked(field, Object::toString, 1, true) : null;
    }

    private static ValueText checked(Field field, ValueText text, int most, boolean bytes) {
        return value -> {
            String said = text.of(value);
            checkLength(field, said, most, bytes);
            return said;
        };
    }

    private static int most(PgType target) {
        return switch (target.name()) {
            case "name" -> LONGEST_NAME;
            case "varchar" -> target.characters();
            default -> Integer.MAX_VALUE;
        };
    }

    private static void checkLength(Field field, String value, int most, boolean bytes) {
        int length = bytes ? Utf8.length(value) : value.codePointCount(0, value.length());
        if (length > most) {
            throw field.bad("too-long", "the text has more than " + most + (bytes ? " bytes" : " characters"));
        }
    }
}
