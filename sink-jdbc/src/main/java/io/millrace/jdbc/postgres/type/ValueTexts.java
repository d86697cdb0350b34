/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds how values are said in text to a column of some type, and which types of values a column takes at all. Confined to
 * its lane.
 */
final class ValueTexts {
    /** Types of which a source sends text, so that bytes must be something else. */
    private static final Set<String> KNOWN_TO_SOURCES = Set.of(
            "xml",
            "ltree",
            "tsvector",
            "inet",
            "cidr",
            "macaddr",
            "macaddr8",
            "int4range",
            "int8range",
            "numrange",
            "tsrange",
            "tstzrange",
            "daterange");

    private final TextForm form = new TextForm();

    /**
     * The text for values of a type in a column, or in the elements of its arrays.
     *
     * @return {@code null} if such values do not belong there
     */
    @Nullable
    ValueText of(Field field, ColumnType type, PgType target) {
        if (type.kind() == Kind.DYNAMIC) {
            return new DynamicText(field, found -> of(field, found, target));
        }
        if (target.isArray()) {
            return array(field, type, Objects.requireNonNull(target.element()));
        }
        if (Characters.isText(target)) {
            return Characters.text(field, type, target, form);
        }
        return switch (target.name()) {
            case "bool" -> Truth.text(field, type);
            case "int2", "int4", "int8", "oid" -> Integers.text(field, type, target);
            case "float4", "float8" -> Floats.text(field, type, target);
            case "numeric", "money" -> Decimals.text(field, type, target);
            case "bytea" -> Bytes.text(type);
            case "date", "time", "timestamp", "timestamptz", "timetz" -> moment(field, type, target);
            case "interval" -> Intervals.text(field, type, target);
            case "uuid" -> Uuids.text(type);
            case "json", "jsonb" -> JsonColumns.text(type, form);
            case "bit", "varbit" -> BitColumns.text(type, target);
            case "char" -> Characters.singleByte(field, type);
            case "hstore" -> Hstore.text(field, type, form);
            default -> other(field, type, target);
        };
    }

    private @Nullable ValueText moment(Field field, ColumnType type, PgType target) {
        ValueText number = Moments.text(field, type, target, form);
        return number == null ? MomentText.text(field, type, target) : number;
    }

    private @Nullable ValueText other(Field field, ColumnType type, PgType target) {
        if (Geometries.isGeometry(target)) {
            return Geometries.text(field, type, target);
        }
        if (Vectors.isVector(target)) {
            return Vectors.text(field, type, target);
        }
        boolean same =
                switch (type.kind()) {
                    // The server knows all there is to know of inet, ranges, enumerations, types of extensions...
                    case STRING -> true;
                    case ENUM -> target.category() == 'E';
                    case XML -> target.name().equals("xml");
                    case LTREE -> target.name().equals("ltree");
                    case TSVECTOR -> target.name().equals("tsvector");
                    default -> false;
                };
        if (same) {
            return Object::toString;
        }
        boolean unknown = target.category() != 'E' && !KNOWN_TO_SOURCES.contains(target.name());
        return type.kind() == Kind.BYTES && unknown ? Bytes.unknown(field) : null;
    }

    private @Nullable ValueText array(Field field, ColumnType type, PgType element) {
        if (element.name().equals("money")) {
            // Their text depends on the server's lc_monetary.
            return null;
        }
        if (type.kind() == Kind.ENUM_SET) {
            ValueText member = of(field, ColumnType.of(element.category() == 'E' ? Kind.ENUM : Kind.STRING), element);
            return member == null ? null : set(new ArrayText(field, member));
        }
        if (type.kind() != Kind.ARRAY) {
            return null;
        }
        ColumnType innermost = Objects.requireNonNull(type.element());
        while (innermost.kind() == Kind.ARRAY && !Vectors.isVector(element)) {
            innermost = Objects.requireNonNull(innermost.element());
        }
        ValueText text = of(field, innermost, element);
        return text == null ? null : new ArrayText(field, text);
    }

    /** MySQL's SET: members have no commas in them. */
    private static ValueText set(ValueText array) {
        return value -> {
            String members = (String) value;
            return array.of(members.isEmpty() ? List.of() : Arrays.asList(members.split(",", -1)));
        };
    }
}
