/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

import java.util.concurrent.TimeUnit;

/**
 * Recognises PostgreSQL's infinite dates and timestamps, which Debezium sends as certain numbers. Stateless.
 *
 * <p>Seen on the topic: a {@code date} of {@code infinity} is the greatest day since 2000-01-01 moved to 1970, which
 * overflows; a {@code timestamp} is the driver's constant, in the unit of the column.
 */
public final class Infinity {
    private static final long DATE_POSITIVE = Integer.MAX_VALUE + 10_957L - (1L << 32);
    private static final long DATE_NEGATIVE = Integer.MIN_VALUE + 10_957L;
    private static final long MICROS_POSITIVE = 9_223_372_036_825_200_000L;
    private static final long MICROS_NEGATIVE = -9_223_372_036_832_400_000L;

    private Infinity() {}

    /** 1 or -1 if a date is infinite, else 0. */
    public static int ofDate(long epochDay) {
        if (epochDay == DATE_POSITIVE) {
            return 1;
        }
        return epochDay == DATE_NEGATIVE ? -1 : 0;
    }

    /** 1 or -1 if a timestamp is infinite, else 0. */
    public static int ofTimestamp(long value, TimeUnit unit) {
        return switch (unit) {
            case MILLISECONDS -> sign(value, MICROS_POSITIVE / 1_000, MICROS_NEGATIVE / 1_000);
            case MICROSECONDS -> sign(value, MICROS_POSITIVE, MICROS_NEGATIVE);
            case NANOSECONDS -> sign(value, Long.MAX_VALUE, Long.MIN_VALUE);
            default -> 0;
        };
    }

    private static int sign(long value, long positive, long negative) {
        if (value == positive) {
            return 1;
        }
        return value == negative ? -1 : 0;
    }
}
