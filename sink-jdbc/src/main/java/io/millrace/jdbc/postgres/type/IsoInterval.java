/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

/**
 * Reads ISO-8601 durations such as {@code P1Y2M-3DT4H5M6.789S} into the three numbers that PostgreSQL keeps of an interval.
 * Each part has its own sign. Reused from value to value; confined to its lane.
 */
final class IsoInterval {
    private static final long SECOND = 1_000_000;
    private static final int FRACTION_DIGITS = 6;

    private long months;
    private long days;
    private long micros;

    private String text = "";
    private int at;

    int months() {
        return (int) months;
    }

    int days() {
        return (int) days;
    }

    long micros() {
        return micros;
    }

    /** Reads a value. False if the text is no ISO-8601 duration, or says more than PostgreSQL can keep. */
    boolean read(String iso) {
        text = iso;
        at = 0;
        months = 0;
        days = 0;
        micros = 0;
        long sign = sign();
        if (!skip('P') || at == text.length()) {
            return false;
        }
        try {
            boolean time = false;
            while (at < text.length()) {
                if (!time && skip('T')) {
                    time = true;
                    continue;
                }
                if (!part(sign, time)) {
                    return false;
                }
            }
        } catch (ArithmeticException e) {
            return false;
        }
        return months == (int) months && days == (int) days && text.charAt(text.length() - 1) != 'T';
    }

    /** One number and its unit. */
    private boolean part(long outerSign, boolean time) {
        long sign = outerSign * sign();
        int from = at;
        long whole = 0;
        while (at < text.length() && isDigit(text.charAt(at))) {
            whole = Math.addExact(Math.multiplyExact(whole, 10L), text.charAt(at++) - '0');
        }
        if (at == from) {
            return false;
        }
        long fraction = skip('.') ? fraction() : 0;
        if (fraction < 0 || at == text.length()) {
            return false;
        }
        char unit = text.charAt(at++);
        return add(Math.multiplyExact(sign, whole), sign * fraction, unit, time);
    }

    /** Microseconds of a fraction of a second, or -1 if there is more to it. */
    private long fraction() {
        long fraction = 0;
        int digits = 0;
        for (; at < text.length() && isDigit(text.charAt(at)); at++) {
            if (digits < FRACTION_DIGITS) {
                fraction = fraction * 10 + text.charAt(at) - '0';
                digits++;
            } else if (text.charAt(at) != '0') {
                return -1;
            }
        }
        for (; digits < FRACTION_DIGITS; digits++) {
            fraction *= 10;
        }
        return fraction;
    }

    private boolean add(long whole, long fraction, char unit, boolean time) {
        if (fraction != 0 && unit != 'S') {
            return false;
        }
        if (time) {
            long micro =
                    switch (unit) {
                        case 'H' -> 3_600 * SECOND;
                        case 'M' -> 60 * SECOND;
                        case 'S' -> SECOND;
                        default -> 0;
                    };
            micros = Math.addExact(micros, Math.addExact(Math.multiplyExact(whole, micro), fraction));
            return micro != 0;
        }
        switch (unit) {
            case 'Y' -> months = Math.addExact(months, Math.multiplyExact(whole, 12L));
            case 'M' -> months = Math.addExact(months, whole);
            case 'W' -> days = Math.addExact(days, Math.multiplyExact(whole, 7L));
            case 'D' -> days = Math.addExact(days, whole);
            default -> {
                return false;
            }
        }
        return true;
    }

    private long sign() {
        if (skip('-')) {
            return -1;
        }
        skip('+');
        return 1;
    }

    private boolean skip(char symbol) {
        if (at < text.length() && text.charAt(at) == symbol) {
            at++;
            return true;
        }
        return false;
    }

    private static boolean isDigit(char symbol) {
        return symbol >= '0' && symbol <= '9';
    }
}
