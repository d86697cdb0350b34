/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.wire;

import io.millrace.sink.record.Infinity;
import java.util.concurrent.TimeUnit;

/**
 * Writes dates and times as ISO-8601 text without making objects. Reused; confined to one thread.
 *
 * <p>After each call the text stands in {@link #chars} from 0 to {@link #length}.
 */
public final class IsoText {
    private static final long DAY_SECONDS = 86_400;
    private static final int DAYS_0000_TO_1970 = 719_528;

    private final char[] chars = new char[64];
    private int length;

    public char[] chars() {
        return chars;
    }

    public int length() {
        return length;
    }

    /** {@code 2026-01-02}, {@code infinity} or {@code -infinity}; years beyond four digits carry a sign. */
    public void date(long epochDay) {
        length = 0;
        if (!infinity(Infinity.ofDate(epochDay))) {
            appendDate(epochDay);
        }
    }

    /** {@code 2026-01-02T03:04:05.678}, {@code infinity} or {@code -infinity}. No trailing zeros in the fraction. */
    public void timestamp(long value, TimeUnit unit) {
        length = 0;
        if (infinity(Infinity.ofTimestamp(value, unit))) {
            return;
        }
        long perSecond = unit.convert(1, TimeUnit.SECONDS);
        long seconds = Math.floorDiv(value, perSecond);
        long nanos = unit.toNanos(Math.floorMod(value, perSecond));
        appendDate(Math.floorDiv(seconds, DAY_SECONDS));
        append('T');
        appendTime(Math.floorMod(seconds, DAY_SECONDS), nanos);
    }

    /** {@code 03:04:05.678}; hours may go beyond 23, and a minus may stand in front, as with MySQL. */
    public void time(long value, TimeUnit unit) {
        length = 0;
        if (value < 0) {
            append('-');
        }
        long magnitude = Math.abs(value);
        long perSecond = unit.convert(1, TimeUnit.SECONDS);
        appendTime(magnitude / perSecond, unit.toNanos(magnitude % perSecond));
    }

    private boolean infinity(int sign) {
        if (sign == 0) {
            return false;
        }
        String text = sign > 0 ? "infinity" : "-infinity";
        text.getChars(0, text.length(), chars, 0);
        length = text.length();
        return true;
    }

    private void appendTime(long seconds, long nanos) {
        appendNumber(seconds / 3_600, 2);
        append(':');
        appendNumber(seconds / 60 % 60, 2);
        append(':');
        appendNumber(seconds % 60, 2);
        if (nanos > 0) {
            append('.');
            appendNumber(nanos, 9);
            while (chars[length - 1] == '0') {
                length--;
            }
        }
    }

    /** From days to a date of the proleptic Gregorian calendar, counting years from March so that leap days come last. */
    private void appendDate(long epochDay) {
        long day = epochDay + DAYS_0000_TO_1970 - 60;
        long era = Math.floorDiv(day, 146_097L);
        long dayOfEra = day - era * 146_097;
        long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long monthFromMarch = (5 * dayOfYear + 2) / 153;
        long dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        appendYear(year);
        append('-');
        appendNumber(month, 2);
        append('-');
        appendNumber(dayOfMonth, 2);
    }

    private void appendYear(long year) {
        if (year < 0) {
            append('-');
        } else if (year > 9_999) {
            append('+');
        }
        appendNumber(Math.abs(year), 4);
    }

    private void append(char symbol) {
        chars[length++] = symbol;
    }

    /** A number that is not negative, with at least {@code digits} digits. */
    private void appendNumber(long number, int digits) {
        int count = digits;
        long bound = 1;
        for (int i = 0; i < digits; i++) {
            bound *= 10;
        }
        while (number >= bound && count < 19) {
            bound *= 10;
            count++;
        }
        long rest = number;
        for (int i = length + count - 1; i >= length; i--) {
            chars[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }

    @Override
    public String toString() {
        return new String(chars, 0, length);
    }
}
