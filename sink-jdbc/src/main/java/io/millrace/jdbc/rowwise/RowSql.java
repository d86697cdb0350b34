/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a plan. Their text depends on the table, its columns and the number of rows alone, and that number is
 * always a power of two: so there are few of them, and they stay prepared. Confined to its lane.
 */
final class RowSql {
    private static final int POWERS = 16;
    private static final int MOST_PARTS = 64;

    private final String table;
    private final List<String> columns;
    private final int keyColumns;
    private final @Nullable String upsertClause;
    private final @Nullable String[] inserts = new String[POWERS];
    private final @Nullable String[] deletes = new String[POWERS];
    private final Map<BitSet, String> updates = new HashMap<>();
    private final String update;

    /**
     * @param table as SQL
     * @param columns all columns as SQL, the key's first
     * @param upsertClause what makes an insert an upsert, or {@code null}
     */
    RowSql(String table, List<String> columns, int keyColumns, @Nullable String upsertClause) {
        this.table = table;
        this.columns = List.copyOf(columns);
        this.keyColumns = keyColumns;
        this.upsertClause = upsertClause;
        BitSet all = new BitSet();
        all.set(keyColumns, columns.size());
        this.update = makeUpdate(all);
    }

    /** Creates {@code 1 << power} rows, or replaces them where there is a clause for that. */
    String insert(int power) {
        String sql = inserts[power];
        if (sql == null) {
            String row = "(" + String.join(",", Collections.nCopies(columns.size(), "?")) + ")";
            sql = "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES "
                    + String.join(",", Collections.nCopies(1 << power, row))
                    + (upsertClause == null ? "" : upsertClause);
            inserts[power] = sql;
        }
        return sql;
    }

    /** Ends {@code 1 << power} rows. */
    String delete(int power) {
        String sql = deletes[power];
        if (sql == null) {
            int rows = 1 << power;
            String condition = keyColumns == 1
                    ? columns.get(0) + " IN (" + String.join(",", Collections.nCopies(rows, "?")) + ")"
                    : String.join(" OR ", Collections.nCopies(rows, "(" + sameKey() + ")"));
            sql = "DELETE FROM " + table + " WHERE " + condition;
            deletes[power] = sql;
        }
        return sql;
    }

    /** Writes all columns of one row, those of its key last. Does nothing but find the row if there are no others. */
    String update() {
        return update;
    }

    /**
     * Writes some columns of one row, those of its key last.
     *
     * @param present positions of the columns, none of them the key's
     */
    String update(BitSet present) {
        String sql = updates.get(present);
        if (sql == null) {
            if (updates.size() >= MOST_PARTS) {
                updates.clear();
            }
            sql = makeUpdate(present);
            updates.put((BitSet) present.clone(), sql);
        }
        return sql;
    }

    private String makeUpdate(BitSet present) {
        List<String> assignments = new ArrayList<>();
        present.stream().forEach(column -> assignments.add(columns.get(column) + " = ?"));
        if (assignments.isEmpty() && keyColumns > 0) {
            assignments.add(columns.get(0) + " = " + columns.get(0));
        }
        return "UPDATE " + table + " SET " + String.join(", ", assignments) + " WHERE " + sameKey();
    }

    /** Empties some columns of one row, given as SQL. */
    String setNull(Collection<String> emptied) {
        return "UPDATE " + table + " SET "
                + emptied.stream().map(column -> column + " = NULL").collect(Collectors.joining(", ")) + " WHERE "
                + sameKey();
    }

    private String sameKey() {
        return IntStream.range(0, keyColumns)
                .mapToObj(i -> columns.get(i) + " = ?")
                .collect(Collectors.joining(" AND "));
    }
}
