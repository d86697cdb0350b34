/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.wire;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A growing byte array that encoders write into and writers send from. Lives as long as its lane and is reused, so that
 * encoding allocates nothing once it is large enough. Confined to one lane thread at a time.
 */
public final class WireBuffer extends OutputStream {
    private static final int LARGEST = Integer.MAX_VALUE - 16;
    private static final int FIRST_CAPACITY_AFTER_TRIM = 8 * 1024;

    private byte[] bytes;
    private int size;

    /** @param capacity bytes to begin with */
    public WireBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    @Override
    public void write(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    @Override
    public void write(byte[] source) {
        write(source, 0, source.length);
    }

    /** Two bytes, most significant first. */
    public void writeShort(int value) {
        ensure(2);
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) value;
    }

    /** Four bytes, most significant first. */
    public void writeInt(int value) {
        ensure(4);
        putInt(size, value);
        size += 4;
    }

    /** Eight bytes, most significant first. */
    public void writeLong(long value) {
        writeInt((int) (value >>> 32));
        writeInt((int) value);
    }

    /** Overwrites four bytes that were written before: a length that is known only afterwards. */
    public void setInt(int position, int value) {
        if (position < 0 || position + 4 > size) {
            throw new IndexOutOfBoundsException(position + " in " + size);
        }
        putInt(position, value);
    }

    /**
     * Writes text as UTF-8.
     *
     * @throws UnencodableTextException if it holds a lone surrogate, which UTF-8 cannot express
     */
    public void writeUtf8(String text) {
        int length = text.length();
        ensure(length * 3);
        int at = size;
        for (int i = 0; i < length; i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                bytes[at++] = (byte) unit;
            } else if (unit < 0x800) {
                bytes[at++] = (byte) (0xC0 | unit >> 6);
                bytes[at++] = (byte) (0x80 | (unit & 0x3F));
            } else if (Character.isSurrogate(unit)) {
                at = putSurrogates(text, i++, at);
            } else {
                bytes[at++] = (byte) (0xE0 | unit >> 12);
                bytes[at++] = (byte) (0x80 | (unit >> 6 & 0x3F));
                bytes[at++] = (byte) (0x80 | (unit & 0x3F));
            }
        }
        size = at;
    }

    private int putSurrogates(String text, int index, int position) {
        int code = text.codePointAt(index);
        if (!Character.isSupplementaryCodePoint(code)) {
            throw new UnencodableTextException(index);
        }
        int at = position;
        bytes[at++] = (byte) (0xF0 | code >> 18);
        bytes[at++] = (byte) (0x80 | (code >> 12 & 0x3F));
        bytes[at++] = (byte) (0x80 | (code >> 6 & 0x3F));
        bytes[at++] = (byte) (0x80 | (code & 0x3F));
        return at;
    }

    /** How many bytes have been written. */
    public int size() {
        return size;
    }

    /** Forgets everything after the first {@code length} bytes. */
    public void truncate(int length) {
        if (length < 0 || length > size) {
            throw new IndexOutOfBoundsException(length + " in " + size);
        }
        size = length;
    }

    /** Forgets everything. */
    public void clear() {
        size = 0;
    }

    /** The array behind the buffer; valid until the next write, and only up to {@link #size}. */
    public byte[] array() {
        return bytes;
    }

    /** A read-only look at a part of the buffer; valid until the next write. */
    public ByteBuffer slice(int offset, int length) {
        return ByteBuffer.wrap(bytes, offset, length).slice().asReadOnlyBuffer();
    }

    /** Forgets everything, and gives the memory back if it is more than {@code most} bytes. */
    public void clear(long most) {
        size = 0;
        if (bytes.length > most) {
            bytes = new byte[FIRST_CAPACITY_AFTER_TRIM];
        }
    }

    private void putInt(int position, int value) {
        bytes[position] = (byte) (value >>> 24);
        bytes[position + 1] = (byte) (value >>> 16);
        bytes[position + 2] = (byte) (value >>> 8);
        bytes[position + 3] = (byte) value;
    }

    private void ensure(int more) {
        long needed = (long) size + more;
        if (needed <= bytes.length) {
            return;
        }
        if (needed > LARGEST) {
            throw new OutOfMemoryError("A batch cannot be larger than " + LARGEST + " bytes; lower 'batch.max.bytes'");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST, Math.max(needed, bytes.length * 2L)));
    }
}
