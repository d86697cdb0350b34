/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.ledger;

import io.millrace.sink.wire.WireBuffer;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Offsets as few bytes, so that they can be stored with every batch. Stateless.
 *
 * <p>The set is taken as a string of bits, one for each offset from a base on, in words of 64. Three numbers come in turn
 * until the end: how many words are all zeros, how many are all ones, and how many others follow as they are. So a long
 * run costs some bytes, and offsets that lie about as they do between several lanes cost a bit each.
 */
public final class OffsetSetCodec {
    private static final int WORD_SHIFT = 6;

    private OffsetSetCodec() {}

    /**
     * The bytes of a set.
     *
     * @param base not above the lowest offset of the set
     */
    public static byte[] encode(OffsetSet set, long base) {
        if (set.isEmpty()) {
            return new byte[0];
        }
        Encoder encoder = new Encoder();
        for (int run = 0; run < set.runs(); run++) {
            encoder.run(set.start(run) - base, set.end(run) - base);
        }
        return encoder.finish();
    }

    /**
     * The set of which {@link #encode} made these bytes with the same base.
     *
     * @throws IllegalArgumentException if it was not {@link #encode} that made them
     */
    public static OffsetSet decode(byte[] bytes, long base) {
        OffsetSet.Builder builder = new OffsetSet.Builder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long at = base;
        try {
            while (in.hasRemaining()) {
                at += number(in) << WORD_SHIFT;
                long ones = number(in) << WORD_SHIFT;
                builder.add(at, at + ones);
                at += ones;
                for (long literals = number(in); literals > 0; literals--) {
                    addWord(builder, in.getLong(), at);
                    at += Long.SIZE;
                }
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("A set of offsets that ends too early", e);
        }
        return builder.build();
    }

    private static void addWord(OffsetSet.Builder builder, long word, long at) {
        long rest = word;
        int bit = 0;
        while (rest != 0) {
            int zeros = Long.numberOfTrailingZeros(rest);
            bit += zeros;
            rest >>>= zeros;
            int ones = Long.numberOfTrailingZeros(~rest);
            builder.add(at + bit, at + bit + ones);
            bit += ones;
            rest = ones == Long.SIZE ? 0 : rest >>> ones;
        }
    }

    /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
    private static long number(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("A set of offsets with a number of more than 64 bits");
    }

    /** Makes groups of words. Confined to one call. */
    private static final class Encoder {
        private final WireBuffer out = new WireBuffer(64);
        private final WireBuffer literals = new WireBuffer(64);
        private long zeros;
        private long ones;
        private long index;
        private long word;

        void run(long from, long to) {
            long last = to - 1 >>> WORD_SHIFT;
            moveTo(from >>> WORD_SHIFT);
            long begin = -1L << from;
            long end = -1L >>> -to;
            if (index == last) {
                word |= begin & end;
                return;
            }
            word |= begin;
            emit(word);
            ones(last - index - 1);
            index = last;
            word = end;
        }

        private void moveTo(long next) {
            if (next > index) {
                emit(word);
                zeros(next - index - 1);
                index = next;
                word = 0;
            }
        }

        private void emit(long full) {
            if (full == 0) {
                zeros(1);
            } else if (full == -1L) {
                ones(1);
            } else {
                literals.writeLong(full);
            }
        }

        private void zeros(long count) {
            if (count > 0 && (ones > 0 || literals.size() > 0)) {
                endGroup();
            }
            zeros += count;
        }

        private void ones(long count) {
            if (count > 0 && literals.size() > 0) {
                endGroup();
            }
            ones += count;
        }

        private void endGroup() {
            number(zeros);
            number(ones);
            number(literals.size() / Long.BYTES);
            out.write(literals.array(), 0, literals.size());
            literals.clear();
            zeros = 0;
            ones = 0;
        }

        private void number(long value) {
            long rest = value;
            while (rest > 0x7F) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        byte[] finish() {
            emit(word);
            if (ones > 0 || literals.size() > 0) {
                endGroup();
            }
            byte[] bytes = new byte[out.size()];
            System.arraycopy(out.array(), 0, bytes, 0, bytes.length);
            return bytes;
        }
    }
}
