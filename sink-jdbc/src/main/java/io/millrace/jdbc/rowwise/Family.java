/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import java.sql.Types;

/**
 * What a column of a table holds, as far as writing is concerned: it decides how a value travels, whatever its source.
 * The constants say how {@link TargetType#size} counts.
 */
public enum Family {
    BOOLEAN(Types.BOOLEAN),
    /** Size in bits. */
    INTEGER(Types.BIGINT),
    /** Size in digits. */
    DECIMAL(Types.DECIMAL),
    FLOAT(Types.REAL),
    DOUBLE(Types.DOUBLE),
    /** Size in bits; the first is the most significant. */
    BIT(Types.VARBINARY),
    /** Size in characters. */
    CHARACTERS(Types.VARCHAR),
    /** One of the members. */
    ENUM(Types.VARCHAR),
    /** Some of the members, separated by commas. */
    SET(Types.VARCHAR),
    /** A type of its own that the server reads from text and refuses what is wrong: addresses, UUIDs. */
    READ_FROM_TEXT(Types.VARCHAR),
    /** Size in bytes. */
    BINARY(Types.VARBINARY),
    /** Always of its size in bytes. */
    FIXED_BINARY(Types.VARBINARY),
    YEAR(Types.INTEGER),
    DATE(Types.DATE),
    /** Size in digits of a second's fraction. */
    TIME(Types.TIME),
    /** In no zone; size in digits of a second's fraction. */
    TIMESTAMP(Types.TIMESTAMP),
    /** A moment; size in digits of a second's fraction. */
    INSTANT(Types.TIMESTAMP),
    GEOMETRY(Types.VARBINARY),
    /** Nothing that we can write. */
    OTHER(Types.OTHER);

    private final int sqlType;

    Family(int sqlType) {
        this.sqlType = sqlType;
    }

    /** The type that a NULL is sent as. */
    int sqlType() {
        return sqlType;
    }
}
