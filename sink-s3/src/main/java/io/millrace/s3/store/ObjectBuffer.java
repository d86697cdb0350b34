/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.store;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The content of an object that has not been uploaded yet, in pieces: what was written is never copied again, and a small
 * object takes little memory. Confined to its lane.
 */
public final class ObjectBuffer extends OutputStream {
    private static final int FIRST_PIECE = 16 << 10;
    private static final int LARGEST_PIECE = 1 << 20;

    private final List<byte[]> pieces = new ArrayList<>();
    private byte[] last = new byte[FIRST_PIECE];
    private int used;
    private long full;

    @Override
    public void write(int value) {
        if (used == last.length) {
            nextPiece();
        }
        last[used++] = (byte) value;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        int from = offset;
        int rest = length;
        while (rest > 0) {
            if (used == last.length) {
                nextPiece();
            }
            int count = Math.min(rest, last.length - used);
            System.arraycopy(source, from, last, used, count);
            used += count;
            from += count;
            rest -= count;
        }
    }

    private void nextPiece() {
        pieces.add(last);
        full += last.length;
        last = new byte[(int) Math.min(LARGEST_PIECE, full)];
        used = 0;
    }

    /** Bytes written so far. */
    public long size() {
        return full + used;
    }

    /** Bytes of memory taken. */
    public long capacity() {
        return full + last.length;
    }

    /** CRC32 of the content, in base64 as S3 wants it. */
    public String crc32() {
        CRC32 crc = new CRC32();
        for (byte[] piece : pieces) {
            crc.update(piece);
        }
        crc.update(last, 0, used);
        byte[] bytes = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The content from its beginning; valid until the next write. */
    public InputStream open() {
        List<InputStream> parts = new ArrayList<>(pieces.size() + 1);
        for (byte[] piece : pieces) {
            parts.add(new java.io.ByteArrayInputStream(piece));
        }
        parts.add(new java.io.ByteArrayInputStream(last, 0, used));
        return new java.io.SequenceInputStream(Collections.enumeration(parts));
    }
}
