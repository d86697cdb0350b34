/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.mysql;

import io.millrace.jdbc.batch.TableName;
import io.millrace.jdbc.rowwise.Family;
import io.millrace.jdbc.rowwise.TargetColumn;
import io.millrace.jdbc.rowwise.TargetTable;
import io.millrace.jdbc.rowwise.TargetType;
import io.millrace.jdbc.rowwise.UniqueKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads tables from {@code information_schema}: two queries a table, whatever the number of columns. Stateless. */
final class MySqlCatalogue {
    private static final String COLUMNS =
            """
            SELECT COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE,
                   DATETIME_PRECISION, IS_NULLABLE, EXTRA, CHARACTER_SET_NAME
              FROM information_schema.COLUMNS
             WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ?
             ORDER BY ORDINAL_POSITION""";

    /** A part of a column, or an expression, makes other rows equal than the whole column would. */
    private static final String UNIQUE_KEYS =
            """
            SELECT INDEX_NAME, COLUMN_NAME, SUB_PART
              FROM information_schema.STATISTICS
             WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ? AND NON_UNIQUE = 0
             ORDER BY INDEX_NAME, SEQ_IN_INDEX""";

    private static final int UNLIMITED = Integer.MAX_VALUE;

    private MySqlCatalogue() {}

    /** The table as it is now, or {@code null} if there is none of that name. */
    static @Nullable TargetTable read(Connection connection, TableName name) throws SQLException {
        List<TargetColumn> columns = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
            query.setString(1, name.schema().orElse(null));
            query.setString(2, name.table());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    columns.add(new TargetColumn(
                            rows.getString("COLUMN_NAME"),
                            type(rows),
                            "YES".equals(rows.getString("IS_NULLABLE")),
                            isGenerated(rows.getString("EXTRA"))));
                }
            }
        }
        return columns.isEmpty() ? null : new TargetTable(name, columns, uniqueKeys(connection, name));
    }

    private static boolean isGenerated(@Nullable String extra) {
        // MySQL says DEFAULT_GENERATED of columns whose default is an expression.
        return extra != null && (extra.contains("VIRTUAL GENERATED") || extra.contains("STORED GENERATED"));
    }

    private static List<UniqueKey> uniqueKeys(Connection connection, TableName name) throws SQLException {
        Map<String, Set<String>> columns = new LinkedHashMap<>();
        Map<String, Boolean> whole = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(UNIQUE_KEYS)) {
            query.setString(1, name.schema().orElse(null));
            query.setString(2, name.table());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    String index = rows.getString(1);
                    String column = rows.getString(2);
                    columns.computeIfAbsent(index, key -> new HashSet<>()).add(String.valueOf(column));
                    whole.merge(index, column != null && rows.getObject(3) == null, Boolean::logicalAnd);
                }
            }
        }
        List<UniqueKey> keys = new ArrayList<>();
        columns.forEach((index, names) ->
                keys.add(new UniqueKey(index, Boolean.TRUE.equals(whole.get(index)) ? names : Set.of())));
        return keys;
    }

    private static TargetType type(ResultSet row) throws SQLException {
        String declared = row.getString("COLUMN_TYPE");
        boolean unsigned = declared.contains("unsigned");
        int fraction = number(row, "DATETIME_PRECISION");
        return switch (row.getString("DATA_TYPE").toLowerCase(Locale.ROOT)) {
            case "tinyint" -> TargetType.integer(declared, 8, unsigned);
            case "smallint" -> TargetType.integer(declared, 16, unsigned);
            case "mediumint" -> TargetType.integer(declared, 24, unsigned);
            case "int" -> TargetType.integer(declared, 32, unsigned);
            case "bigint" -> TargetType.integer(declared, 64, unsigned);
            case "decimal" ->
                TargetType.decimal(declared, number(row, "NUMERIC_PRECISION"), number(row, "NUMERIC_SCALE"));
            // One with digits declared rounds to them.
            case "float" -> floating(row, Family.FLOAT, declared);
            case "double" -> floating(row, Family.DOUBLE, declared);
            case "bit" -> TargetType.of(Family.BIT, declared, number(row, "NUMERIC_PRECISION"));
            case "year" -> TargetType.of(Family.YEAR, declared, TargetType.ANY);
            case "date" -> TargetType.of(Family.DATE, declared, TargetType.ANY);
            case "time" -> TargetType.of(Family.TIME, declared, fraction);
            case "datetime" -> TargetType.of(Family.TIMESTAMP, declared, fraction);
            case "timestamp" -> TargetType.of(Family.INSTANT, declared, fraction);
            case "char", "varchar" ->
                TargetType.text(declared, number(row, "CHARACTER_MAXIMUM_LENGTH"), TargetType.ANY);
            case "tinytext", "text", "mediumtext", "longtext" -> longText(row, declared);
            case "json" -> TargetType.text(declared, TargetType.ANY, TargetType.ANY);
            case "enum" -> TargetType.members(Family.ENUM, declared, members(declared));
            case "set" -> TargetType.members(Family.SET, declared, members(declared));
            case "binary" -> TargetType.of(Family.FIXED_BINARY, declared, number(row, "CHARACTER_MAXIMUM_LENGTH"));
            case "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
                TargetType.of(Family.BINARY, declared, number(row, "CHARACTER_MAXIMUM_LENGTH"));
            case "uuid", "inet4", "inet6" -> TargetType.of(Family.READ_FROM_TEXT, declared, TargetType.ANY);
            case "geometry",
                    "point",
                    "linestring",
                    "polygon",
                    "multipoint",
                    "multilinestring",
                    "multipolygon",
                    "geomcollection",
                    "geometrycollection" -> TargetType.of(Family.GEOMETRY, declared, TargetType.ANY);
            default -> TargetType.of(Family.OTHER, declared, TargetType.ANY);
        };
    }

    private static TargetType floating(ResultSet row, Family family, String declared) throws SQLException {
        boolean rounds = number(row, "NUMERIC_SCALE") != TargetType.ANY;
        return TargetType.of(rounds ? Family.OTHER : family, declared, TargetType.ANY);
    }

    /** The bound is on bytes of the column's own character set, which are known here for UTF-8 only. */
    private static TargetType longText(ResultSet row, String declared) throws SQLException {
        boolean utf8 = String.valueOf(row.getString("CHARACTER_SET_NAME")).startsWith("utf8");
        return TargetType.text(
                declared, TargetType.ANY, utf8 ? row.getLong("CHARACTER_MAXIMUM_LENGTH") : TargetType.ANY);
    }

    /** A number of the catalogue; {@link TargetType#ANY} if there is none, or it is beyond what a value can have. */
    private static int number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() || number >= UNLIMITED ? TargetType.ANY : (int) number;
    }

    /** The members out of {@code enum('a','it''s')}. */
    static List<String> members(String declared) {
        List<String> members = new ArrayList<>();
        StringBuilder member = new StringBuilder();
        boolean inside = false;
        for (int i = declared.indexOf('(') + 1; i < declared.length(); i++) {
            char symbol = declared.charAt(i);
            boolean doubled = symbol == '\'' && i + 1 < declared.length() && declared.charAt(i + 1) == '\'';
            if (inside && doubled) {
                member.append(symbol);
                i++;
            } else if (symbol == '\'') {
                if (inside) {
                    members.add(member.toString());
                    member.setLength(0);
                }
                inside = !inside;
            } else if (inside) {
                member.append(symbol);
            }
        }
        return members;
    }
}
