/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.wire;

/** Bits that come least significant byte first, as text of 0 and 1 with the highest bit first. Stateless. */
public final class BitText {
    private BitText() {}

    /**
     * The text of at least {@code least} bits: a source sends no bytes for zeros in front.
     *
     * @param value bytes, the least significant first
     * @param least how many digits the text has at least; more if higher bits are set
     */
    public static String of(byte[] value, int least) {
        int count = Math.max(least, significant(value));
        StringBuilder text = new StringBuilder(count);
        for (int bit = count - 1; bit >= 0; bit--) {
            int index = bit / 8;
            text.append(index < value.length && (value[index] >> bit % 8 & 1) == 1 ? '1' : '0');
        }
        return text.toString();
    }

    /** One more than the position of the highest bit that is set. */
    private static int significant(byte[] value) {
        for (int i = value.length - 1; i >= 0; i--) {
            if (value[i] != 0) {
                return i * 8 + Integer.SIZE - Integer.numberOfLeadingZeros(value[i] & 0xFF);
            }
        }
        return 0;
    }
}
