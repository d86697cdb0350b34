/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.jdbc.postgres.type.Binding.Wire;
import io.millrace.sink.record.Kind;
import io.millrace.sink.wire.UnencodableTextException;
import io.millrace.sink.wire.WireBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how a field is written, by the type of the <em>column</em> it goes to. Confined to its lane.
 *
 * <p>Where both sides have a simple binary form that loses nothing, values travel in the column's own type. All else
 * travels as text and is cast by the server, which knows every type there is. Pairs in which something would get lost have
 * no binding.
 */
public final class FieldEncoders {
    private final ValueTexts texts = new ValueTexts();

    /** The binding of a field, or {@code null} if its values do not belong in such a column. */
    @Nullable
    public Binding binding(Field field) {
        PgType target = field.target().type();
        Binding binary = field.type().kind() == Kind.DYNAMIC || target.isArray() ? null : binary(field, target);
        if (binary != null) {
            return binary;
        }
        ValueText text = texts.of(field, field.type(), target);
        return text == null
                ? null
                : new Binding(Wire.TEXT, cast(target), (row, column, out) -> {
                    writeText(field, text.of(Objects.requireNonNull(row.objectAt(column))), out);
                });
    }

    private static @Nullable Binding binary(Field field, PgType target) {
        if (Characters.isText(target)) {
            return Characters.binding(field);
        }
        return switch (target.name()) {
            case "bool" -> Truth.binding(field);
            case "int2", "int4", "int8", "oid" -> Integers.binding(field);
            case "float4", "float8" -> Floats.binding(field);
            case "numeric", "money" -> Decimals.binding(field);
            case "bytea" -> Bytes.binding(field);
            case "date", "time", "timestamp", "timestamptz" -> Moments.binding(field);
            case "interval" -> Intervals.binding(field);
            case "uuid" -> Uuids.binding(field);
            default -> null;
        };
    }

    /** The type that a text is cast to, or {@code null} if it is assigned as it is. */
    private static @Nullable String cast(PgType target) {
        if (Characters.isText(target)) {
            return null;
        }
        return switch (target.name()) {
            case "bit", "varbit" -> BitColumns.CAST;
            // Which text an amount of money has depends on the server's lc_monetary.
            case "money" -> "numeric::money";
            default -> target.sql();
        };
    }

    /** Writes text with its length. PostgreSQL's text cannot hold the character 0. */
    static void writeText(Field field, String value, WireBuffer out) {
        if (value.indexOf('\u0000') >= 0) {
            throw field.bad("nul-in-text", "text with the character U+0000 cannot be stored");
        }
        int lengthAt = out.size();
        out.writeInt(0);
        try {
            out.writeUtf8(value);
        } catch (UnencodableTextException e) {
            throw field.bad("lone-surrogate", String.valueOf(e.getMessage()), e);
        }
        out.setInt(lengthAt, out.size() - lengthAt - 4);
    }
}
