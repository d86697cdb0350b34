/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.TableName;
import io.millrace.jdbc.postgres.TablePlan.From;
import io.millrace.jdbc.postgres.TablePlan.PlannedField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Statements. They depend on the table and its columns alone and never on values or their number: each takes its rows from
 * a relation, so the same text serves batches of every size and stays prepared for the life of the connection. Immutable.
 */
final class Sql {
    /** Columns that one word of the mask for absent values covers. */
    static final int MASK_BITS = 62;

    /** Events come in order. */
    static final int NO_GUARD = -1;

    private final TableName table;
    private final List<PlannedField> fields;
    private final int keyColumns;
    private final Map<String, String> constants;
    private final int guard;
    private final RowRelation source;

    /**
     * Statements for rows that come as arrays, and in order.
     *
     * @param fields columns that are written, the key's first
     * @param keyColumns how many of them are the key's
     * @param constants columns that get the same in every row, as SQL
     */
    Sql(TableName table, List<PlannedField> fields, int keyColumns, Map<String, String> constants) {
        this(table, fields, keyColumns, constants, NO_GUARD, new ArrayRelation(fields, keyColumns));
    }

    /**
     * @param guard which of the fields says how new an event is, or {@link #NO_GUARD}
     * @param source where rows come from
     */
    Sql(
            TableName table,
            List<PlannedField> fields,
            int keyColumns,
            Map<String, String> constants,
            int guard,
            RowRelation source) {
        this.source = source;
        this.guard = guard;
        this.table = table;
        this.fields = fields;
        this.keyColumns = keyColumns;
        this.constants = constants;
    }

    static int maskWords(int columns) {
        return (columns + MASK_BITS - 1) / MASK_BITS;
    }

    /** Creates rows. */
    String insert() {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        boolean overriding = false;
        for (int i = 0; i < fields.size(); i++) {
            names.add(quoted(i));
            values.add(value(i));
            overriding |= fields.get(i).column().identityAlways();
        }
        constants.forEach((column, constant) -> {
            names.add(TableName.quote(column));
            values.add(constant);
        });
        // A value that the source has chosen goes into a column that the database would number by itself.
        return "INSERT INTO " + table.sql() + " AS t (" + String.join(", ", names) + ")"
                + (overriding ? " OVERRIDING SYSTEM VALUE" : "") + " SELECT " + String.join(", ", values) + " FROM "
                + source.rows();
    }

    /** Creates rows, and leaves those alone that are there already. */
    String insertIgnore() {
        return insert() + " ON CONFLICT" + (keyColumns == 0 ? "" : " (" + key() + ")") + " DO NOTHING";
    }

    /** Creates rows, or replaces those that are there already. */
    String upsert() {
        List<String> assignments = new ArrayList<>();
        for (int i : changeable()) {
            assignments.add(quoted(i) + " = " + assigned(i, "EXCLUDED." + quoted(i)));
        }
        constants.forEach((column, constant) -> assignments.add(TableName.quote(column) + " = " + constant));
        return insert() + " ON CONFLICT (" + key() + ")"
                + (assignments.isEmpty() ? " DO NOTHING" : " DO UPDATE SET " + String.join(", ", assignments))
                + (guard == NO_GUARD || assignments.isEmpty() ? "" : " WHERE " + notOlder("EXCLUDED." + quoted(guard)));
    }

    /** Replaces columns of rows that are there. */
    String update() {
        List<String> assignments = new ArrayList<>();
        for (int i : changeable()) {
            assignments.add(quoted(i) + " = " + assigned(i, value(i)));
        }
        addConstants(assignments);
        return "UPDATE " + table.sql() + " AS t SET " + String.join(", ", assignments) + " FROM " + source.rows()
                + " WHERE " + sameKey() + andNotOlder();
    }

    /**
     * Writes parts of rows: a column whose bit in the row's mask is set keeps its value. Returns the ordinal of each row
     * that was there.
     */
    String updateParts() {
        List<String> assignments = new ArrayList<>();
        for (int i : changeable()) {
            int bit = i - keyColumns;
            long flag = 1L << bit % MASK_BITS;
            assignments.add(quoted(i) + " = CASE WHEN u.m" + bit / MASK_BITS + " & " + flag + " = 0 THEN "
                    + assigned(i, value(i))
                    + " ELSE t." + quoted(i) + " END");
        }
        addConstants(assignments);
        return "UPDATE " + table.sql() + " AS t SET " + String.join(", ", assignments) + " FROM " + source.parts()
                + " WHERE " + sameKey() + andNotOlder() + " RETURNING u.ordinal";
    }

    /** Changes nothing. Takes what {@link #updateParts} takes, and returns what it returns. */
    String findParts() {
        return "SELECT u.ordinal FROM " + source.parts() + " WHERE EXISTS (SELECT 1 FROM " + table.sql()
                + " AS t WHERE " + sameKey() + ")";
    }

    /** Ends rows. */
    String delete() {
        return "DELETE FROM " + table.sql() + " AS t USING " + source.rows() + " WHERE " + sameKey() + andNotOlder();
    }

    /**
     * The ordinals of events that are older than their rows, or {@code null} if events come in order. To be asked in the
     * transaction in which the others have been written.
     */
    @Nullable
    String older() {
        return guard == NO_GUARD
                ? null
                : "SELECT u.ordinal FROM " + source.numberedRows() + " JOIN " + table.sql() + " AS t ON " + sameKey()
                        + " WHERE t." + quoted(guard) + " > " + value(guard);
    }

    /** An event that does not say how new it is counts as the newest, and leaves the row's version as it is. */
    private String assigned(int field, String value) {
        boolean version = field == guard && fields.get(field).from() == From.EVENT;
        return version ? "COALESCE(" + value + ", t." + quoted(field) + ")" : value;
    }

    private String andNotOlder() {
        return guard == NO_GUARD ? "" : " AND " + notOlder(value(guard));
    }

    private String notOlder(String version) {
        String known = "t." + quoted(guard);
        return "(" + known + " IS NULL OR " + version + " IS NULL OR " + known + " <= " + version + ")";
    }

    /** Makes columns of rows NULL. */
    String setNull(List<String> columns) {
        String assignments = columns.stream()
                .map(column -> TableName.quote(column) + " = NULL")
                .collect(Collectors.joining(", "));
        return "UPDATE " + table.sql() + " AS t SET " + assignments + " FROM " + source.rows() + " WHERE " + sameKey();
    }

    static String truncate(TableName table) {
        return "TRUNCATE TABLE " + table.sql();
    }

    /** Gives every row the same. */
    static String updateAll(TableName table, Map<String, String> constants) {
        return "UPDATE " + table.sql() + " SET "
                + constants.entrySet().stream()
                        .map(constant -> TableName.quote(constant.getKey()) + " = " + constant.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** Whatever is not the key's; a column that the database numbers cannot be changed. */
    private int[] changeable() {
        return IntStream.range(keyColumns, fields.size())
                .filter(i -> !fields.get(i).column().identityAlways())
                .toArray();
    }

    private void addConstants(List<String> assignments) {
        constants.forEach((column, constant) -> assignments.add(TableName.quote(column) + " = " + constant));
        if (assignments.isEmpty()) {
            // There must be something to set.
            assignments.add(quoted(0) + " = t." + quoted(0));
        }
    }

    private String sameKey() {
        return IntStream.range(0, keyColumns)
                .mapToObj(i -> "t." + quoted(i) + " = " + value(i))
                .collect(Collectors.joining(" AND "));
    }

    private String key() {
        return IntStream.range(0, keyColumns).mapToObj(this::quoted).collect(Collectors.joining(", "));
    }

    private String value(int field) {
        return fields.get(field).binding().sql("u.f" + field);
    }

    private String quoted(int field) {
        return TableName.quote(fields.get(field).name());
    }
}
