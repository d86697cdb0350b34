/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import static io.millrace.jdbc.batch.KeySort.intAt;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;

/** How the bytes that {@link Encoders} has written become parameters. One setter for each family of types. Stateless. */
final class Setters {
    private Setters() {}

    static ParameterSetter of(TargetType type, TemporalForm temporals) {
        return switch (type.family()) {
            case BOOLEAN ->
                (statement, parameter, bytes, at, length) -> statement.setBoolean(parameter, bytes[at] != 0);
            case INTEGER -> type.unsigned() && type.size() == Long.SIZE ? Setters::unsignedLong : Setters::signedLong;
            case YEAR -> Setters::signedLong;
            case DECIMAL -> Setters::decimal;
            case FLOAT ->
                (statement, parameter, bytes, at, length) ->
                        statement.setFloat(parameter, Float.intBitsToFloat(intAt(bytes, at)));
            case DOUBLE ->
                (statement, parameter, bytes, at, length) ->
                        statement.setDouble(parameter, Double.longBitsToDouble(longAt(bytes, at)));
            case CHARACTERS, ENUM, SET, READ_FROM_TEXT ->
                (statement, parameter, bytes, at, length) ->
                        statement.setString(parameter, new String(bytes, at, length, StandardCharsets.UTF_8));
            case BIT, BINARY, FIXED_BINARY, GEOMETRY ->
                (statement, parameter, bytes, at, length) ->
                        statement.setBytes(parameter, Arrays.copyOfRange(bytes, at, at + length));
            case DATE ->
                (statement, parameter, bytes, at, length) -> temporals.setDate(statement, parameter, longAt(bytes, at));
            case TIME ->
                (statement, parameter, bytes, at, length) -> temporals.setTime(statement, parameter, longAt(bytes, at));
            case TIMESTAMP ->
                (statement, parameter, bytes, at, length) ->
                        temporals.setTimestamp(statement, parameter, longAt(bytes, at), intAt(bytes, at + 8));
            case INSTANT ->
                (statement, parameter, bytes, at, length) ->
                        temporals.setInstant(statement, parameter, longAt(bytes, at), intAt(bytes, at + 8));
            case OTHER -> throw new IllegalArgumentException("Nothing can be written as " + type.declared());
        };
    }

    private static void signedLong(PreparedStatement statement, int parameter, byte[] bytes, int at, int length)
            throws SQLException {
        statement.setLong(parameter, longAt(bytes, at));
    }

    private static void unsignedLong(PreparedStatement statement, int parameter, byte[] bytes, int at, int length)
            throws SQLException {
        long value = longAt(bytes, at);
        if (value >= 0) {
            statement.setLong(parameter, value);
        } else {
            statement.setBigDecimal(parameter, new BigDecimal(Long.toUnsignedString(value)));
        }
    }

    private static void decimal(PreparedStatement statement, int parameter, byte[] bytes, int at, int length)
            throws SQLException {
        statement.setBigDecimal(parameter, new BigDecimal(new BigInteger(bytes, at + 4, length - 4), intAt(bytes, at)));
    }

    private static long longAt(byte[] bytes, int at) {
        return (long) intAt(bytes, at) << 32 | intAt(bytes, at + 4) & 0xFFFF_FFFFL;
    }
}
