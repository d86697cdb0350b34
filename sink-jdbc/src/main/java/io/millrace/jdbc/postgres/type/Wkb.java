/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Plane geometries in well-known binary: one point, a line string, or a polygon of one ring. Immutable.
 *
 * @param type 1 for a point, 2 for a line string, 3 for a polygon
 * @param points x and y in turn
 */
@SuppressWarnings("ArrayRecordComponent") // Never leaves the class that asked for it.
record Wkb(int type, double[] points) {
    static final int POINT = 1;
    static final int LINE_STRING = 2;
    static final int POLYGON = 3;
    private static final int HAS_SRID = 0x2000_0000;
    private static final int POINT_BYTES = 16;

    /** Reads a geometry, or returns {@code null} if it is of another type, has a third dimension, or is broken. */
    static @Nullable Wkb read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            in.order(in.get() == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            int type = in.getInt();
            if ((type & HAS_SRID) != 0) {
                in.getInt();
                type &= ~HAS_SRID;
            }
            if (type < POINT || type > POLYGON || (type == POLYGON && in.getInt() != 1)) {
                return null;
            }
            int count = type == POINT ? 1 : in.getInt();
            if (count < 0 || in.remaining() != (long) count * POINT_BYTES) {
                return null;
            }
            double[] points = new double[count * 2];
            for (int i = 0; i < points.length; i++) {
                points[i] = in.getDouble();
            }
            return new Wkb(type, points);
        } catch (BufferUnderflowException e) {
            return null;
        }
    }

    int size() {
        return points.length / 2;
    }

    /** Whether the last point is the first one again. */
    boolean isClosed() {
        int last = points.length - 2;
        return size() > 1 && points[0] == points[last] && points[1] == points[last + 1];
    }

    /** The first {@code count} points in PostgreSQL's text: {@code (1,2),(3,4)}. */
    String text(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "(" : ",(")
                    .append(points[2 * i])
                    .append(',')
                    .append(points[2 * i + 1])
                    .append(')');
        }
        return text.toString();
    }
}
