/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.types;

import io.millrace.jdbc.batch.TableName;
import io.millrace.jdbc.postgres.type.DdlTypes;
import io.millrace.jdbc.postgres.type.Field;
import io.millrace.jdbc.postgres.type.FieldEncoders;
import io.millrace.jdbc.postgres.type.PgColumn;
import io.millrace.jdbc.postgres.type.PgType;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.RowShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Which columns of PostgreSQL take what kinds of values, as the encoders say it. Stateless. */
public final class AcceptedTypesSection {
    private static final List<String> SCALARS = List.of(
            "boolean",
            "smallint",
            "integer",
            "bigint",
            "oid",
            "real",
            "double precision",
            "numeric",
            "money",
            "text",
            "\"char\"",
            "bytea",
            "date",
            "time",
            "timetz",
            "timestamp",
            "timestamptz",
            "interval",
            "bit",
            "uuid",
            "json",
            "xml",
            "inet",
            "int4range",
            "pg_lsn",
            "hstore",
            "ltree",
            "tsvector",
            "point",
            "line",
            "box",
            "circle",
            "geometry",
            "vector",
            "halfvec",
            "sparsevec");
    private static final Map<String, String> CATALOGUE_NAMES = Map.of(
            "boolean", "bool",
            "smallint", "int2",
            "integer", "int4",
            "bigint", "int8",
            "real", "float4",
            "double precision", "float8",
            "\"char\"", "char");
    private static final String GEOMETRY = "io.debezium.data.geometry.";

    private AcceptedTypesSection() {}

    /** Markdown: one line for each kind of value. */
    public static String text() {
        StringBuilder text = new StringBuilder();
        text.append("| values | columns that take them | column we create |\n| --- | --- | --- |\n");
        kinds().forEach((name, type) -> text.append("| ")
                .append(name)
                .append(" | ")
                .append(String.join(", ", accepting(type)))
                .append(" | ")
                .append(DdlTypes.sql(type) == null ? "none" : DdlTypes.sql(type))
                .append(" |\n"));
        return text.toString();
    }

    /** Names of the columns that take a type, in the order of {@link #SCALARS}, then an enumeration and an array. */
    static List<String> accepting(ColumnType type) {
        List<String> accepting = new ArrayList<>();
        SCALARS.forEach(name -> {
            if (accepts(type, target(name, 'U', null))) {
                accepting.add(name);
            }
        });
        if (accepts(type, target("mood", 'E', null))) {
            accepting.add("enumerations");
        }
        if (accepts(type, target("_text", 'A', target("text", 'S', null)))) {
            accepting.add("text[]");
        }
        return accepting;
    }

    static PgType target(String name, char category, PgType element) {
        return new PgType(CATALOGUE_NAMES.getOrDefault(name, name), name, category, -1, name, element);
    }

    static boolean accepts(ColumnType type, PgType target) {
        PgColumn column = new PgColumn("v", target, false, false, false, false);
        Field field = new Field(new Column("v", type, true), TableName.parse("t"), column);
        return new FieldEncoders().binding(field) != null;
    }

    private static Map<String, ColumnType> kinds() {
        Map<String, ColumnType> kinds = new LinkedHashMap<>();
        for (Kind kind :
                List.of(Kind.BOOLEAN, Kind.INT8, Kind.INT16, Kind.INT32, Kind.INT64, Kind.FLOAT32, Kind.FLOAT64)) {
            kinds.put(kind.name(), ColumnType.of(kind));
        }
        kinds.put("Decimal, VariableScaleDecimal, unsigned bigint", ColumnType.decimal(-1, -1));
        kinds.put("STRING", ColumnType.of(Kind.STRING));
        kinds.put("BYTES", ColumnType.of(Kind.BYTES));
        kinds.put("Date", ColumnType.of(Kind.DATE));
        kinds.put("Time, MicroTime, NanoTime", ColumnType.temporal(Kind.TIME, TimeUnit.MICROSECONDS));
        kinds.put(
                "Timestamp, MicroTimestamp, NanoTimestamp", ColumnType.temporal(Kind.TIMESTAMP, TimeUnit.MICROSECONDS));
        kinds.put(
                "Connect's Timestamp",
                ColumnType.temporal(Kind.TIMESTAMP, TimeUnit.MILLISECONDS)
                        .from("org.apache.kafka.connect.data.Timestamp", null));
        kinds.put("ZonedTimestamp", ColumnType.of(Kind.ZONED_TIMESTAMP));
        kinds.put("ZonedTime", ColumnType.of(Kind.ZONED_TIME));
        kinds.put("IsoDate, StructuredDate", ColumnType.of(Kind.ISO_DATE));
        kinds.put("IsoTime, StructuredTime", ColumnType.of(Kind.ISO_TIME));
        kinds.put("IsoTimestamp, StructuredTimestamp", ColumnType.of(Kind.ISO_TIMESTAMP));
        kinds.put("Year", ColumnType.of(Kind.YEAR));
        kinds.put("MicroDuration, NanoDuration", ColumnType.temporal(Kind.DURATION, TimeUnit.MICROSECONDS));
        kinds.put("Interval, StructuredDuration", ColumnType.of(Kind.INTERVAL));
        for (Kind kind : List.of(Kind.UUID, Kind.JSON, Kind.XML, Kind.LTREE, Kind.TSVECTOR)) {
            kinds.put(kind.name().charAt(0) + kind.name().substring(1).toLowerCase(Locale.ROOT), ColumnType.of(kind));
        }
        kinds.put("Enum", ColumnType.enumeration(Kind.ENUM, List.of()));
        kinds.put("EnumSet", ColumnType.enumeration(Kind.ENUM_SET, List.of()));
        kinds.put("Bits", ColumnType.bits(8));
        kinds.put("ARRAY of STRING", ColumnType.array(ColumnType.of(Kind.STRING)));
        kinds.put("DoubleVector", ColumnType.array(ColumnType.of(Kind.FLOAT64)));
        kinds.put("MAP to STRING", ColumnType.map(ColumnType.of(Kind.STRING), ColumnType.of(Kind.STRING)));
        for (String name : List.of("Point", "Geometry", "Circle", "Line")) {
            kinds.put("geometry." + name, struct(GEOMETRY + name));
        }
        kinds.put("SparseDoubleVector", struct("io.debezium.data.SparseDoubleVector"));
        kinds.put("any other STRUCT", ColumnType.struct(new RowShape("v", List.of())));
        kinds.put("values without schema", ColumnType.of(Kind.DYNAMIC));
        return kinds;
    }

    private static ColumnType struct(String name) {
        return ColumnType.struct(new RowShape("v", List.of())).from(name, null);
    }
}
