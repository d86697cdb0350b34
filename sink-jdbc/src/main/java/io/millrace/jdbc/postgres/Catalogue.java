/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables from the system catalogue: two queries a table, whatever the number of columns. Stateless.
 *
 * <p>{@code to_regclass} takes the name as it is, so that no character of it acts as a wildcard, and finds tables,
 * partitioned tables, views and foreign tables alike.
 */
final class Catalogue {
    private static final String COLUMNS =
            """
            WITH RECURSIVE base(attnum, typid, typmod) AS (
              SELECT a.attnum, a.atttypid, a.atttypmod
                FROM pg_attribute a
               WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
              UNION ALL
              SELECT b.attnum, t.typbasetype, CASE WHEN b.typmod >= 0 THEN b.typmod ELSE t.typtypmod END
                FROM base b JOIN pg_type t ON t.oid = b.typid
               WHERE t.typtype = 'd')
            SELECT a.attname, t.typname, format_type(t.oid, -1), t.typcategory, b.typmod,
                   format_type(a.atttypid, a.atttypmod), a.attgenerated <> '', a.attidentity = 'a',
                   e.typname, format_type(e.oid, -1), e.typcategory,
                   CASE WHEN b.typmod >= 0 THEN b.typmod ELSE coalesce(e.typmod, -1) END
              FROM base b
              JOIN pg_attribute a ON a.attrelid = to_regclass(?) AND a.attnum = b.attnum
              JOIN pg_type t ON t.oid = b.typid AND t.typtype <> 'd'
              LEFT JOIN LATERAL (
                WITH RECURSIVE element AS (
                  SELECT p.oid, p.typname, p.typcategory, p.typtype, p.typbasetype, -1 AS typmod
                    FROM pg_type p
                   WHERE p.oid = t.typelem AND t.typcategory = 'A' AND t.oid NOT IN (22, 30)
                  UNION ALL
                  SELECT p.oid, p.typname, p.typcategory, p.typtype, p.typbasetype,
                         CASE WHEN d.typmod >= 0 THEN d.typmod ELSE q.typtypmod END
                    FROM element d JOIN pg_type q ON q.oid = d.oid JOIN pg_type p ON p.oid = d.typbasetype
                   WHERE d.typtype = 'd')
                SELECT * FROM element WHERE typtype <> 'd') e ON true
             ORDER BY a.attnum""";

    private static final String UNIQUE_KEYS =
            """
            SELECT array_agg(a.attname::text)
              FROM pg_index i
              JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1])
             WHERE i.indrelid = to_regclass(?)
               AND i.indisunique AND i.indisvalid AND i.indimmediate
               AND i.indpred IS NULL AND i.indexprs IS NULL
             GROUP BY i.indexrelid""";

    private Catalogue() {}

    /** The table as it is now, or {@code null} if there is none of that name. */
    static @Nullable PgTable read(Connection connection, TableName name) throws SQLException {
        List<PgColumn> columns = columns(connection, name);
        return columns.isEmpty() ? null : new PgTable(name, columns, uniqueKeys(connection, name));
    }

    private static List<PgColumn> columns(Connection connection, TableName name) throws SQLException {
        List<PgColumn> columns = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
            query.setString(1, name.sql());
            query.setString(2, name.sql());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    columns.add(new PgColumn(rows.getString(1), type(rows), rows.getBoolean(7), rows.getBoolean(8)));
                }
            }
        }
        return columns;
    }

    private static PgType type(ResultSet row) throws SQLException {
        String element = row.getString(9);
        return new PgType(
                row.getString(2),
                row.getString(3),
                row.getString(4).charAt(0),
                row.getInt(5),
                row.getString(6),
                element == null
                        ? null
                        : new PgType(
                                element,
                                row.getString(10),
                                row.getString(11).charAt(0),
                                row.getInt(12),
                                row.getString(6),
                                null));
    }

    private static List<Set<String>> uniqueKeys(Connection connection, TableName name) throws SQLException {
        List<Set<String>> keys = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(UNIQUE_KEYS)) {
            query.setString(1, name.sql());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    keys.add(new HashSet<>(
                            Arrays.asList((String[]) rows.getArray(1).getArray())));
                }
            }
        }
        return keys;
    }
}
