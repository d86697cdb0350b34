/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.sink.wire.DecimalDigits;
import io.millrace.sink.wire.WireBuffer;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Writes decimals in the binary form of {@code numeric}: groups of four decimal digits, the weight of the first, sign and
 * number of digits after the point (PostgreSQL, {@code numeric_recv}). Stateless.
 */
final class Numeric {
    private static final int GROUP_DIGITS = 4;
    private static final int GROUP = 10_000;
    private static final int POSITIVE = 0x0000;
    private static final int NEGATIVE = 0x4000;
    private static final int NOT_A_NUMBER = 0xC000;
    private static final int POSITIVE_INFINITY = 0xD000;
    private static final int NEGATIVE_INFINITY = 0xF000;
    private static final BigInteger BIG_GROUP = BigInteger.valueOf(GROUP);
    private static final int LONG_GROUPS = 6;
    /** Three more digits of padding still fit into a long. */
    private static final int MOST_LONG_DIGITS = 15;

    private static final long[] POWERS = {1, 10, 100, 1_000};

    private Numeric() {}

    /** Writes length and value. */
    static void write(BigDecimal value, WireBuffer out) {
        BigDecimal decimal = value.scale() < 0 ? value.setScale(0) : value;
        int scale = decimal.scale();
        // Groups are counted from the point, so the last one after it is filled up with zeros.
        int padding = (GROUP_DIGITS - scale % GROUP_DIGITS) % GROUP_DIGITS;
        int groupsAfterPoint = (scale + padding) / GROUP_DIGITS;
        if (decimal.precision() <= MOST_LONG_DIGITS) {
            writeLong(DecimalDigits.unscaled(decimal), POWERS[padding], groupsAfterPoint, scale, out);
        } else {
            writeBig(decimal.unscaledValue(), padding, groupsAfterPoint, scale, out);
        }
    }

    private static void writeLong(long unscaled, long factor, int groupsAfterPoint, int scale, WireBuffer out) {
        long rest = Math.abs(unscaled) * factor;
        int lengthAt = begin(out, unscaled < 0 ? NEGATIVE : POSITIVE, scale);
        // Least significant group first, so it is written from the end.
        int groups = 0;
        long count = rest;
        while (count > 0) {
            count /= GROUP;
            groups++;
        }
        long divisor = 1;
        for (int i = 1; i < groups; i++) {
            divisor *= GROUP;
        }
        int written = groups;
        for (int i = 0; i < groups; i++) {
            out.writeShort((int) (rest / divisor));
            rest %= divisor;
            divisor = Math.max(1, divisor / GROUP);
        }
        end(out, lengthAt, written, groups - groupsAfterPoint - 1);
    }

    private static void writeBig(BigInteger unscaled, int padding, int groupsAfterPoint, int scale, WireBuffer out) {
        BigInteger rest = unscaled.abs().multiply(BigInteger.valueOf(POWERS[padding]));
        int[] groups = new int[rest.bitLength() / 13 + LONG_GROUPS];
        int count = 0;
        while (rest.signum() > 0) {
            BigInteger[] parts = rest.divideAndRemainder(BIG_GROUP);
            groups[count++] = parts[1].intValue();
            rest = parts[0];
        }
        int lengthAt = begin(out, unscaled.signum() < 0 ? NEGATIVE : POSITIVE, scale);
        for (int i = count - 1; i >= 0; i--) {
            out.writeShort(groups[i]);
        }
        end(out, lengthAt, count, count - groupsAfterPoint - 1);
    }

    /** Writes what is not a number, or an infinity, which servers before version 14 refuse. */
    static void writeSpecial(double value, WireBuffer out) {
        int sign = Double.isNaN(value) ? NOT_A_NUMBER : value > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY;
        end(out, begin(out, sign, 0), 0, 0);
    }

    private static int begin(WireBuffer out, int sign, int scale) {
        int lengthAt = out.size();
        out.writeInt(0);
        out.writeInt(0);
        out.writeShort(sign);
        out.writeShort(scale);
        return lengthAt;
    }

    private static void end(WireBuffer out, int lengthAt, int groups, int weight) {
        out.setInt(lengthAt, out.size() - lengthAt - 4);
        out.setInt(lengthAt + 4, groups << 16 | (groups == 0 ? 0 : weight & 0xFFFF));
    }
}
