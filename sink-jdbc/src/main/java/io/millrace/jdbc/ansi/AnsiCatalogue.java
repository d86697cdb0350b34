/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.ansi;

import io.millrace.jdbc.batch.TableName;
import io.millrace.jdbc.rowwise.Family;
import io.millrace.jdbc.rowwise.TargetColumn;
import io.millrace.jdbc.rowwise.TargetTable;
import io.millrace.jdbc.rowwise.TargetType;
import io.millrace.jdbc.rowwise.UniqueKey;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads tables from the driver's metadata. Stateless. */
final class AnsiCatalogue {
    private static final int UNLIMITED = Integer.MAX_VALUE;

    private AnsiCatalogue() {}

    /** The table as it is now, spelled as asked or as the database folds names, or {@code null} if there is none. */
    static @Nullable TargetTable read(Connection connection, TableName name) throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();
        TargetTable exact = readExactly(connection, metadata, name);
        if (exact != null) {
            return exact;
        }
        if (metadata.storesUpperCaseIdentifiers()) {
            return readExactly(connection, metadata, fold(name, true));
        }
        return metadata.storesLowerCaseIdentifiers() ? readExactly(connection, metadata, fold(name, false)) : null;
    }

    private static TableName fold(TableName name, boolean upper) {
        return new TableName(name.schema().map(schema -> fold(schema, upper)), fold(name.table(), upper));
    }

    private static String fold(String name, boolean upper) {
        return upper ? name.toUpperCase(Locale.ROOT) : name.toLowerCase(Locale.ROOT);
    }

    private static @Nullable TargetTable readExactly(Connection connection, DatabaseMetaData metadata, TableName name)
            throws SQLException {
        String catalog = connection.getCatalog();
        String schema = name.schema().isPresent() ? name.schema().get() : connection.getSchema();
        List<TargetColumn> columns = columns(metadata, catalog, schema, name.table());
        if (columns.isEmpty()) {
            return null;
        }
        return new TargetTable(
                new TableName(Optional.ofNullable(schema), name.table()),
                columns,
                uniqueKeys(metadata, catalog, schema, name.table()));
    }

    private static List<TargetColumn> columns(
            DatabaseMetaData metadata, @Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        List<TargetColumn> columns = new ArrayList<>();
        String escape = metadata.getSearchStringEscape();
        try (ResultSet rows = metadata.getColumns(
                catalog, schema == null ? null : escaped(schema, escape), escaped(table, escape), "%")) {
            while (rows.next()) {
                columns.add(new TargetColumn(
                        rows.getString("COLUMN_NAME"),
                        type(rows),
                        rows.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls,
                        "YES".equals(rows.getString("IS_GENERATEDCOLUMN"))));
            }
        }
        return columns;
    }

    /** Names are patterns there, and {@code _} stands for any character. */
    static String escaped(String name, @Nullable String escape) {
        if (escape == null || escape.isEmpty()) {
            return name;
        }
        return name.replace(escape, escape + escape).replace("_", escape + "_").replace("%", escape + "%");
    }

    private static List<UniqueKey> uniqueKeys(
            DatabaseMetaData metadata, @Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        Map<String, Set<String>> keys = new LinkedHashMap<>();
        try (ResultSet rows = metadata.getPrimaryKeys(catalog, schema, table)) {
            while (rows.next()) {
                keys.computeIfAbsent("primary key", name -> new HashSet<>()).add(rows.getString("COLUMN_NAME"));
            }
        }
        try (ResultSet rows = metadata.getIndexInfo(catalog, schema, table, true, true)) {
            while (rows.next()) {
                String index = rows.getString("INDEX_NAME");
                String column = rows.getString("COLUMN_NAME");
                if (index != null && column != null && rows.getString("FILTER_CONDITION") == null) {
                    keys.computeIfAbsent(index, name -> new HashSet<>()).add(column);
                }
            }
        }
        List<UniqueKey> unique = new ArrayList<>();
        keys.forEach((name, names) -> unique.add(new UniqueKey(name, names)));
        return unique;
    }

    private static TargetType type(ResultSet column) throws SQLException {
        String name = column.getString("TYPE_NAME");
        int size = number(column, "COLUMN_SIZE");
        int digits = number(column, "DECIMAL_DIGITS");
        return switch (column.getInt("DATA_TYPE")) {
            case Types.BOOLEAN -> TargetType.of(Family.BOOLEAN, name, TargetType.ANY);
            case Types.BIT -> TargetType.of(size > 1 ? Family.OTHER : Family.BOOLEAN, name, size);
            case Types.TINYINT -> TargetType.integer(name, 8, false);
            case Types.SMALLINT -> TargetType.integer(name, 16, false);
            case Types.INTEGER -> TargetType.integer(name, 32, false);
            case Types.BIGINT -> TargetType.integer(name, 64, false);
            case Types.DECIMAL, Types.NUMERIC ->
                TargetType.decimal(name + "(" + size + "," + digits + ")", size, digits);
            case Types.REAL -> TargetType.of(Family.FLOAT, name, TargetType.ANY);
            case Types.FLOAT, Types.DOUBLE -> TargetType.of(Family.DOUBLE, name, TargetType.ANY);
            case Types.CHAR, Types.NCHAR, Types.VARCHAR, Types.NVARCHAR ->
                TargetType.text(name + "(" + size + ")", size, TargetType.ANY);
            case Types.LONGVARCHAR, Types.LONGNVARCHAR, Types.CLOB, Types.NCLOB ->
                TargetType.text(name, TargetType.ANY, TargetType.ANY);
            case Types.BINARY -> binary(name, size);
            case Types.VARBINARY -> TargetType.of(Family.BINARY, name + "(" + size + ")", size);
            case Types.LONGVARBINARY, Types.BLOB -> TargetType.of(Family.BINARY, name, TargetType.ANY);
            case Types.DATE -> TargetType.of(Family.DATE, name, TargetType.ANY);
            case Types.TIME -> TargetType.of(Family.TIME, name + "(" + digits + ")", digits);
            case Types.TIMESTAMP -> TargetType.of(Family.TIMESTAMP, name + "(" + digits + ")", digits);
            case Types.TIMESTAMP_WITH_TIMEZONE -> TargetType.of(Family.INSTANT, name + "(" + digits + ")", digits);
            default -> TargetType.of(Family.OTHER, name, TargetType.ANY);
        };
    }

    /** Some databases file types of their own under bytes. */
    private static TargetType binary(String name, int size) {
        return name.toUpperCase(Locale.ROOT).startsWith("BINARY")
                ? TargetType.of(Family.FIXED_BINARY, name + "(" + size + ")", size)
                : TargetType.of(Family.OTHER, name, TargetType.ANY);
    }

    private static int number(ResultSet row, String column) throws SQLException {
        int number = row.getInt(column);
        return row.wasNull() || number == UNLIMITED ? TargetType.ANY : number;
    }
}
