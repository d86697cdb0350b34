/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

import java.util.concurrent.TimeUnit;

/**
 * Recognises PostgreSQL's infinite dates and timestamps, which Debezium sends as certain numbers or texts. Stateless.
 *
 * <p>Seen on the topic: a {@code date} of {@code infinity} is the greatest day since 2000-01-01 moved to 1970, which
 * overflows; in a snapshot it is the day of the driver's constant, whose number of days overflows as well. A
 * {@code timestamp} is the driver's constant, in the unit of the column. As ISO-8601 text they are what a calendar makes of
 * those numbers.
 */
public final class Infinity {
    private static final long DATE_POSITIVE = Integer.MAX_VALUE + 10_957L - (1L << 32);
    private static final long DATE_NEGATIVE = Integer.MIN_VALUE + 10_957L;
    /** Of a snapshot; the day depends on the zone of the source's worker. All of them are years that no database has. */
    private static final long SNAPSHOT_POSITIVE = -622_191_234L;

    private static final long SNAPSHOT_NEGATIVE = -625_821_272L;
    private static final long MICROS_POSITIVE = 9_223_372_036_825_200_000L;
    private static final long MICROS_NEGATIVE = -9_223_372_036_832_400_000L;

    private Infinity() {}

    /** 1 or -1 if a date is infinite, else 0. */
    public static int ofDate(long epochDay) {
        if (epochDay > SNAPSHOT_POSITIVE + 1) {
            return 0;
        }
        if (epochDay == DATE_POSITIVE || epochDay >= SNAPSHOT_POSITIVE - 1) {
            return 1;
        }
        boolean snapshot = Math.abs(epochDay - SNAPSHOT_NEGATIVE) <= 1;
        return snapshot || epochDay == DATE_NEGATIVE ? -1 : 0;
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

    /** 1 or -1 if a date in ISO-8601 is infinite, else 0. */
    public static int ofIsoDate(String date) {
        if (date.startsWith("+292278994-08-1") || date.startsWith("-5877611-06-21")) {
            return 1;
        }
        // The second one is the year of the driver's constant without its era.
        return date.startsWith("-5877611-06-22") || date.startsWith("+292269055-12-0") ? -1 : 0;
    }

    /** 1 or -1 if a timestamp in ISO-8601 is infinite, else 0. */
    public static int ofIsoTimestamp(String timestamp) {
        if (timestamp.startsWith("+294247-01-10T04:00:25.2")) {
            return 1;
        }
        return timestamp.startsWith("-290308-12-21T19:59:27.6") ? -1 : 0;
    }
}
