/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

import java.util.HexFormat;

/**
 * What identifies a row at its destination, without its values: 128 bits of a hash of connector, destination and key.
 * Immutable.
 *
 * @param high upper half
 * @param low lower half
 */
public record KeyIdentity(long high, long low) {
    private static final int HALF = 16;

    /**
     * The identity that {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if the text is not 32 hexadecimal digits
     */
    public static KeyIdentity parse(String text) {
        if (text.length() != 2 * HALF) {
            throw new IllegalArgumentException("'" + text + "' is not the hash of a key: 32 hexadecimal digits");
        }
        return new KeyIdentity(
                HexFormat.fromHexDigitsToLong(text, 0, HALF), HexFormat.fromHexDigitsToLong(text, HALF, 2 * HALF));
    }

    @Override
    public int hashCode() {
        return (int) (low ^ low >>> 32);
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
