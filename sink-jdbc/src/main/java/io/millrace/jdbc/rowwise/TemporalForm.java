/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** How a database is told dates and times, and what it can hold. Confined to its lane. */
public interface TemporalForm {
    /** The first day it can hold, counted from 1970-01-01. */
    long firstDay();

    /** The last day it can hold. */
    long lastDay();

    /** The least time it can hold, in ns. */
    long leastTime();

    /** The greatest time it can hold, in ns. */
    long mostTime();

    /** Whether a moment may be written to a column without zone, as its UTC time. */
    boolean keepsInstantsAsUtc();

    void setDate(PreparedStatement statement, int parameter, long day) throws SQLException;

    void setTime(PreparedStatement statement, int parameter, long nanos) throws SQLException;

    void setTimestamp(PreparedStatement statement, int parameter, long second, int nanos) throws SQLException;

    /**
     * Sets a moment.
     *
     * @param second since 1970-01-01T00:00Z
     */
    void setInstant(PreparedStatement statement, int parameter, long second, int nanos) throws SQLException;
}
