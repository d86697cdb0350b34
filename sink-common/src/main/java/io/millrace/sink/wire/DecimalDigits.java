/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.wire;

import java.math.BigDecimal;

/**
 * The digits of decimals without making objects: {@link BigDecimal#unscaledValue} makes two and {@link BigDecimal#toString}
 * three, one of which the decimal keeps. Reused; confined to one thread.
 */
public final class DecimalDigits {
    /** Every number of so many digits is a {@code long}. */
    private static final int MOST_LONG_DIGITS = 18;

    /** Below this, text has an exponent. */
    private static final int LEAST_PLAIN_EXPONENT = -6;

    private final char[] chars = new char[MOST_LONG_DIGITS + 8];
    private int start;

    /** Whether {@link #unscaled} may be asked. */
    public static boolean isLong(BigDecimal value) {
        return value.precision() <= MOST_LONG_DIGITS;
    }

    /** The unscaled value of a decimal that {@link #isLong}. */
    public static long unscaled(BigDecimal value) {
        // The same digits without a point.
        return value.scaleByPowerOfTen(value.scale()).longValue();
    }

    /**
     * Writes a decimal as {@link BigDecimal#toString} has it, to stand in {@link #chars} from {@link #start} on.
     *
     * @return whether it could be done; false for more than 18 digits, and where the text has an exponent
     */
    public boolean write(BigDecimal value) {
        int scale = value.scale();
        if (!isLong(value) || scale < 0 || value.precision() - 1 - scale < LEAST_PLAIN_EXPONENT) {
            return false;
        }
        long unscaled = unscaled(value);
        long rest = Math.abs(unscaled);
        int at = chars.length;
        for (int digits = 0; rest > 0 || digits <= scale; digits++) {
            if (digits == scale && scale > 0) {
                chars[--at] = '.';
            }
            chars[--at] = (char) ('0' + rest % 10);
            rest /= 10;
        }
        if (unscaled < 0) {
            chars[--at] = '-';
        }
        start = at;
        return true;
    }

    public char[] chars() {
        return chars;
    }

    /** Where the text begins. */
    public int start() {
        return start;
    }

    public int length() {
        return chars.length - start;
    }

    @Override
    public String toString() {
        return new String(chars, start, length());
    }
}
