/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.TableName;
import io.millrace.jdbc.postgres.TablePlan.PlannedField;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Statements. They depend on the table and its columns alone and never on values or their number: each takes one array
 * per column, so the same text serves batches of every size and stays prepared for the life of the connection. Stateless.
 */
final class Sql {
    /** Columns that one word of the mask for absent values covers. */
    static final int MASK_BITS = 62;

    private Sql() {}

    static int maskWords(int columns) {
        return (columns + MASK_BITS - 1) / MASK_BITS;
    }

    /** Creates rows; with {@code conflictKey}, replaces those that are there already. */
    static String insert(PgTable table, List<PlannedField> fields, int keyColumns, boolean upsert) {
        String columns = names(fields);
        String values = IntStream.range(0, fields.size())
                .mapToObj(i -> value(fields, i))
                .collect(Collectors.joining(", "));
        return "INSERT INTO " + table.name().sql() + " (" + columns + ")" + overriding(table, fields) + " SELECT "
                + values + " FROM " + unnest(fields) + (upsert ? onConflict(fields, keyColumns) : "");
    }

    private static String onConflict(List<PlannedField> fields, int keyColumns) {
        String key = names(fields.subList(0, keyColumns));
        if (keyColumns == fields.size()) {
            return " ON CONFLICT (" + key + ") DO NOTHING";
        }
        String assignments = fields.subList(keyColumns, fields.size()).stream()
                .map(field -> quoted(field) + " = EXCLUDED." + quoted(field))
                .collect(Collectors.joining(", "));
        return " ON CONFLICT (" + key + ") DO UPDATE SET " + assignments;
    }

    /** A key that the source has chosen goes into a column that the database would number by itself. */
    private static String overriding(PgTable table, List<PlannedField> fields) {
        for (PlannedField field : fields) {
            PgColumn column = table.column(field.name());
            if (column != null && column.identityAlways()) {
                return " OVERRIDING SYSTEM VALUE";
            }
        }
        return "";
    }

    /**
     * Writes parts of rows: a column whose bit in the row's mask is set keeps its value. Returns the ordinal of each row
     * that was there.
     */
    static String update(PgTable table, List<PlannedField> fields, int keyColumns) {
        List<String> arrays = arrays(fields);
        List<String> names = names(fields.size());
        for (int word = 0; word < maskWords(fields.size() - keyColumns); word++) {
            arrays.add("?::int8[]");
            names.add("m" + word);
        }
        names.add("ordinal");
        String assignments = IntStream.range(keyColumns, fields.size())
                .mapToObj(i -> assignment(fields, i, i - keyColumns))
                .collect(Collectors.joining(", "));
        return "UPDATE " + table.name().sql() + " AS t SET " + assignments + " FROM unnest(" + String.join(", ", arrays)
                + ") WITH ORDINALITY AS u(" + String.join(", ", names) + ") WHERE " + sameKey(fields, keyColumns)
                + " RETURNING u.ordinal";
    }

    private static String assignment(List<PlannedField> fields, int i, int bit) {
        String column = quoted(fields.get(i));
        long flag = 1L << bit % MASK_BITS;
        return column + " = CASE WHEN u.m" + bit / MASK_BITS + " & " + flag + " = 0 THEN " + value(fields, i)
                + " ELSE t." + column + " END";
    }

    /** Ends rows. */
    static String delete(PgTable table, List<PlannedField> key) {
        return "DELETE FROM " + table.name().sql() + " AS t USING " + unnest(key) + " WHERE "
                + sameKey(key, key.size());
    }

    static String truncate(TableName table) {
        return "TRUNCATE TABLE " + table.sql();
    }

    private static String sameKey(List<PlannedField> fields, int keyColumns) {
        return IntStream.range(0, keyColumns)
                .mapToObj(i -> "t." + quoted(fields.get(i)) + " = " + value(fields, i))
                .collect(Collectors.joining(" AND "));
    }

    /** The arrays as a table {@code u} with columns {@code f0}, {@code f1}... */
    private static String unnest(List<PlannedField> fields) {
        return "unnest(" + String.join(", ", arrays(fields)) + ") AS u(" + String.join(", ", names(fields.size()))
                + ")";
    }

    private static List<String> arrays(List<PlannedField> fields) {
        List<String> arrays = new ArrayList<>();
        fields.forEach(field -> arrays.add("?::" + field.binding().wire().type() + "[]"));
        return arrays;
    }

    private static List<String> names(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("f" + i);
        }
        return names;
    }

    private static String value(List<PlannedField> fields, int i) {
        return fields.get(i).binding().sql("u.f" + i);
    }

    private static String names(List<PlannedField> fields) {
        return fields.stream().map(Sql::quoted).collect(Collectors.joining(", "));
    }

    private static String quoted(PlannedField field) {
        return TableName.quote(field.name());
    }
}
