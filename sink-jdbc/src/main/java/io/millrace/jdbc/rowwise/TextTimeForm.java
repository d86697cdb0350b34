/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import io.millrace.sink.wire.IsoText;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;

/**
 * Dates and times as text that MySQL and MariaDB read. Only so negative times and times of many hours are possible, and no
 * driver's idea of a time zone comes in between. The session's zone is UTC.
 */
public final class TextTimeForm implements TemporalForm {
    /** 838:59:59.999999 */
    private static final long MOST_TIME =
            TimeUnit.SECONDS.toNanos(838 * 3_600 + 59 * 60 + 59) + TimeUnit.MICROSECONDS.toNanos(999_999);

    private final IsoText text = new IsoText();

    @Override
    public long firstDay() {
        return LocalDate.of(1, 1, 1).toEpochDay();
    }

    @Override
    public long lastDay() {
        return LocalDate.of(9999, 12, 31).toEpochDay();
    }

    @Override
    public long leastTime() {
        return -MOST_TIME;
    }

    @Override
    public long mostTime() {
        return MOST_TIME;
    }

    /** {@code TIMESTAMP} ends in 2038: moments are better kept in a {@code DATETIME}. */
    @Override
    public boolean keepsInstantsAsUtc() {
        return true;
    }

    @Override
    public void setDate(PreparedStatement statement, int parameter, long day) throws SQLException {
        text.date(day);
        statement.setString(parameter, text.toString());
    }

    @Override
    public void setTime(PreparedStatement statement, int parameter, long nanos) throws SQLException {
        text.time(nanos, TimeUnit.NANOSECONDS);
        statement.setString(parameter, text.toString());
    }

    @Override
    public void setTimestamp(PreparedStatement statement, int parameter, long second, int nanos) throws SQLException {
        text.timestamp(second * 1_000_000 + nanos / 1_000, TimeUnit.MICROSECONDS);
        statement.setString(parameter, text.toString());
    }

    @Override
    public void setInstant(PreparedStatement statement, int parameter, long second, int nanos) throws SQLException {
        setTimestamp(statement, parameter, second, nanos);
    }
}
