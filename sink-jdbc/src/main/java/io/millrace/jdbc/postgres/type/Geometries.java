/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.Row;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values for PostgreSQL's own geometric types and for PostGIS: Debezium sends structs with the geometry in well-known
 * binary, and says in {@code extensions} which of PostgreSQL's types it was. Stateless.
 */
final class Geometries {
    private static final String PACKAGE = "io.debezium.data.geometry.";

    private Geometries() {}

    /** Reads one of PostgreSQL's types from a geometry. */
    private interface Shape {
        @Nullable
        String of(Wkb geometry, @Nullable Row extensionsOf);
    }

    static boolean isGeometry(PgType target) {
        return switch (target.name()) {
            case "point", "line", "lseg", "box", "path", "polygon", "circle", "geometry", "geography" -> true;
            default -> false;
        };
    }

    static @Nullable ValueText text(Field field, ColumnType type, PgType target) {
        if (type.kind() == Kind.STRING) {
            return Object::toString;
        }
        if (type.kind() == Kind.BYTES) {
            return Bytes.unknown(field);
        }
        String name = type.semanticName();
        if (type.kind() != Kind.STRUCT || name == null || !name.startsWith(PACKAGE)) {
            return null;
        }
        return switch (name.substring(PACKAGE.length())) {
            case "Point" -> point(field, target);
            case "Geometry", "Geography" -> geometry(field, target);
            case "Circle" -> target.name().equals("circle") ? value -> circle(field, (Row) value) : null;
            case "Line" -> target.name().equals("line") ? value -> line(field, (Row) value) : null;
            default -> null;
        };
    }

    private static @Nullable ValueText point(Field field, PgType target) {
        return switch (target.name()) {
            case "point" ->
                value -> {
                    refuseSrid(field, (Row) value);
                    return point(field, (Row) value);
                };
            case "geometry", "geography" -> value -> postgis(field, (Row) value);
            default -> null;
        };
    }

    /** From the binary form where there is one: JSON has no infinities and no NaN. */
    private static String point(Field field, Row row) {
        byte[] bytes = bytes(row, "wkb");
        if (bytes != null) {
            Wkb geometry = Wkb.read(bytes);
            if (geometry == null || geometry.type() != Wkb.POINT) {
                throw unlike(field);
            }
            return geometry.text(1);
        }
        return "(" + number(field, row, "x") + "," + number(field, row, "y") + ")";
    }

    private static @Nullable ValueText geometry(Field field, PgType target) {
        return switch (target.name()) {
            case "geometry", "geography" -> value -> postgis(field, (Row) value);
            case "point" -> shaped(field, "point", (wkb, row) -> wkb.type() == Wkb.POINT ? wkb.text(1) : null);
            case "lseg" ->
                shaped(
                        field,
                        "lseg",
                        (wkb, row) ->
                                wkb.type() == Wkb.LINE_STRING && wkb.size() == 2 ? "[" + wkb.text(2) + "]" : null);
            case "path" -> shaped(field, "path", Geometries::path);
            case "polygon" ->
                shaped(
                        field,
                        "polygon",
                        (wkb, row) -> wkb.type() == Wkb.POLYGON && wkb.isClosed()
                                ? "(" + wkb.text(wkb.size() - 1) + ")"
                                : null);
            case "box" -> shaped(field, "box", (wkb, row) -> box(wkb));
            default -> null;
        };
    }

    private static ValueText shaped(Field field, String type, Shape shape) {
        return value -> {
            Row row = (Row) value;
            refuseSrid(field, row);
            byte[] bytes = bytes(row, "wkb");
            Wkb geometry = bytes == null ? null : Wkb.read(bytes);
            String said = extension(row, "type");
            String text = geometry == null || (said != null && !said.equals(type)) ? null : shape.of(geometry, row);
            if (text == null) {
                throw unlike(field);
            }
            return text;
        };
    }

    private static @Nullable String path(Wkb wkb, @Nullable Row row) {
        if (wkb.type() != Wkb.LINE_STRING || wkb.size() == 0) {
            return null;
        }
        boolean closed = row != null && "true".equals(extension(row, "closed"));
        return closed ? "(" + wkb.text(wkb.size()) + ")" : "[" + wkb.text(wkb.size()) + "]";
    }

    /** A rectangle along the axes: two opposite corners say it all. */
    private static @Nullable String box(Wkb wkb) {
        double[] p = wkb.points();
        if (wkb.type() != Wkb.POLYGON || wkb.size() != 5 || !wkb.isClosed()) {
            return null;
        }
        boolean upright = p[0] == p[2] && p[3] == p[5] && p[4] == p[6] && p[7] == p[1];
        boolean flat = p[1] == p[3] && p[2] == p[4] && p[5] == p[7] && p[6] == p[0];
        return upright || flat ? "(" + p[0] + "," + p[1] + "),(" + p[4] + "," + p[5] + ")" : null;
    }

    private static String circle(Field field, Row row) {
        int center = row.shape().position("center");
        if (center < 0 || row.isNull(center)) {
            throw unlike(field);
        }
        return "<" + point(field, row.rowAt(center)) + "," + number(field, row, "radius") + ">";
    }

    private static String line(Field field, Row row) {
        return "{" + number(field, row, "a") + "," + number(field, row, "b") + "," + number(field, row, "c") + "}";
    }

    /** PostGIS reads hexadecimal binary, also behind the number of a reference system. */
    private static String postgis(Field field, Row row) {
        byte[] bytes = bytes(row, "wkb");
        if (bytes == null) {
            throw unlike(field);
        }
        Integer srid = srid(row);
        String hex = HexFormat.of().withUpperCase().formatHex(bytes);
        return srid == null ? hex : "SRID=" + srid + ";" + hex;
    }

    private static void refuseSrid(Field field, Row row) {
        Integer srid = srid(row);
        if (srid != null && srid != 0) {
            throw field.bad("srid-lost", "the geometry has a reference system (SRID), which the column cannot keep");
        }
    }

    private static @Nullable Integer srid(Row row) {
        int position = row.shape().position("srid");
        return position < 0 || row.isNull(position) ? null : Math.toIntExact(row.longAt(position));
    }

    private static byte @Nullable [] bytes(Row row, String name) {
        int position = row.shape().position(name);
        return position < 0 || row.isNull(position) ? null : row.bytesAt(position);
    }

    private static double number(Field field, Row row, String name) {
        int position = row.shape().position(name);
        if (position < 0 || row.isNull(position)) {
            throw unlike(field);
        }
        return row.doubleAt(position);
    }

    private static @Nullable String extension(Row row, String key) {
        int position = row.shape().position("extensions");
        if (position < 0 || row.isNull(position)) {
            return null;
        }
        Map<?, ?> extensions = row.mapAt(position);
        return extensions.get(key) instanceof String text ? text : null;
    }

    private static RuntimeException unlike(Field field) {
        return field.bad("other-geometry", "the value is a geometry of another type");
    }
}
