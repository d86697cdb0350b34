/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.SourceColumn;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The type of a column that we create for values of some type, as the source declares it where it tells. Stateless. */
public final class DdlTypes {
    static final int MOST_NUMERIC_DIGITS = 1_000;
    private static final int MOST_CHARACTERS = 10_485_760;
    private static final Set<String> VARYING =
            Set.of("VARCHAR", "CHARACTER VARYING", "NVARCHAR", "VARCHAR2", "NVARCHAR2", "CHAR", "CHARACTER", "NCHAR");
    /** PostgreSQL's own types whose values travel as text, or as its bytes. */
    private static final Set<String> NATIVE = Set.of(
            "INET",
            "CIDR",
            "MACADDR",
            "MACADDR8",
            "INT4RANGE",
            "INT8RANGE",
            "NUMRANGE",
            "TSRANGE",
            "TSTZRANGE",
            "DATERANGE",
            "INT4MULTIRANGE",
            "INT8MULTIRANGE",
            "NUMMULTIRANGE",
            "TSMULTIRANGE",
            "TSTZMULTIRANGE",
            "DATEMULTIRANGE",
            "TSQUERY",
            "JSONPATH",
            "PG_LSN",
            "PG_SNAPSHOT",
            "TXID_SNAPSHOT",
            "XID8",
            "LINE",
            "LSEG",
            "BOX",
            "PATH",
            "POLYGON",
            "CIRCLE");

    private static final String GEOMETRY = "io.debezium.data.geometry.";

    private DdlTypes() {}

    /** The type as SQL, or {@code null} if there is none that keeps everything. */
    public static @Nullable String sql(ColumnType type) {
        return switch (type.kind()) {
            case BOOLEAN -> "boolean";
            case INT8, INT16 -> "smallint";
            case INT32, YEAR -> "integer";
            case INT64 -> "bigint";
            case FLOAT32 -> "real";
            case FLOAT64 -> "double precision";
            case DECIMAL -> numeric(type);
            case STRING -> text(type);
            case ENUM, ENUM_SET, LTREE, ISO_DATE, ISO_TIME, ISO_TIMESTAMP -> "text";
            case BYTES -> isNative(type) ? nativeName(type) : "bytea";
            case DATE -> "date";
            case TIME -> "time";
            case TIMESTAMP -> isInstant(type) ? "timestamptz" : "timestamp";
            case ZONED_TIMESTAMP -> "timestamptz";
            case ZONED_TIME -> "timetz";
            case DURATION, INTERVAL -> "interval";
            case UUID -> "uuid";
            case JSON -> "JSONB".equalsIgnoreCase(type.sourceType()) ? "jsonb" : "json";
            case XML -> "xml";
            case TSVECTOR -> "tsvector";
            case BITS -> bits(type);
            case ARRAY -> array(type);
            case MAP -> "jsonb";
            case STRUCT -> geometry(type);
            case DYNAMIC -> null;
        };
    }

    private static boolean isInstant(ColumnType type) {
        return "org.apache.kafka.connect.data.Timestamp".equals(type.semanticName());
    }

    private static String numeric(ColumnType type) {
        SourceColumn source = type.source();
        if (type.precision() <= 0 && source != null && isNumeric(source.type())) {
            return numeric(source.length(), source.scale() == ColumnType.UNKNOWN ? 0 : source.scale());
        }
        return numeric(type.precision(), type.scale());
    }

    private static boolean isNumeric(String type) {
        String upper = type.toUpperCase(Locale.ROOT);
        return upper.startsWith("NUMERIC") || upper.startsWith("DECIMAL") || upper.equals("MONEY");
    }

    static String numeric(int precision, int scale) {
        boolean known = precision > 0 && precision <= MOST_NUMERIC_DIGITS && scale >= 0 && scale <= precision;
        return known ? "numeric(" + precision + "," + scale + ")" : "numeric";
    }

    private static String text(ColumnType type) {
        SourceColumn source = type.source();
        if (source == null) {
            return "text";
        }
        String name = source.type().toUpperCase(Locale.ROOT);
        if (isNative(type)) {
            return nativeName(type);
        }
        if (isNumeric(name)) {
            // A source that sends decimals as text.
            return numeric(source.length(), source.scale() == ColumnType.UNKNOWN ? 0 : source.scale());
        }
        int length = characters(type);
        if (length <= 0) {
            return "text";
        }
        return name.equals("BPCHAR") ? "char(" + length + ")" : "varchar(" + length + ")";
    }

    /** How many characters a text of the source may have: 0 for any number, -1 if the source does not tell. */
    static int characters(ColumnType type) {
        SourceColumn source = type.source();
        if (source == null) {
            return -1;
        }
        String name = source.type().toUpperCase(Locale.ROOT);
        boolean bounded = VARYING.contains(name) || name.equals("BPCHAR");
        return bounded && source.length() > 0 && source.length() <= MOST_CHARACTERS ? source.length() : 0;
    }

    private static String bits(ColumnType type) {
        SourceColumn source = type.source();
        boolean fixed = source != null && source.type().equalsIgnoreCase("BIT") && type.length() > 0;
        return fixed ? "bit(" + type.length() + ")" : "bit varying";
    }

    /** The type of elements, which a source tells of by the array: {@code _inet}. */
    private static ColumnType elementOf(ColumnType type) {
        ColumnType element = Objects.requireNonNull(type.element());
        SourceColumn source = type.source();
        return source == null || element.source() != null || !source.type().startsWith("_")
                ? element
                : element.from(
                        element.semanticName(),
                        new SourceColumn(source.type().substring(1), source.length(), source.scale()));
    }

    private static boolean isNative(ColumnType type) {
        String source = type.sourceType();
        return source != null && NATIVE.contains(source.toUpperCase(Locale.ROOT));
    }

    private static String nativeName(ColumnType type) {
        return Objects.requireNonNull(type.sourceType()).toLowerCase(Locale.ROOT);
    }

    /** PostgreSQL's own; what is just called a geometry may be any of them, or one of PostGIS. */
    private static @Nullable String geometry(ColumnType type) {
        String name = type.semanticName();
        if (name == null || !name.startsWith(GEOMETRY)) {
            return null;
        }
        return switch (name.substring(GEOMETRY.length())) {
            case "Point" -> "point";
            case "Circle" -> "circle";
            case "Line" -> "line";
            default -> isNative(type) ? nativeName(type) : null;
        };
    }

    private static @Nullable String array(ColumnType type) {
        String element = sql(elementOf(type));
        if (element == null) {
            return null;
        }
        // An array of arrays has the same type as an array: PostgreSQL does not declare dimensions.
        return element.endsWith("[]") ? element : element + "[]";
    }
}
