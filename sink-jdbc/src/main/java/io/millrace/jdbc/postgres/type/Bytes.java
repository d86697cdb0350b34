/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.jdbc.postgres.type.Binding.Wire;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Bytes, for {@code bytea} and for types that the source does not know. Stateless.
 *
 * <p>Text is not taken for bytes: whether it is base64, hexadecimal or itself, it does not say.
 */
final class Bytes {
    private Bytes() {}

    static @Nullable Binding binding(Field field) {
        return field.type().kind() != Kind.BYTES
                ? null
                : new Binding(Wire.BYTEA, null, (row, column, out) -> {
                    byte[] bytes = row.bytesAt(column);
                    out.writeInt(bytes.length);
                    out.write(bytes, 0, bytes.length);
                });
    }

    static @Nullable ValueText text(ColumnType type) {
        return type.kind() == Kind.BYTES ? value -> "\\x" + HexFormat.of().formatHex((byte[]) value) : null;
    }

    /** With {@code include.unknown.datatypes}, Debezium sends the text of what it does not know, as bytes. */
    static ValueText unknown(Field field) {
        return value -> {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap((byte[]) value))
                        .toString();
            } catch (CharacterCodingException e) {
                throw field.bad("not-utf-8", "the bytes are no text in UTF-8", e);
            }
        };
    }
}
