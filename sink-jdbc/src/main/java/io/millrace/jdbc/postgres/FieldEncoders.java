/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.FieldEncoder;
import io.millrace.jdbc.postgres.Binding.Wire;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.Row;
import io.millrace.sink.wire.UnencodableTextException;
import io.millrace.sink.wire.WireBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how a field is written, by the type of the <em>column</em> it goes to. Confined to its lane.
 *
 * <p>Where both sides have a simple binary form that loses nothing, values travel in the column's own type. All else
 * travels as text and is cast by the server, which knows every type there is. Pairs in which something would get lost have
 * no binding.
 */
final class FieldEncoders {
    /** Columns that text is assigned to as it is, so that one that is too long is refused and not cut. */
    private static final List<String> TEXT_FAMILY = List.of("text", "varchar", "bpchar", "name", "citext");

    private final TextForm text = new TextForm();

    /** The binding of a field, or {@code null} if its values do not belong in such a column. */
    @Nullable
    Binding binding(Field field) {
        ColumnType source = field.type();
        PgType target = field.target().type();
        if (source.kind() == Kind.DYNAMIC) {
            return dynamic(field);
        }
        if (target.isArray()) {
            return source.kind() == Kind.ARRAY ? array(field) : null;
        }
        Binding typed = Typed.binding(field, text);
        if (typed != null) {
            return typed;
        }
        if (TEXT_FAMILY.contains(target.name())) {
            return textColumn(field);
        }
        return source.kind().storage() == Kind.Storage.STRING ? CastText.binding(field) : null;
    }

    /** Text columns take every scalar: no other type says less than its text. */
    private @Nullable Binding textColumn(Field field) {
        ColumnType source = field.type();
        return switch (source.kind().storage()) {
            case STRING -> new Binding(Wire.TEXT, null, stringEncoder(field));
            case BOOLEAN, LONG, DOUBLE, DECIMAL -> new Binding(Wire.TEXT, null, scalarEncoder(field));
            case BYTES -> source.kind() == Kind.BITS ? new Binding(Wire.TEXT, null, scalarEncoder(field)) : null;
            case MAP, ROW, LIST -> new Binding(Wire.TEXT, null, jsonEncoder(field));
            case OBJECT -> null;
        };
    }

    private Binding array(Field field) {
        ColumnType element = Objects.requireNonNull(field.type().element());
        return new Binding(Wire.TEXT, field.target().type().sql(), (row, column, out) -> {
            writeText(field, text.array(row.listAt(column), element), out);
        });
    }

    static FieldEncoder stringEncoder(Field field) {
        return (row, column, out) -> writeText(field, row.stringAt(column), out);
    }

    private FieldEncoder scalarEncoder(Field field) {
        return (row, column, out) ->
                writeText(field, text.scalar(Objects.requireNonNull(row.objectAt(column)), field.type()), out);
    }

    private FieldEncoder jsonEncoder(Field field) {
        return (row, column, out) ->
                writeText(field, text.json(Objects.requireNonNull(row.objectAt(column)), field.type()), out);
    }

    /** A field without schema: what its values are is seen one by one, and each kind is bound when it first comes. */
    private Binding dynamic(Field field) {
        // All of them must travel as the same type, and text is the one that every value and every column has.
        PgType target = field.target().type();
        String cast = TEXT_FAMILY.contains(target.name()) ? null : target.sql();
        return new Binding(Wire.TEXT, cast, (row, column, out) -> writeDynamic(field, row, column, out));
    }

    private void writeDynamic(Field field, Row row, int column, WireBuffer out) {
        Object value = Objects.requireNonNull(row.objectAt(column));
        boolean array = field.target().type().isArray();
        if (value instanceof List<?> list && array) {
            writeText(field, text.array(list, ColumnType.of(Kind.DYNAMIC)), out);
        } else if (value instanceof List || value instanceof Map) {
            writeText(field, text.json(value, ColumnType.of(Kind.DYNAMIC)), out);
        } else {
            writeText(field, text.scalar(value, ColumnType.of(Kind.DYNAMIC)), out);
        }
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
