/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Dates and times as JDBC 4.2 has them: {@code java.time} objects, so that no calendar or time zone of a JVM is in play. */
public final class JavaTimeForm implements TemporalForm {
    private static final long DAY_NANOS = 86_400_000_000_000L;

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
        return 0;
    }

    @Override
    public long mostTime() {
        return DAY_NANOS - 1;
    }

    @Override
    public boolean keepsInstantsAsUtc() {
        return false;
    }

    @Override
    public void setDate(PreparedStatement statement, int parameter, long day) throws SQLException {
        statement.setObject(parameter, LocalDate.ofEpochDay(day));
    }

    @Override
    public void setTime(PreparedStatement statement, int parameter, long nanos) throws SQLException {
        statement.setObject(parameter, LocalTime.ofNanoOfDay(nanos));
    }

    @Override
    public void setTimestamp(PreparedStatement statement, int parameter, long second, int nanos) throws SQLException {
        statement.setObject(parameter, LocalDateTime.ofEpochSecond(second, nanos, ZoneOffset.UTC));
    }

    @Override
    public void setInstant(PreparedStatement statement, int parameter, long second, int nanos) throws SQLException {
        statement.setObject(
                parameter,
                OffsetDateTime.of(LocalDateTime.ofEpochSecond(second, nanos, ZoneOffset.UTC), ZoneOffset.UTC));
    }
}
