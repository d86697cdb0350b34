/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.batch.TableName;
import io.millrace.jdbc.postgres.type.PgColumn;
import io.millrace.jdbc.postgres.type.PgType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads tables from the system catalogue: three queries a table, whatever the number of columns. Stateless. */
final class Catalogue {
    private static final String COLUMNS =
            """
            WITH RECURSIVE base(attnum, typid, typmod, refuses_null, filled) AS (
              SELECT a.attnum, a.atttypid, a.atttypmod, a.attnotnull, a.atthasdef OR a.attidentity <> ''
                FROM pg_attribute a
               WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped
              UNION ALL
              SELECT b.attnum, t.typbasetype, CASE WHEN b.typmod >= 0 THEN b.typmod ELSE t.typtypmod END,
                     b.refuses_null OR t.typnotnull, b.filled OR t.typdefault IS NOT NULL
                FROM base b JOIN pg_type t ON t.oid = b.typid
               WHERE t.typtype = 'd')
            SELECT a.attname, t.typname, format_type(t.oid, -1), t.typcategory, b.typmod,
                   format_type(a.atttypid, a.atttypmod), a.attgenerated <> '', a.attidentity = 'a', b.refuses_null, b.filled,
                   e.typname, format_type(e.oid, -1), e.typcategory,
                   CASE WHEN b.typmod >= 0 THEN b.typmod ELSE coalesce(e.typmod, -1) END
              FROM base b
              JOIN pg_attribute a ON a.attrelid = ? AND a.attnum = b.attnum
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

    private static final String UNIQUE_INDEXES =
            """
            SELECT c.relname, i.indisprimary,
                   i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL,
                   (SELECT coalesce(array_agg(a.attname::text), '{}')
                      FROM pg_attribute a
                     WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1]))
              FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
             WHERE i.indrelid = ? AND i.indisunique AND i.indisvalid
             ORDER BY i.indisprimary DESC, c.relname""";

    private Catalogue() {}

    /**
     * The table as it is now, or {@code null} if there is none of that name.
     *
     * @throws PlanException if the name may mean several tables
     */
    static @Nullable PgTable read(Connection connection, TableName name) throws SQLException, PlanException {
        TableLookup.Found found = TableLookup.find(connection, name);
        if (found == null) {
            return null;
        }
        return new PgTable(
                found.name(),
                found.kind(),
                found.events(),
                found.partitionKey(),
                found.rules(),
                columns(connection, found.oid()),
                uniqueIndexes(connection, found.oid()));
    }

    private static List<PgColumn> columns(Connection connection, long table) throws SQLException {
        List<PgColumn> columns = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
            query.setLong(1, table);
            query.setLong(2, table);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    columns.add(new PgColumn(
                            rows.getString(1),
                            type(rows),
                            rows.getBoolean(7),
                            rows.getBoolean(8),
                            rows.getBoolean(9),
                            rows.getBoolean(10)));
                }
            }
        }
        return columns;
    }

    private static PgType type(ResultSet row) throws SQLException {
        String element = row.getString(11);
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
                                row.getString(12),
                                row.getString(13).charAt(0),
                                row.getInt(14),
                                row.getString(6),
                                null));
    }

    private static List<PgIndex> uniqueIndexes(Connection connection, long table) throws SQLException {
        List<PgIndex> indexes = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(UNIQUE_INDEXES)) {
            query.setLong(1, table);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    String[] columns = (String[]) rows.getArray(4).getArray();
                    indexes.add(new PgIndex(
                            rows.getString(1),
                            new HashSet<>(Arrays.asList(columns)),
                            rows.getBoolean(2),
                            rows.getBoolean(3)));
                }
            }
        }
        return indexes;
    }
}
