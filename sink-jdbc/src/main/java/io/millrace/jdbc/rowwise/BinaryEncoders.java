/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import io.millrace.jdbc.batch.FieldEncoder;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowShape;
import io.millrace.sink.wire.WireBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Encoders for columns of bytes, bits and geometries. Stateless. */
final class BinaryEncoders {
    private static final Set<String> GEOMETRIES = Set.of(
            "io.debezium.data.geometry.Geometry",
            "io.debezium.data.geometry.Geography",
            "io.debezium.data.geometry.Point");

    private BinaryEncoders() {}

    static @Nullable FieldEncoder encoder(Field field) {
        Kind kind = field.type().kind();
        return switch (field.targetType().family()) {
            case BIT -> bits(field);
            case BINARY, FIXED_BINARY -> kind == Kind.BYTES ? bytes(field) : null;
            case GEOMETRY -> GEOMETRIES.contains(field.type().semanticName()) ? geometry(field) : null;
            default -> null;
        };
    }

    private static FieldEncoder bytes(Field field) {
        int size = field.targetType().size();
        boolean fixed = field.targetType().family() == Family.FIXED_BINARY;
        return (row, column, out) -> {
            byte[] bytes = row.bytesAt(column);
            if (size != TargetType.ANY && bytes.length > size) {
                throw field.bad("too-long", "the value has more than " + size + " bytes");
            }
            if (fixed && bytes.length < size) {
                throw field.bad("too-short", "the value has fewer than " + size + " bytes and would be filled up");
            }
            out.writeInt(bytes.length);
            out.write(bytes, 0, bytes.length);
        };
    }

    private static @Nullable FieldEncoder bits(Field field) {
        int size = field.targetType().size();
        return switch (field.type().kind()) {
            case BOOLEAN ->
                (row, column, out) -> {
                    out.writeInt(1);
                    out.write(row.booleanAt(column) ? 1 : 0);
                };
            case BITS -> (row, column, out) -> writeBits(field, row.bytesAt(column), size, out);
            default -> null;
        };
    }

    /** They come with the least significant byte first and go with the most significant one first. */
    private static void writeBits(Field field, byte[] value, int size, WireBuffer out) {
        int used = value.length;
        while (used > 0 && value[used - 1] == 0) {
            used--;
        }
        int length =
                used == 0 ? 0 : (used - 1) * 8 + Integer.SIZE - Integer.numberOfLeadingZeros(value[used - 1] & 0xFF);
        if (length > size) {
            throw field.bad("out-of-range", "the value has more than " + size + " bits");
        }
        out.writeInt(Math.max(1, used));
        if (used == 0) {
            out.write(0);
        }
        for (int i = used - 1; i >= 0; i--) {
            out.write(value[i]);
        }
    }

    /** The server's own form: the reference system, least significant byte first, and well-known binary. */
    private static FieldEncoder geometry(Field field) {
        return (row, column, out) -> {
            Row geometry = row.rowAt(column);
            int srid = position(geometry, "srid");
            int wkb = position(geometry, "wkb");
            if (wkb < 0) {
                throw field.bad("no-geometry", "the value has no well-known binary form");
            }
            byte[] bytes = geometry.bytesAt(wkb);
            out.writeInt(Integer.BYTES + bytes.length);
            out.writeInt(Integer.reverseBytes(srid < 0 ? 0 : (int) geometry.longAt(srid)));
            out.write(bytes, 0, bytes.length);
        };
    }

    /** Where a field is that has a value, or -1. */
    private static int position(Row row, String name) {
        RowShape shape = row.shape();
        int position = shape.position(name);
        return position >= 0 && !row.isNull(position) ? position : -1;
    }
}
