/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.format;

import io.millrace.sink.wire.WireBuffer;

/** Avro's binary encoding of primitive values, straight into a lane's buffer and without objects in between. Stateless. */
final class AvroOutput {
    private AvroOutput() {}

    static void writeBoolean(WireBuffer out, boolean value) {
        out.write(value ? 1 : 0);
    }

    /** An {@code int} or a {@code long}: zigzag, seven bits to a byte, lowest first. */
    static void writeLong(WireBuffer out, long value) {
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    static void writeFloat(WireBuffer out, float value) {
        out.writeInt(Integer.reverseBytes(Float.floatToRawIntBits(value)));
    }

    static void writeDouble(WireBuffer out, double value) {
        out.writeLong(Long.reverseBytes(Double.doubleToRawLongBits(value)));
    }

    static void writeBytes(WireBuffer out, byte[] value) {
        writeLong(out, value.length);
        out.write(value, 0, value.length);
    }

    /** A number as bytes, most significant first and no more than it needs: what a decimal is made of. */
    static void writeInteger(WireBuffer out, long value) {
        int bytes = 1;
        // The first bit must still be the sign's.
        while (bytes < Long.BYTES && value >> bytes * Byte.SIZE - 1 != value >> Long.SIZE - 1) {
            bytes++;
        }
        writeLong(out, bytes);
        for (int i = bytes - 1; i >= 0; i--) {
            out.write((int) (value >> i * Byte.SIZE));
        }
    }

    /**
     * Text as UTF-8.
     *
     * @throws io.millrace.sink.wire.UnencodableTextException if it holds a lone surrogate
     */
    static void writeText(WireBuffer out, String value) {
        writeLong(out, utf8Length(value));
        out.writeUtf8(value);
    }

    private static int utf8Length(String text) {
        int length = text.length();
        int bytes = length;
        for (int i = 0; i < length; i++) {
            char unit = text.charAt(i);
            if (unit >= 0x80) {
                // Two surrogates make four bytes: two for each.
                bytes += unit < 0x800 || Character.isSurrogate(unit) ? 1 : 2;
            }
        }
        return bytes;
    }
}
