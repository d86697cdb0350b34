/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import io.millrace.jdbc.batch.FieldEncoder;
import io.millrace.jdbc.batch.JsonText;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.Kind.Storage;
import io.millrace.sink.wire.BitText;
import io.millrace.sink.wire.IsoText;
import io.millrace.sink.wire.UnencodableTextException;
import io.millrace.sink.wire.WireBuffer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Encoders for columns that are told text. Confined to its lane. */
final class TextEncoders {
    private final IsoText iso = new IsoText();
    private final JsonText json = new JsonText();

    @Nullable
    FieldEncoder encoder(Field field) {
        boolean string = field.type().kind().storage() == Storage.STRING;
        return switch (field.targetType().family()) {
            case CHARACTERS -> characters(field);
            case ENUM -> string ? member(field) : null;
            case SET -> string ? members(field) : null;
            case READ_FROM_TEXT -> string ? (row, column, out) -> write(field, row.stringAt(column), out) : null;
            default -> null;
        };
    }

    /** Text columns take every scalar: no other type says less than its text. */
    private @Nullable FieldEncoder characters(Field field) {
        ColumnType type = field.type();
        return switch (type.kind().storage()) {
            case STRING -> (row, column, out) -> write(field, row.stringAt(column), out);
            case BOOLEAN, LONG, DOUBLE, DECIMAL ->
                (row, column, out) -> write(field, scalar(Objects.requireNonNull(row.objectAt(column)), type), out);
            case BYTES ->
                type.kind() == Kind.BITS
                        ? (row, column, out) -> write(field, BitText.of(row.bytesAt(column), type.length()), out)
                        : null;
            case MAP, ROW, LIST ->
                (row, column, out) -> write(field, json.of(Objects.requireNonNull(row.objectAt(column)), type), out);
            case OBJECT -> null;
        };
    }

    private String scalar(Object value, ColumnType type) {
        switch (type.kind()) {
            case DATE -> iso.date(((Number) value).longValue());
            case TIME -> iso.time(((Number) value).longValue(), Objects.requireNonNull(type.unit()));
            case TIMESTAMP -> iso.timestamp(((Number) value).longValue(), Objects.requireNonNull(type.unit()));
            case DURATION -> {
                ChronoUnit unit = Objects.requireNonNull(type.unit()).toChronoUnit();
                return Duration.of(((Number) value).longValue(), unit).toString();
            }
            default -> {
                return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
            }
        }
        return iso.toString();
    }

    /** The server takes a number that is no member for a member's position. */
    private static FieldEncoder member(Field field) {
        Set<String> members = Set.copyOf(field.targetType().members());
        return (row, column, out) -> {
            String value = row.stringAt(column);
            if (!members.contains(value)) {
                throw field.bad("not-a-member", "the value is none of the column's");
            }
            write(field, value, out);
        };
    }

    private static FieldEncoder members(Field field) {
        Set<String> members = Set.copyOf(field.targetType().members());
        return (row, column, out) -> {
            String value = row.stringAt(column);
            for (int from = 0; from < value.length(); ) {
                int comma = value.indexOf(',', from);
                int to = comma < 0 ? value.length() : comma;
                if (!members.contains(value.substring(from, to))) {
                    throw field.bad("not-a-member", "a part of the value is none of the column's");
                }
                from = to + 1;
            }
            write(field, value, out);
        };
    }

    /** Servers cut text off that is too long by nothing but spaces, even where they refuse everything else. */
    private static void write(Field field, String value, WireBuffer out) {
        TargetType type = field.targetType();
        if (type.size() != TargetType.ANY
                && value.length() > type.size()
                && value.codePointCount(0, value.length()) > type.size()) {
            throw field.bad("too-long", "the text has more than " + type.size() + " characters");
        }
        int lengthAt = out.size();
        out.writeInt(0);
        try {
            out.writeUtf8(value);
        } catch (UnencodableTextException e) {
            throw field.bad("lone-surrogate", String.valueOf(e.getMessage()), e);
        }
        int length = out.size() - lengthAt - Integer.BYTES;
        if (type.mostBytes() != TargetType.ANY && length > type.mostBytes()) {
            throw field.bad("too-long", "the text has more than " + type.mostBytes() + " bytes");
        }
        out.setInt(lengthAt, length);
    }
}
