/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode.avro;

import io.millrace.sink.decode.raw.BadBytesException;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Avro's decoder over the bytes of one record after the other. Lengths are checked against what is there before anything is
 * made for them: a broken record must not ask for gigabytes. Confined to the task thread.
 */
public final class AvroInput {
    private static final byte[] NOTHING = {};

    private BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(NOTHING, null);
    private byte[] scratch = new byte[256];
    private int most;

    /** Goes on to a part of a record. */
    public void open(byte[] document, int from, int to) {
        most = to - from;
        decoder = DecoderFactory.get().binaryDecoder(document, from, most, decoder);
    }

    /** Requires that nothing is left. */
    public void requireEnd() throws IOException, BadBytesException {
        if (!decoder.isEnd()) {
            throw BadBytesException.of(
                    "bad-avro",
                    "bytes are left over behind the Avro value: it was not written with the schema it names");
        }
    }

    /** What could not be read, in words without any of the bytes. */
    public static BadBytesException broken(IOException problem) {
        return BadBytesException.of(
                "bad-avro",
                problem instanceof EOFException
                        ? "truncated Avro: the bytes end within a value"
                        : "broken Avro: " + problem.getClass().getSimpleName());
    }

    boolean flag() throws IOException {
        return decoder.readBoolean();
    }

    int int32() throws IOException {
        return decoder.readInt();
    }

    long int64() throws IOException {
        return decoder.readLong();
    }

    float float32() throws IOException {
        return decoder.readFloat();
    }

    double float64() throws IOException {
        return decoder.readDouble();
    }

    /** Which of so many branches or symbols follows. */
    int index(int count) throws IOException, BadBytesException {
        int index = decoder.readIndex();
        if (index < 0 || index >= count) {
            throw BadBytesException.of("bad-avro", "broken Avro: a branch or symbol that the schema does not have");
        }
        return index;
    }

    String text() throws IOException, BadBytesException {
        int length = length();
        if (scratch.length < length) {
            scratch = new byte[Math.max(length, scratch.length * 2)];
        }
        decoder.readFixed(scratch, 0, length);
        return new String(scratch, 0, length, StandardCharsets.UTF_8);
    }

    byte[] bytes() throws IOException, BadBytesException {
        return fixed(length());
    }

    byte[] fixed(int length) throws IOException, BadBytesException {
        byte[] bytes = new byte[checked(length)];
        decoder.readFixed(bytes, 0, length);
        return bytes;
    }

    /** An unscaled value in as many bytes as stand before it, or as {@code fixed} says if that is not negative. */
    BigDecimal decimal(int fixed, int scale) throws IOException, BadBytesException {
        int length = fixed < 0 ? length() : checked(fixed);
        if (length == 0) {
            throw BadBytesException.of("bad-avro", "a decimal without bytes");
        }
        if (length > Long.BYTES) {
            return new BigDecimal(new BigInteger(fixed(length)), scale);
        }
        decoder.readFixed(scratch, 0, length);
        long unscaled = scratch[0];
        for (int i = 1; i < length; i++) {
            unscaled = unscaled << Byte.SIZE | scratch[i] & 0xFF;
        }
        return BigDecimal.valueOf(unscaled, scale);
    }

    private int length() throws IOException, BadBytesException {
        return checked(decoder.readLong());
    }

    private int checked(long length) throws BadBytesException {
        if (length < 0 || length > most) {
            throw BadBytesException.of("bad-avro", "broken Avro: a value longer than the record");
        }
        return (int) length;
    }

    void skipBytes() throws IOException, BadBytesException {
        decoder.skipFixed(length());
    }

    void skipFixed(int length) throws IOException {
        decoder.skipFixed(length);
    }

    /** How many elements the first block has; 0 if there are none. */
    int firstBlock() throws IOException, BadBytesException {
        return block(decoder.readArrayStart());
    }

    int nextBlock() throws IOException, BadBytesException {
        return block(decoder.arrayNext());
    }

    /** An element may take no bytes at all, yet nobody writes more of those than there are bytes in any record. */
    private int block(long count) throws BadBytesException {
        if (count < 0 || count > Math.max(most, 1 << 16)) {
            throw BadBytesException.of("bad-avro", "broken Avro: more elements than the record has bytes");
        }
        return (int) count;
    }
}
